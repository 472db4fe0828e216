"""Where a request comes from, as far as that can be believed."""

from collections.abc import Mapping
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from articles.audit import keyed_digest


def network_of(request: Request | HttpRequest) -> str:
    """Return a digest of the caller's network: an IPv4 address, or the /64 of an IPv6 one.

    Of X-Forwarded-For as many entries are believed, from its end, as proxies of ours stand before
    us (TRUSTED_PROXIES): the rest is the caller's own word. No address is kept anywhere.
    """
    return network_in(request.META)


def network_in(environ: Mapping[str, Any]) -> str:
    """Return the same of a request that is no object yet."""
    return f"network:{keyed_digest('network', _network(_address(environ)))[:32]}"


def _address(environ: Mapping[str, Any]) -> str:
    direct = str(environ.get("REMOTE_ADDR", ""))
    proxies: int = settings.TRUSTED_PROXIES
    if not proxies:
        return direct
    named = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return named[-proxies] if len(named) >= proxies and named[-proxies] else direct


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    # A household has a /64 of its own: counted by single addresses it would have no limit at all.
    return str(ip_network(f"{parsed}/64", strict=False))
