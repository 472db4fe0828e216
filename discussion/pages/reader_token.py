"""A token for the embed, for whoever is signed in to this project itself (docs/django.md)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from articles.models import Site
from discussion.models import User
from discussion.models.people import shown_name
from discussion.tokens.signed import signed_token, takes_users, user_in

MINUTES = 15


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
    token = signed_token(
        get_object_or_404(Site, slug=site),
        subject=f"user:{user.pk}",
        name=shown_name(user),
        minutes=MINUTES,
        actor=f"user:{user.pk}",
    )
    return JsonResponse({"token": token}, headers={"Cache-Control": "private, no-store"})
