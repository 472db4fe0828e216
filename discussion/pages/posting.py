"""The form below an article, for those whom the page itself knows; it works without script."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from articles.errors import DomainError
from articles.models import Article, Site
from discussion.body import BodyRefused, clean_body
from discussion.flows.post_comment import post_comment
from discussion.models import Author, Comment
from discussion.names import NameRefused
from discussion.pages.article import Written, article_of, shown
from discussion.pages.own import acts_of, see_receipt
from discussion.pages.people import author_for
from discussion.pages.receipts import receipt_of
from discussion.pages.thread import answerable


@require_POST
def post_page(request: HttpRequest, site: str, article: str) -> HttpResponse:
    """Store the comment and lead to the page with its receipt; a refusal keeps what was typed."""
    found = article_of(site, article)
    written = Written(*(request.POST.get(name, "") for name in ("body", "name", "parent")))
    try:
        author = author_for(request, found.site, written.name)
        if author is None:
            raise PermissionDenied
        comment = _post(found, author, written)
    except (NameRefused, BodyRefused, DomainError) as refusal:
        kept = Written(written.body, written.name, written.parent, refusal=str(refusal))
        return shown(request, found, kept, status=400)
    return see_receipt(comment)


@require_safe
def receipt_page(request: HttpRequest, site: str, token: str) -> HttpResponse:
    """Return what became of one comment, as the part of the page that a script replaces."""
    found = get_object_or_404(Site, slug=site)
    receipt = receipt_of(token, found)
    if receipt is None:
        raise Http404
    context = {"receipt": receipt, "acts": acts_of(request, receipt), "site": found}
    response = render(request, "discussion/receipt.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _post(article: Article, author: Author, written: Written) -> Comment:
    parent = None
    if written.parent:
        row = answerable(article, written.parent)
        parent = Comment.objects.get(pk=row.pk) if row is not None else None
        if parent is None:
            raise Http404
    body = clean_body(written.body)
    return post_comment(author=author, article=article, parent=parent, body=body).comment
