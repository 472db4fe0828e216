"""Content codings (RFC 9110, 8.4 and 12.5.3): a public body is compressed once."""

import gzip
from functools import lru_cache

# As it is: the coding that has no name in the header of an answer.
IDENTITY = ""
GZIP = "gzip"
_NAMES = {"gzip": GZIP, "x-gzip": GZIP}


@lru_cache(maxsize=256)
def coding_for(accepted: str) -> str:
    """Return the coding that an Accept-Encoding asks for; of two that it likes equally, gzip."""
    weights = _weights(accepted)
    named = [weight for name, weight in weights.items() if name in _NAMES]
    compressed = max(named) if named else weights.get("*", 0.0)
    return GZIP if compressed > 0 and compressed >= weights.get("identity", 0.0) else IDENTITY


def encoded(body: bytes, coding: str) -> bytes:
    """Return the body in the coding; the same bytes for the same body."""
    return gzip.compress(body, compresslevel=6, mtime=0) if coding else body


def tag_in(etag: str, coding: str) -> str:
    """Return the entity tag of a body in the coding: other bytes, so by weak comparison alone."""
    return f"W/{etag}" if coding else etag


def _weights(accepted: str) -> dict[str, float]:
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weights[name.strip()] = _weight(parameters)
    return weights


def _weight(parameters: str) -> float:
    """Return the weight between 0 and 1; one that is none counts as a refusal."""
    name, _, value = parameters.partition("=")
    if not name.strip():
        return 1.0
    value = value.strip()
    digits = value.replace(".", "", 1)
    if name.strip() != "q" or len(value) > 5 or not (digits.isascii() and digits.isdigit()):
        return 0.0
    return min(1.0, float(value))
