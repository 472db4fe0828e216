"""Where a link leads: hosts, whom they belong to, and whom they only look like."""

import ipaddress
import re
import unicodedata
from functools import cache
from pathlib import Path

KNOWN_FILE = Path(__file__).with_name("links_known.txt")

# Country domains sell names below these: of bbc.co.uk, "bbc" is the name.
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})
# Below these lengths a neighbour in spelling is more often another name than an imitation.
_SHORTEST_FOR_ONE, _SHORTEST_FOR_TWO = 5, 9
# Words that stand beside a well-known name in an address that asks for passwords.
_BAIT = frozenset(
    {"account", "alert", "billing", "login", "secure", "security", "signin", "update", "verify"}
)
_DRAWN_ALIKE = {
    ord(drawn): like
    for drawn, like in [
        *zip("авекмнорстухіјѕԁԛԝһӏёї", "abekmhopctyxljsdqwhlel", strict=True),
        *zip("αβεηικνορτυχωƅɡ", "abenlkvoptuxwbg", strict=True),
        *zip("01358iq|", "olesblgl", strict=True),
    ]
}
_PAIRS_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_HIDDEN_NUMBER = re.compile(r"\d{8,10}|0x[0-9a-f]+|(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){3}")
# A router at home or one's own machine leads nobody anywhere.
_AT_HOME = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"),
    )
)


def is_within(host: str, domain: str) -> bool:
    """Tell whether the host is the domain or below it."""
    return bool(domain) and (host == domain or host.endswith("." + domain))


def is_number(host: str) -> bool:
    """Tell whether the host is an address without a name, other than one at home."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host.startswith("[") or _HIDDEN_NUMBER.fullmatch(host) is not None
    return not any(address in network for network in _AT_HOME)


def is_known(host: str) -> bool:
    """Tell whether the host belongs to a well-known name."""
    return _registered(host) in _known()


def imitates(host: str, own: str) -> str | None:
    """Say whom the host pretends to be: the site's own domain or a well-known name; or None."""
    if is_known(host) or is_within(host, own):
        return None
    if any(_mixes_scripts(label) for label in as_read(host).split(".")):
        return "look-alike letters"
    if own and f".{own}." in f".{host}":
        return f"looks like {own}"
    for domain in filter(None, (own, *sorted(_known()))):
        if _hides_behind(host, domain):
            return f"looks like {domain}"
    return f"looks like {own}" if _is_misspelt(host, own) else None


def as_read(host: str) -> str:
    """Return the host with its punycode labels as a browser's reader would see them."""
    return ".".join(map(_label_as_read, unicodedata.normalize("NFKC", host).lower().split(".")))


def _label_as_read(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def _hides_behind(host: str, domain: str) -> bool:
    """Tell whether a reader of the first part, or of the shapes, would believe to be at `domain`:
    nytimes.com.evil.example, nytirnes.com, paypal-login.example."""
    registered, name = _registered(host), domain.split(".")[0]
    _, found, rest = f".{host}".partition(f".{domain}.")
    # A country's branch (amazon.com.br) is no disguise.
    if found and len(rest) > 2:
        return True
    # Only the whole address: a fan page of that name under another ending is somebody's own. Of two
    # or three letters too many names are made.
    if len(name) > 3 and _skeleton(registered) == _skeleton(domain):
        return True
    parts = registered.split(".")[0].split("-")
    return len(parts) > 1 and name in parts and not _BAIT.isdisjoint(parts)


def _is_misspelt(host: str, own: str) -> bool:
    registered, length = _registered(as_read(host)), len(own.split(".")[0])
    allowed = (length >= _SHORTEST_FOR_ONE) + (length >= _SHORTEST_FOR_TWO)
    near = abs(len(registered) - len(own)) <= allowed
    return near and 0 < _distance(registered, own) <= allowed


def _distance(one: str, other: str) -> int:
    """Return how many letters are changed, left out, added or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _skeleton(host: str) -> str:
    """Return the host as its shapes are taken in at a glance; accents and hyphens go unnoticed."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", host) if not unicodedata.combining(c))
    shape = bare.translate(_DRAWN_ALIKE).replace("-", "")
    for pair, single in _PAIRS_ALIKE:
        shape = shape.replace(pair, single)
    return shape


def _registered(host: str) -> str:
    """Return the part of the host that somebody registered: bbc.co.uk of www.bbc.co.uk."""
    labels = host.split(".")
    two = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if two else -2 :])


@cache
def _known() -> frozenset[str]:
    lines = KNOWN_FILE.read_text("utf-8").splitlines()
    return frozenset(host for line in lines if not line.startswith("#") for host in line.split())


def _mixes_scripts(label: str) -> bool:
    """Tell whether letters of several scripts stand in one label."""
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
    together = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "KATAKANA-HIRAGANA"}
    return len(scripts - together) > 1
