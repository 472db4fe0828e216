"""What a senior does with an endpoint beside changing it: each a button of its page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from articles.errors import DomainError
from discussion.flows.resend_webhook import ping_webhook, resend_since
from discussion.flows.rotate_webhook_secret import retire_webhook_secret, rotate_webhook_secret
from discussion.flows.set_up_webhook import switch_webhook_off, switch_webhook_on
from discussion.models import WebhookEndpoint
from moderation.admin.keys import ONCE
from moderation.admin.pages import Page, add_pages, desk_page
from moderation.admin.scoped import LONGEST_NUMBER, actor_of, sites_for
from moderation.admin.webhook_form import GraceForm, SinceForm
from moderation.admin.webhooks import PAGE
from moderation.roles import Act

ActOnEndpoint = Callable[[HttpRequest, WebhookEndpoint], str]


def _act_page(act: ActOnEndpoint) -> Page:
    """Return the page of an act, which says what came of it; 404 where it is not the user's."""

    @require_POST
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        mine = WebhookEndpoint.objects.filter(site__in=sites_for(request, Act.RUN_DESK))
        endpoint = get_object_or_404(mine, pk=pk)
        try:
            messages.success(request, act(request, endpoint))
        except DomainError as refused:
            messages.error(request, refused.detail)
        return HttpResponseRedirect(reverse(PAGE, args=[endpoint.pk]))

    return page


def _ping(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    ping_webhook(endpoint, actor=actor_of(request))
    return "A test event is on its way: see the log."


def _switch_off(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    given_up = switch_webhook_off(endpoint, actor=actor_of(request))
    return f"Switched off. Events that waited and were given up: {given_up}."


def _switch_on(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    switch_webhook_on(endpoint, actor=actor_of(request))
    return "Switched on: it is told of what happens from now on."


def _new_secret(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    form = GraceForm(request.POST)
    if not form.is_valid():
        return "No secret was made: say how long the older ones sign."
    secret = rotate_webhook_secret(endpoint, grace=form.grace, actor=actor_of(request))
    messages.warning(request, ONCE + secret)
    return "The new secret signs from now on."


def _retire(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    sent = request.POST.get("secret", "")
    known = sent.isdecimal() and len(sent) <= LONGEST_NUMBER
    secret = get_object_or_404(endpoint.secrets, pk=int(sent) if known else 0)
    retire_webhook_secret(secret, actor=actor_of(request))
    return "Retired: it signs nothing from now on."


def _send_since(request: HttpRequest, endpoint: WebhookEndpoint) -> str:
    form = SinceForm(request.POST)
    if not form.is_valid():
        return "Nothing was sent: say how far back."
    count = resend_since(endpoint, form.since, actor=actor_of(request))
    return f"Events to be sent now: {count}."


add_pages(
    *(
        desk_page(f"webhooks/<int:pk>/{name}/", _act_page(act), f"desk-webhook-{name}")
        for name, act in {
            "ping": _ping,
            "off": _switch_off,
            "on": _switch_on,
            "secret": _new_secret,
            "retire": _retire,
            "since": _send_since,
        }.items()
    )
)
