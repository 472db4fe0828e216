"""Queues that moderators want to find again are saved, renamed and deleted."""

from collections.abc import Collection

from django.db import transaction

from articles import audit
from articles.models import Site
from discussion.models import User
from moderation.errors import NotAllowed, TooManyViews, WordsRequired
from moderation.models import SavedView
from moderation.queues.saved_views import MOST_SAVED
from moderation.roles import Act, may
from moderation.words import readable

LONGEST_NAME = 80


def save_view(
    user: User,
    *,
    name: str,
    labels: Collection[str],
    waiting_minutes: int = 0,
    site: Site | None = None,
    shared: bool = False,
) -> SavedView:
    """Store a view of the user's own, or, `shared`, one for everybody of the site.

    Raises NotAllowed, WordsRequired for a blank name, UnreadableWords, TooManyViews.
    """
    view = SavedView(
        site=site,
        owner=None if shared else user,
        name=_named(name),
        labels=list(labels),
        waiting_minutes=waiting_minutes,
    )
    _require(user, view)
    with transaction.atomic():
        if SavedView.objects.filter(owner=view.owner, site=site).count() >= MOST_SAVED:
            raise TooManyViews
        view.save()
        _audit(view, "view.saved", user)
    return view


def rename_view(view: SavedView, name: str, *, user: User) -> None:
    """Give the view another name. Raises NotAllowed, WordsRequired, UnreadableWords."""
    _require(user, view)
    with transaction.atomic():
        SavedView.objects.filter(pk=view.pk).update(name=_named(name))
        _audit(view, "view.renamed", user)


def delete_view(view: SavedView, *, user: User) -> None:
    """Delete the view; what it showed stays where it is. Raises NotAllowed."""
    _require(user, view)
    with transaction.atomic():
        _audit(view, "view.deleted", user)
        SavedView.objects.filter(pk=view.pk).delete()


def _require(user: User, view: SavedView) -> None:
    if view.owner_id is not None:
        sees = view.site_id is None or may(user, Act.SEE, view.site_id)
        allowed = view.owner_id == user.pk and sees
    else:
        allowed = view.site_id is not None and may(user, Act.RUN_DESK, view.site_id)
    if not allowed:
        raise NotAllowed


def _named(name: str) -> str:
    text = " ".join(readable(name).split())[:LONGEST_NAME]
    if not text:
        raise WordsRequired("Give the view a name.")
    return text


def _audit(view: SavedView, kind: str, user: User) -> None:
    """A view that all of a site work by is the site's; one's own is nobody else's affair."""
    if view.owner_id is not None or view.site_id is None:
        return
    site = Site.objects.select_for_update(no_key=True).get(pk=view.site_id)
    audit.append_event(
        site, site_id=site.pk, kind=kind, actor=f"user:{user.pk}", data={"view": view.pk}
    )
