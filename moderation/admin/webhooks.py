"""A site's webhook endpoints: the list, and the page where a senior sets one up."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.errors import DomainError
from discussion.flows.set_up_webhook import add_webhook, change_webhook
from discussion.models import WebhookEndpoint
from discussion.webhooks.secrets import live_secrets
from moderation.admin.filters import SiteFilter
from moderation.admin.keys import ONCE
from moderation.admin.scoped import ScopedAdmin, actor_of, sites_for
from moderation.admin.times import in_utc
from moderation.admin.webhook_form import GraceForm, SinceForm, WebhookForm
from moderation.roles import Act

PAGE = "admin:discussion_webhookendpoint_change"


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ScopedAdmin):
    """All staff see that there are some and how they do; the path of an address may be a secret."""

    list_display = ("label", "host", "state", "last_success", "failures", "given_up", "site")
    list_filter = (SiteFilter,)
    list_select_related = ("site",)
    ordering = ("site__name", "-id")
    fields = ("site", "name", "host", "kinds", "state", "on_since", "last_success_at")
    readonly_fields = ("host", "state")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(sites_for(request, Act.RUN_DESK))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        sites = sites_for(request, Act.RUN_DESK)
        if not sites:
            raise PermissionDenied
        form = WebhookForm(sites, request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return _page(request, form, None, 400 if form.is_bound else 200)
        try:
            endpoint, secret = add_webhook(**form.cleaned_data, actor=actor_of(request))
        except DomainError as refused:
            form.add_error(None, refused.detail)
            return _page(request, form, None, 422)
        messages.warning(request, ONCE + secret)
        return HttpResponseRedirect(reverse(PAGE, args=[endpoint.pk]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        endpoint: WebhookEndpoint = self.get_object(request, object_id)
        if endpoint.site_id in sites_for(request, Act.RUN_DESK):
            return _endpoint_page(request, endpoint)
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description="endpoint", ordering="id")
    def label(self, endpoint: WebhookEndpoint) -> str:
        return str(endpoint)

    @admin.display(description="host")
    def host(self, endpoint: WebhookEndpoint) -> str:
        return urlsplit(endpoint.url).hostname or ""

    @admin.display(description="state")
    def state(self, endpoint: WebhookEndpoint) -> str:
        return f"off: {endpoint.get_off_because_display()}" if endpoint.off_at else "on"

    @admin.display(description="last success")
    def last_success(self, endpoint: WebhookEndpoint) -> str:
        return in_utc(endpoint.last_success_at)


def _endpoint_page(request: HttpRequest, endpoint: WebhookEndpoint) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = WebhookForm(set(), sent, endpoint)
    if not form.is_valid():
        return _page(request, form, endpoint, 400 if form.is_bound else 200)
    try:
        changed = change_webhook(endpoint, **form.cleaned_data, actor=actor_of(request))
    except DomainError as refused:
        form.add_error(None, refused.detail)
        return _page(request, form, endpoint, 422)
    messages.success(request, "Stored." if changed else "Nothing changed.")
    return HttpResponseRedirect(reverse(PAGE, args=[endpoint.pk]))


def _page(
    request: HttpRequest, form: WebhookForm, endpoint: WebhookEndpoint | None, status: int
) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": str(endpoint) if endpoint else "Add a webhook endpoint",
        "endpoint": endpoint,
        "form": form,
        "secrets": live_secrets(endpoint) if endpoint else [],
        "grace": GraceForm(auto_id="grace_%s"),
        "since": SinceForm(auto_id="since_%s"),
    }
    return render(request, "desk/webhook.html", context, status=status)
