"""A restriction outlives that a person is forgotten: else to be forgotten would end every ban."""

from django.db.models import Q
from django.utils import timezone

from discussion.models import Author, KeptRestriction
from discussion.person.keepers import keepers
from discussion.person.owner import owner_of


def keep_restriction(author: Author) -> None:
    """Remember who they were for as long as they are restricted, as a keyed digest."""
    if author.restriction_now:
        owner = owner_of(author.site_id, author.subject)
        KeptRestriction.objects.get_or_create(author=author, defaults={"owner": owner})


def restrict_again(author: Author) -> None:
    """Give an author whose row was just made, in its transaction, what still restricts them.

    The digest is not needed any more: the person is known again, by their own doing.
    """
    kept = KeptRestriction.objects.select_related("author").filter(
        owner=owner_of(author.site_id, author.subject)
    )
    found = kept.select_for_update(of=("self",)).first()
    if found is None:
        return
    before = found.author
    author.restriction = before.restriction_now
    author.restricted_until = before.restricted_until if author.restriction else None
    author.save(update_fields=["restriction", "restricted_until"])
    for keeper in keepers():
        keeper.came_back(before, author)
    kept.delete()


def drop_ended_restrictions() -> int:
    """Forget the digests of those whom nothing restricts any more; return how many."""
    over = Q(author__restriction="") | Q(author__restricted_until__lte=timezone.now())
    return KeptRestriction.objects.filter(over).delete()[0]
