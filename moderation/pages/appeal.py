"""An author appeals on a page, without script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles.errors import DomainError
from discussion.pages.own import own_receipt, see_receipt
from moderation.flows.open_appeal import open_appeal


@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest, site: str, token: str) -> HttpResponse:
    """Show the decision beside the form, and store the appeal; a refusal keeps what was typed."""
    receipt, acts = own_receipt(request, site, token)
    words, refusal = request.POST.get("words", ""), ""
    if request.method == "POST":
        try:
            open_appeal(receipt.comment, author=receipt.comment.author, words=words)
        except DomainError as refused:
            refusal = refused.detail
        else:
            return see_receipt(receipt.comment)
    context = {
        "site": receipt.comment.article.site,
        "receipt": receipt,
        "open": acts.appeal,
        "words": words,
        "refusal": refusal,
    }
    status = 400 if refusal else 200
    response = render(request, "moderation/appeal.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
