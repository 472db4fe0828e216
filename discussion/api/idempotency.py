"""The Idempotency-Key header of a POST."""

from rest_framework.request import Request

from articles.api.fields import is_printable_line
from articles.api.problems import Problem
from articles.audit import canonical, keyed_digest
from discussion.idempotency import RequestKey
from discussion.models import Author

MAX_KEY = 255


def request_key(request: Request, author: Author) -> RequestKey | None:
    """Return the key that the request came with, bound to the author and to what is asked."""
    return key_of(request, author.site_id, f"author:{author.public_id}")


def key_of(request: Request, site_id: int, caller: str) -> RequestKey | None:
    """Return the key that the request came with, bound to its caller and to what is asked.

    Two spellings of the same JSON ask the same. Raises the problem `bad-idempotency-key`.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if key is None:
        return None
    if not 1 <= len(key) <= MAX_KEY or not (key.isascii() and is_printable_line(key)):
        detail = f"Idempotency-Key has 1 to {MAX_KEY} printable ASCII characters."
        raise Problem(400, "bad-idempotency-key", detail)
    asked = f"{request.method} {request.path}\n{canonical(request.data)}"
    return RequestKey(site_id, caller, key, fingerprint=keyed_digest("idempotency", asked))
