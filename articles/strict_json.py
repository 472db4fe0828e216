"""JSON from strangers: one object, read so that nothing in it can surprise what comes after.

Python's own reader takes NaN, keeps the last of two equal keys, and passes on lone surrogates, NUL
and integers of any size; each of these has broken a database, a page or a comparison somewhere.
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

MAX_DEPTH = 20
MAX_INTEGER = 2**63 - 1
MIN_INTEGER = -(2**63)

# The closing quote is optional and the run possessive: each byte is looked at once, always.
_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_OPENING = re.compile(rb"[\[{]")
_BRACKETS = re.compile(rb"[\[\]{}]")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class JsonRefused(ValueError):
    """The bytes are not JSON that this service takes. `code` is kebab-case and stable."""

    def __init__(self, code: str, detail: str, pointer: str = "") -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.pointer = pointer


def read_object(raw: bytes) -> dict[str, Any]:
    """Return the JSON object that the bytes are.

    Every string in it, keys included, is free of NUL and lone surrogates, integers fit 64 bits,
    numbers are finite, no key stands twice, nothing is nested deeper than 20. Raises JsonRefused.
    """
    _refuse_depth(raw)
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_without_repetition,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_finite,
        )
    except UnicodeDecodeError as error:
        raise JsonRefused("not-utf-8", "The body is not UTF-8.") from error
    except json.JSONDecodeError as error:
        raise JsonRefused("not-json", f"The body is not JSON: character {error.pos}.") from error
    if not isinstance(value, dict):
        raise JsonRefused("not-an-object", "The body has to be a JSON object.")
    for pointer, text in _strings_of(value, ""):
        if _UNSTORABLE.search(text):
            detail = "A text contains NUL or half of a surrogate pair."
            raise JsonRefused("unstorable-character", detail, pointer)
    return value


def _refuse_depth(raw: bytes) -> None:
    """Count brackets before the reader sees them: it recurses, and a deep text ends it."""
    bare = _STRINGS.sub(b"", raw)
    if len(_OPENING.findall(bare)) <= MAX_DEPTH:
        return
    depth = 0
    for bracket in _BRACKETS.findall(bare):
        depth += 1 if bracket in b"[{" else -1
        if depth > MAX_DEPTH:
            detail = f"The body is nested deeper than {MAX_DEPTH} levels."
            raise JsonRefused("too-deep", detail)


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise JsonRefused("duplicate-key", "A key stands twice in one object.")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise JsonRefused("not-json", f"{name} is not JSON.")


def _integer(digits: str) -> int:
    if len(digits) > len(str(MIN_INTEGER)) or not MIN_INTEGER <= int(digits) <= MAX_INTEGER:
        raise JsonRefused("number-out-of-range", "An integer does not fit 64 bits.")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise JsonRefused("number-out-of-range", "A number is too large.")
    return number


def _strings_of(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    """Yield every string in the value with the pointer of its place; depth is bounded already."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _strings_of(item, f"{pointer}/{place}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield pointer, key
            yield from _strings_of(item, f"{pointer}/{pointer_token(key)}")


def pointer_token(key: str) -> str:
    """Return a key as it stands in a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
