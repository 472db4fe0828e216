"""The names that the compatible call has for attributes, and ours for them."""

_OURS = {
    "TOXICITY": "toxicity",
    "SEVERE_TOXICITY": "severe_toxicity",
    "IDENTITY_ATTACK": "identity_attack",
    "INSULT": "insult",
    "PROFANITY": "obscene",
    "THREAT": "threat",
    "SEXUALLY_EXPLICIT": "sexual_explicit",
}
EXPERIMENTAL = "_EXPERIMENTAL"


def attribute_of(name: str) -> str | None:
    """Return our attribute, whether or not the scorer in use has it; None for a name of none."""
    return _OURS.get(name.removesuffix(EXPERIMENTAL))
