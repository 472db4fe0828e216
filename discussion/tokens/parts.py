"""A token as it came: three parts, two of which can be read before anything is proven."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from articles.strict_json import JsonRefused, read_object
from discussion.tokens.nested import flat_claims, is_nested

MAX_TOKEN = 8 * 1024
_HEADER_KEYS = frozenset({"alg", "typ", "kid"})


class TokenRefused(Exception):
    """The token proves nothing. `code` is kebab-case and stable, `detail` is for the integrator."""

    def __init__(self, detail: str, code: str = "token-invalid") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Parts:
    """What the token says of itself. Nobody has to be believed before the signature was checked."""

    token: str
    header: dict[str, Any]
    claims: dict[str, Any]
    # Whether the person stood in `user`, as the Coral project has it: `claims` are flat already.
    nested: bool = False


def read_parts(token: str) -> Parts:
    """Return the token's parts. Raises TokenRefused for what is no JWT of a plain kind."""
    if len(token) > MAX_TOKEN:
        raise TokenRefused("The token is longer than 8 KiB.")
    parts = token.split(".")
    if len(parts) != 3:
        raise TokenRefused("The token is no JWT: it needs three parts.")
    header, claims = (_read(part) for part in parts[:2])
    if not header.keys() <= _HEADER_KEYS:
        raise TokenRefused("The token's header may hold alg, typ and kid, nothing else.")
    nested = is_nested(claims)
    return Parts(token, header, flat_claims(claims) if nested else claims, nested)


def _read(part: str) -> dict[str, Any]:
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        return read_object(raw)
    except (binascii.Error, ValueError) as error:
        detail = error.detail if isinstance(error, JsonRefused) else "It is not base64url."
        raise TokenRefused(f"The token cannot be read. {detail}") from error
