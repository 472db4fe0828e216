"""An author changes or takes back a comment on a page of its own; both work without script."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles.errors import DomainError
from discussion.body import BodyRefused, clean_body
from discussion.errors import StaleComment
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment
from discussion.pages.own import Acts, own_receipt, see_receipt
from discussion.pages.receipts import Receipt
from discussion.request_id import current_request_id


@dataclass(frozen=True, slots=True)
class Asked:
    """What the author asked for, and why it was refused."""

    receipt: Receipt
    acts: Acts
    body: str = ""
    refusal: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: HttpRequest, site: str, token: str) -> HttpResponse:
    """Show the text to be changed, and store the new one; a refusal keeps what was typed."""
    receipt, acts = own_receipt(request, site, token)
    if request.method != "POST":
        return _page(request, "change", Asked(receipt, acts, body=receipt.text))
    body = request.POST.get("body", "")
    try:
        _refuse_moved(request, receipt.comment)
        edit_comment(receipt.comment, clean_body(body), request_id=current_request_id())
    except (BodyRefused, DomainError) as refusal:
        now = own_receipt(request, site, token)
        return _page(request, "change", Asked(*now, body=body, refusal=str(refusal)))
    return see_receipt(receipt.comment)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_page(request: HttpRequest, site: str, token: str) -> HttpResponse:
    """Ask once, since it is for good, and take the comment back."""
    receipt, acts = own_receipt(request, site, token)
    if request.method != "POST":
        return _page(request, "withdraw", Asked(receipt, acts))
    try:
        _refuse_moved(request, receipt.comment)
        withdraw_comment(receipt.comment)
    except DomainError as refusal:
        now = own_receipt(request, site, token)
        return _page(request, "withdraw", Asked(*now, refusal=str(refusal)))
    return see_receipt(receipt.comment)


def _refuse_moved(request: HttpRequest, comment: Comment) -> None:
    """The form carries the version that its author saw, as If-Match does in the API."""
    if request.POST.get("version") != str(comment.version):
        raise StaleComment


def _page(request: HttpRequest, name: str, asked: Asked) -> HttpResponse:
    site = asked.receipt.comment.article.site
    context = {"site": site, "asked": asked}
    status = 400 if asked.refusal else 200
    response = render(request, f"discussion/{name}.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
