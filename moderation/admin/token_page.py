"""A page that says what is wrong with a reader token, for whoever connects a site's sign-on.

The token comes by POST alone, is neither kept nor logged, and is not shown again.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from articles.models import Site
from discussion.flows.revoke_token import revoke_token
from discussion.flows.sign_out_reader import sign_out_reader
from discussion.tokens.claims import MAX_JTI, MAX_SUBJECT
from discussion.tokens.parts import MAX_TOKEN
from discussion.tokens.report import Report, examine
from moderation.admin.pages import add_pages, desk_page, sites_seen
from moderation.admin.scoped import actor_of
from moderation.roles import Act

PAGE = "admin:desk-reader-token"


class OfASite(forms.Form):
    """Names one of the sites that the user sets up."""

    site = forms.ChoiceField()

    def __init__(self, sites: list[Site], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = {site.slug: site for site in sites}
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(site.slug, site.name) for site in sites]

    @property
    def chosen(self) -> Site:
        return self.sites[self.cleaned_data["site"]]


class TokenForm(OfASite):
    token = forms.CharField(
        label="Token",
        max_length=MAX_TOKEN,
        widget=forms.Textarea({"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )


class RevokeForm(OfASite):
    """What the page itself filled in."""

    jti = forms.CharField(max_length=MAX_JTI, required=False, strip=False)
    subject = forms.CharField(max_length=MAX_SUBJECT, required=False, strip=False)


@sensitive_post_parameters("token")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def token_page(request: HttpRequest) -> HttpResponse:
    """Take a token, and show what each check says of it."""
    sites = sites_seen(request, Act.SET_UP)
    if request.method != "POST":
        return _page(request, TokenForm(sites), None)
    form = TokenForm(sites, request.POST)
    if not form.is_valid():
        return _page(request, TokenForm(sites, initial={"site": sites[0].slug}), None, 400)
    report = examine(form.cleaned_data["token"], form.chosen)
    return _page(request, TokenForm(sites, initial={"site": form.chosen.slug}), report)


@require_POST
def revoke_page(request: HttpRequest) -> HttpResponse:
    """Revoke the token that was looked at, or sign its person out."""
    form = RevokeForm(sites_seen(request, Act.SET_UP), request.POST)
    if not form.is_valid() or not any(form.cleaned_data[name] for name in ("jti", "subject")):
        messages.error(request, "There is nothing to revoke.")
    elif form.cleaned_data["jti"]:
        revoke_token(form.chosen, form.cleaned_data["jti"], actor=actor_of(request))
        messages.success(request, "The token is revoked.")
    else:
        sign_out_reader(form.chosen, form.cleaned_data["subject"], actor=actor_of(request))
        messages.success(request, "Signed out everywhere: every token issued up to now is refused.")
    return HttpResponseRedirect(reverse(PAGE))


def _page(
    request: HttpRequest, form: TokenForm, report: Report | None, status: int = 200
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Check a reader token",
        "form": form,
        "report": report,
    }
    return render(request, "desk/token.html", context, status=status)


add_pages(
    desk_page("reader-token/", token_page, "desk-reader-token"),
    desk_page("reader-token/revoke/", revoke_page, "desk-reader-token-revoke"),
)
