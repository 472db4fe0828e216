"""What people of the desk write: held to the same rules as what authors write."""

from discussion.body import BodyRefused, clean_body
from moderation.errors import UnreadableWords

MOST_CHARACTERS = 4_000


def readable(words: str, *, at_most: int = MOST_CHARACTERS) -> str:
    """Return the words without blanks around them, "" for none. Raises UnreadableWords."""
    if len(words) > at_most:
        raise UnreadableWords(f"At most {at_most:,} characters.")
    try:
        return clean_body(words).strip()
    except BodyRefused as refused:
        if refused.code == "blank-body":
            return ""
        raise UnreadableWords(refused.detail.replace("The comment", "The text")) from refused
