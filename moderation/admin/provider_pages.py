"""Signing in by the organisation's own sign-in (OIDC), where the settings name one."""

import importlib
from types import ModuleType

import structlog
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from articles.errors import DomainError
from discussion.api.address import network_of
from discussion.oidc_settings import Oidc
from moderation.admin.attempts import count_attempt
from moderation.admin.sign_in import go_on
from moderation.flows.recognise_staff import recognise_staff
from moderation.staff import mail as account_mail

BUCKET = "sign_in_provider"
NEXT = "provider_next"

log = structlog.get_logger(__name__)


@require_GET
@never_cache
def go_to_provider(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider. A link, no form: the content policy holds for where a
    form's answer leads, too."""
    provider, client = _provider(), _client()
    try:
        count_attempt(BUCKET, network_of(request))
        back = request.build_absolute_uri(reverse("admin:sign-in-provider-back"))
        answer: HttpResponse = client.start(provider, request, back)
    except (DomainError, ValidationError) as error:
        return _refused(request, error)
    request.session[NEXT] = _local(request, request.GET.get("next", ""))
    return answer


@require_GET
@never_cache
def back_from_provider(request: HttpRequest) -> HttpResponse:
    """Take the provider's word for who came back, and go on with the sign-in."""
    provider, client = _provider(), _client()
    try:
        count_attempt(BUCKET, network_of(request))
        vouched = client.finish(provider, request)
        user, is_new = recognise_staff(vouched)
    except (DomainError, ValidationError) as error:
        return _refused(request, error)
    if is_new:
        account_mail.tell(user, account_mail.LINKED)
    next_url = request.session.pop(NEXT, reverse("admin:index"))
    return go_on(request, user, next_url, vouched=vouched.second_factor)


def _provider() -> Oidc:
    """Return the provider; 404 where the settings name none."""
    if settings.OIDC is None:
        raise Http404
    return settings.OIDC


def _client() -> ModuleType:
    """Import and return `moderation.admin.provider`: its libraries are an extra, which
    settings.OIDC has made sure of."""
    return importlib.import_module("moderation.admin.provider")


def _refused(request: HttpRequest, error: DomainError | ValidationError) -> HttpResponse:
    log.warning("sign_in.refused", step="provider", reason=error.code)
    detail = error.detail if isinstance(error, DomainError) else error.messages[0]
    messages.error(request, detail)
    return HttpResponseRedirect(reverse("admin:login"))


def _local(request: HttpRequest, wanted: str) -> str:
    """Return the address if it is one of ours, else the desk's first page."""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else reverse("admin:index")
