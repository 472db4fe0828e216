"""A reader writes: their row at the site is made, or brought up to what their token says."""

from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, F

from articles.models import Article
from articles.prepared import Prepared, Slot
from discussion.identity import Identity
from discussion.models import Author, Comment
from discussion.models.people import user_of
from discussion.person.restrictions import restrict_again

_AUTHOR = Prepared(
    lambda: Author.objects.filter(
        site_id=Slot("site_id", BigIntegerField()), subject=Slot("subject")
    )
)


def recognise_author(identity: Identity) -> Author:
    """Return the author's row, with the name, badges and address that the site vouches for now.

    An address that the token no longer names is forgotten: nobody vouches for it any more.
    """
    shown = {"display_name": identity.display_name, "badges": list(identity.badges)}
    who = {"site_id": identity.site_id, "subject": identity.subject}
    author = _AUTHOR.first(**who)
    if author is None:
        more = {"email": identity.email, "user": user_of(identity.subject)}
        author = _meet(who, shown | more)
    if author.email != identity.email:
        author.email = identity.email
        author.save(update_fields=["email"])
    changed = {name: value for name, value in shown.items() if getattr(author, name) != value}
    if changed:
        _rename(author, changed)
    return author


def _meet(who: dict[str, Any], said: dict[str, Any]) -> Author:
    """Make the row; somebody who was forgotten while restricted is still restricted."""
    with transaction.atomic():
        author, made = Author.objects.get_or_create(**who, defaults=said)
        if made:
            restrict_again(author)
    return author


def _rename(author: Author, changed: dict[str, Any]) -> None:
    """Store what is shown of the author now, and let go of the pages that show it as it was.

    No event of a discussion: versions move, sequences do not. The articles are locked in the order
    of their ids, as all who write several do (articles.changes).
    """
    for name, value in changed.items():
        setattr(author, name, value)
    with transaction.atomic():
        author.save(update_fields=list(changed))
        signed = Comment.objects.filter(author=author, status=Comment.Status.PUBLISHED)
        articles = Article.objects.filter(pk__in=signed.values("article_id"))
        list(articles.order_by("pk").select_for_update(no_key=True).values("pk"))
        articles.update(version=F("version") + 1)
