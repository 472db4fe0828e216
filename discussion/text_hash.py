"""What is kept of a text where the text itself must not be."""

from articles.audit import keyed_digest
from discussion.models import Revision


def text_hash(revision: Revision) -> str:
    """Return a keyed hash of the revision's text, salted by the revision.

    Equal texts of two revisions differ, so it cannot be used to find a text; once the salt is
    erased it says nothing at all.
    """
    return salted_hash(bytes(revision.salt), revision.text)


def salted_hash(salt: bytes, *texts: str) -> str:
    """Return the keyed hash of the texts under a salt: 64 hexadecimal digits."""
    return keyed_digest("text", "\0".join([salt.hex(), *texts]))
