"""A form for a notice of illegal content, for whoever comes by without an account or a script."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from articles.errors import DomainError
from articles.models import Site
from discussion.api.address import network_of
from discussion.api.throttles import counted
from discussion.models import Comment
from moderation.complaints.public_comments import comment_of
from moderation.flows.give_notice import Sender, give_notice
from moderation.models import Notice

TOO_MANY = "Too many notices came from your network. Please wait an hour and send it again."


class NoticeForm(forms.Form):
    """What somebody sends; the flow says what a notice needs."""

    explanation = forms.CharField(
        label="Why is it illegal?",
        required=False,
        max_length=4_000,
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
        help_text="Say which words you mean, and, if you know it, which law.",
    )
    name = forms.CharField(label="Your name", required=False, max_length=200)
    email = forms.EmailField(
        label="Your e-mail address",
        required=False,
        help_text="A receipt comes at once, and later what was decided. Only a notice about sexual "
        "abuse of children may come without name and address.",
    )
    good_faith = forms.BooleanField(
        label="I believe in good faith that all of this is right and complete.", required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notice_page(request: HttpRequest, site: str) -> HttpResponse:
    """Show the form for the comment that `?comment=` names, and take the notice.

    404 for a comment that is not public, or of another site.
    """
    found = get_object_or_404(Site, slug=site)
    comment = comment_of(found, request.GET.get("comment", ""))
    form = NoticeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return _page(request, found, comment, {"form": form}, status=status)
    if not all(count.allowed for count in counted("notice", network_of(request))):
        form.add_error(None, TOO_MANY)
        return _page(request, found, comment, {"form": form}, status=429)
    try:
        notice = _given(comment, form.cleaned_data)
    except DomainError as refusal:
        form.add_error(None, refusal.detail)
        return _page(request, found, comment, {"form": form}, status=400)
    return _page(request, found, comment, {"notice": notice}, status=202)


def _given(comment: Comment, said: dict[str, Any]) -> Notice:
    return give_notice(
        comment,
        explanation=said["explanation"],
        sender=Sender(said["name"], said["email"]),
        good_faith=said["good_faith"],
    )


def _page(
    request: HttpRequest, site: Site, comment: Comment, shown: dict[str, Any], *, status: int
) -> HttpResponse:
    context = {"site": site, "comment": comment, **shown}
    response = render(request, "moderation/notice.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response
