"""`/healthz`, `/readyz`, `/metrics`: for operators and their probes."""

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from moderation.health import figures, readiness


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. Anybody may ask."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """The whole job is being done: 200, or 503 with what is not. Anybody may ask.

    A worker that is away shows here while readers can still post: alert on it, and let load
    balancers ask `/healthz`.
    """
    checks = readiness()
    body = {check.name: {"ok": check.ok, "says": check.says} for check in checks}
    ready = all(check.ok for check in checks)
    response = JsonResponse({"ready": ready, "checks": body}, status=200 if ready else 503)
    response["Cache-Control"] = "no-store"
    return response


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: from this machine, or with the operator's token; others get a 404."""
    if not _is_operator(request):
        raise Http404
    registry = CollectorRegistry()
    for name, value in figures().items():
        Gauge(name, name.replace("_", " "), registry=registry).set(value)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _is_operator(request: HttpRequest) -> bool:
    token = settings.OPERATOR_TOKEN
    sent = request.headers.get("Authorization", "")
    if token and hmac.compare_digest(sent.encode(), f"Bearer {token}".encode()):
        return True
    # A request that a proxy passed on comes from that proxy's address: it proves nothing.
    direct = "X-Forwarded-For" not in request.headers
    try:
        return direct and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
