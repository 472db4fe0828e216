"""What a rule may ask for, told without loading what produces it: for pages of the web process."""

from django.conf import settings

from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.specs import attributes_of

# Of the detectors those that may be a ground; a test holds this against the detectors themselves.
DETECTED = (
    "attack_on_publication",
    "illegal_trade",
    "incitement",
    "personal_data",
    "threat",
)


def ruled_attributes() -> list[str]:
    """Return the attributes by name; without the scorer's own where its files are not here."""
    try:
        scored = attributes_of(settings.DISCUSSION_SCORER, settings.DISCUSSION_SCORERS_DIR)
    except ScorerUnavailable:
        scored = ()
    return sorted({*scored, *DETECTED})
