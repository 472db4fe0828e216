"""Staff have a person forgotten who asked for it by another way than their token."""

from discussion.flows.ask_to_be_forgotten import ask_to_be_forgotten
from discussion.models import Author, PersonJob, User
from moderation.errors import NotAllowed
from moderation.roles import Act, may


def forget_author(author: Author, *, user: User) -> PersonJob:
    """Start the erasure, as if they had asked themselves; the audit names who did. Raises
    NotAllowed.
    """
    if not may(user, Act.FORGET_AUTHORS, author.site_id):
        raise NotAllowed
    return ask_to_be_forgotten(author, actor=f"user:{user.pk}")
