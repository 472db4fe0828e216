"""A comment of one's own, found by the signed address of its receipt."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from articles.models import Site
from discussion import threads
from discussion.models import Comment
from discussion.pages.people import speaks_for
from discussion.pages.receipts import Receipt, receipt_of, token_for
from discussion.viewing import Viewing


@dataclass(frozen=True, slots=True)
class Acts:
    """What the author may do to the comment now."""

    edit: bool
    withdraw: bool
    appeal: bool


def acts_of(request: HttpRequest, receipt: Receipt) -> Acts | None:
    """Return what may be done; None for somebody who only knows the address."""
    comment = receipt.comment
    if not speaks_for(request, comment.author, comment.article.site):
        return None
    row = threads.one(Comment.objects.all(), comment.public_id)
    assert row is not None  # the receipt has just read it
    viewing = Viewing.of(comment.author, comment.article, [row])
    can = viewing.personal(threads.branch_of(row))["can"]
    return Acts(edit=can["edit"], withdraw=not comment.is_gone, appeal=can["appeal"])


def own_receipt(request: HttpRequest, site: str, token: str) -> tuple[Receipt, Acts]:
    """Return the comment as it is now. Raises Http404 for an address that leads nowhere,
    PermissionDenied for who may not act in its author's name.
    """
    receipt = receipt_of(token, get_object_or_404(Site, slug=site))
    if receipt is None:
        raise Http404
    acts = acts_of(request, receipt)
    if acts is None:
        raise PermissionDenied
    return receipt, acts


def see_receipt(comment: Comment) -> HttpResponseRedirect:
    """Lead to the article's page with the comment's receipt."""
    article = comment.article
    page = reverse("pages:article", args=[article.site.slug, article.slug])
    response = HttpResponseRedirect(f"{page}?{urlencode({'mine': token_for(comment)})}#mine")
    response.status_code = 303  # See Other: a reload must not do it again
    return response
