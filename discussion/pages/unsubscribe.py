"""No more mail: one click in the mail program (RFC 8058), or a page that asks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from discussion.unsubscribing import choice_in


# The signed address is the right to choose; mail programs post without cookie or page.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask on GET, which changes nothing: programs follow links to look what is behind them."""
    choice = choice_in(token)
    if choice is None:
        raise Http404
    if request.method == "POST":
        if "again" in request.POST:
            choice.accept()
        else:
            choice.refuse()
    context = {
        "site": choice.author.site,
        "topic": choice.topic.label,
        "refused": choice.refused,
        "done": request.method == "POST",
    }
    response = render(request, "discussion/unsubscribe.html", context)
    response.headers["Cache-Control"] = "private, no-store"
    # The token in the address is nobody else's business.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
