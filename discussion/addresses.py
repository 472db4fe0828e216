"""Which network addresses this service may call on behalf of a site.

`ipaddress.is_global` alone is no guard: it calls tunnels to private networks, their translations
and all multicast public.
"""

import contextlib
import socket
from collections.abc import Collection
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Relays to 6to4, whatever stands behind them.
_UNSAFE_V4 = (IPv4Network("192.88.99.0/24"),)
# All that is routed in IPv6 is in here; what follows lies within, and is tunnels or examples.
_ROUTED_V6 = IPv6Network("2000::/3")
_UNSAFE_V6 = (
    IPv6Network("2001::/23"),
    IPv6Network("2001:db8::/32"),
    IPv6Network("2002::/16"),
    IPv6Network("3fff::/20"),
)

# Ends of names that lead nowhere outside (RFC 6761, 6762, 8375, 7686; ICANN's `internal`).
_INNER_ENDS = ("localhost", "local", "internal", "home.arpa", "invalid", "onion")


def networks(text: str) -> list[Network]:
    """Return the networks in a list of addresses or networks that commas separate.

    Raises ValueError, for a network with bits of a host too.
    """
    return [ip_network(word.strip()) for word in text.split(",") if word.strip()]


def is_listed(address: str, listed: Collection[Network]) -> bool:
    """Whether the operator named the address, or a network around it."""
    plain = _unwrapped(address)
    return any(plain in network for network in listed if network.version == plain.version)


def is_public(address: str) -> bool:
    """Whether it is somebody's on the open internet: not private, loopback, link-local, multicast,
    reserved, nor a way in disguise to one of these.
    """
    plain = _unwrapped(address)
    if isinstance(plain, IPv4Address):
        unsafe = any(plain in network for network in _UNSAFE_V4)
        return plain.is_global and not plain.is_multicast and not unsafe
    return plain in _ROUTED_V6 and not any(plain in network for network in _UNSAFE_V6)


def spelled_out(host: str) -> str | None:
    """Return the address that the host is, however it is spelled; None: it is a name.

    Systems read `127.1`, `2130706433` and `0x7f.1` as addresses too.
    """
    plain = host.rstrip(".").partition("%")[0]
    with contextlib.suppress(ValueError):
        return str(ip_address(plain))
    with contextlib.suppress(OSError):
        return str(IPv4Address(socket.inet_aton(plain)))
    return None


def is_inner_name(host: str) -> bool:
    """Whether the name is one that no look-up of the open internet answers."""
    plain = host.rstrip(".").lower()
    return "." not in plain or any(f".{plain}".endswith(f".{end}") for end in _INNER_ENDS)


def _unwrapped(address: str) -> Address:
    """Return the address; of an IPv4 address in IPv6's clothes, that one."""
    plain = ip_address(address)
    return plain if isinstance(plain, IPv4Address) else plain.ipv4_mapped or plain
