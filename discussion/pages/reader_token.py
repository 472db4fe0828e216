"""A token for the embed, for whoever is signed in to this project itself (docs/django.md)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import ReaderKey, Site
from discussion.models import User
from discussion.models.people import OURS, shown_name, subject_of
from discussion.tokens.signed import signed_by_us, takes_users, user_in

SECONDS = 15 * 60


@require_safe
def reader_token_page(request: HttpRequest, site: str, signed: str) -> JsonResponse:
    """Return a token for the user whom the address was signed for, if it is they who ask.

    The signature says that a page of this project offered the site to that user; the session, that
    the address did not end up with somebody else, by a cache or a copied page.
    """
    pk, user = user_in(signed, site), request.user
    if pk is None or not takes_users(site):
        raise Http404
    if not isinstance(user, User) or user.pk != pk:
        raise PermissionDenied
    who = {"sub": subject_of(user).removeprefix(OURS), "name": shown_name(user)}
    if user.email:
        who["email"] = user.email
    token = signed_by_us(
        get_object_or_404(Site, slug=site), ReaderKey.Origin.USER, who, seconds=SECONDS
    )
    return JsonResponse({"token": token}, headers={"Cache-Control": "private, no-store"})
