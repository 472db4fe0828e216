"""Requests that are nearly good: what is in the attacks, changed a little, the same for a seed."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from urllib.parse import quote

from tests.attacks.cases import ALL, NotJudged

# What parsers, databases and templates have tripped over.
CURIOUS: tuple[Any, ...] = (
    None, True, -1, 0, 2**31, 2**63, 2**64, 1e308, -0.0, "", " ", "\x00", "\ud800", "\u202e",
    "a" * 9_999, "../", "%00", "'", '"><', "{{7*7}}", "%s%n", [], {}, [[]],
    "0192a000-0000-7000-8000-000000000000",
    {"$ref": "#"}, "NaN", "1e999", "２", "\u0130", "\r\nX: y", "2026-02-30T00:00:00Z",
)  # fmt: skip
HEADERS = (
    "Accept", "Accept-Language", "Authorization", "Content-Type", "Idempotency-Key", "If-Match",
    "If-None-Match", "Origin", "Range", "X-Forwarded-For", "X-Request-ID", "Cookie",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `query` is what stands behind the question mark."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.path}?{self.query} {dict(self.headers)} {self.body[:400]!r}"


def words() -> list[str]:
    """Every text of the attacks that is short enough to be sent by the thousand."""
    found = []
    for case in ALL:
        try:
            text = case.text
        except NotJudged:
            continue
        if len(text) <= 2_000:
            found.append(text)
    return found


def mutated(asked: Asked, texts: list[str], random: Random) -> Asked:
    """Return it with one to three of its parts changed."""
    for _ in range(random.randint(1, 3)):
        asked = random.choice(WAYS)(asked, texts, random)
    return asked


def _bytes(asked: Asked, texts: list[str], random: Random) -> Asked:
    body = bytearray(asked.body or b"{}")
    at = random.randrange(len(body))
    match random.randrange(4):
        case 0:
            body[at] ^= 1 << random.randrange(8)
        case 1:
            del body[at : at + random.randint(1, 8)]
        case 2:
            body[at:at] = random.randbytes(random.randint(1, 8))
        case _:
            body[at:at] = body[: random.randint(1, 64)]
    return replace(asked, body=bytes(body))


def _tree(asked: Asked, texts: list[str], random: Random) -> Asked:
    try:
        said = json.loads(asked.body or b"{}")
    except ValueError:
        return asked
    value = random.choice([random.choice(CURIOUS), random.choice(texts)])
    return replace(asked, body=json.dumps(_changed(said, value, random)).encode())


def _changed(said: Any, value: Any, random: Random) -> Any:
    """Put the value somewhere in the tree, or take something away."""
    if isinstance(said, dict) and said and random.random() < 0.9:
        name = random.choice(sorted(said))
        rest = {key: each for key, each in said.items() if key != name}
        match random.randrange(4):
            case 0:
                return rest
            case 1:
                return {**rest, f"{name}_": said[name]}
            case _:
                return {**rest, name: _changed(said[name], value, random)}
    if isinstance(said, list) and said:
        return [*said[1:], _changed(said[0], value, random)] * random.randint(1, 3)
    return value


def _header(asked: Asked, texts: list[str], random: Random) -> Asked:
    # Servers hand on what fits into one line of Latin-1, and nothing else.
    text = str(random.choice([*CURIOUS, *texts])).encode("latin-1", "ignore").decode("latin-1")
    line = "".join(each for each in text if each.isprintable())[:1_000]
    return replace(asked, headers=(*asked.headers, (random.choice(HEADERS), line)))


def _path(asked: Asked, texts: list[str], random: Random) -> Asked:
    parts = asked.path.split("/")
    at = random.randrange(1, len(parts))
    text = str(random.choice([*CURIOUS, *texts]))[:200]
    parts[at] = random.choice([quote(text.encode("utf-8", "replace"), safe=""), parts[at].upper()])
    return replace(asked, path="/".join(parts))


def _query(asked: Asked, texts: list[str], random: Random) -> Asked:
    names = ("cursor", "limit", "sort", "parent", "site", "url", "since", "id", "view", "x[]")
    text = quote(str(random.choice([*CURIOUS, *texts]))[:500].encode("utf-8", "replace"))
    pair = f"{random.choice(names)}={text}"
    return replace(asked, query="&".join(filter(None, (asked.query, pair))))


def _method(asked: Asked, texts: list[str], random: Random) -> Asked:
    verbs = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")
    return replace(asked, method=random.choice(verbs))


Way = Callable[[Asked, list[str], Random], Asked]
WAYS: tuple[Way, ...] = (_bytes, _tree, _tree, _header, _path, _query, _query, _method)
