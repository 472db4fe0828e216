"""The publication that is measured: a site with the shipped policy, articles and readers."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import jwt

from articles.flows.add_reader_key import add_reader_key
from articles.flows.create_site import create_site
from articles.flows.put_article import put_article
from articles.models import Article, Site
from discussion.identity import AUDIENCE
from moderation.policy.document import document_from_policy, policy_from_document, read_toml

POLICY = Path(__file__).resolve().parents[1] / "seeds" / "policies" / "default.toml"
DOMAIN = "benchmark.example"
ACTOR = "operator:benchmarks"
# Several, as under a real article: a reader's own row is read and locked by each of their posts.
READERS = 40
TOKEN_SECONDS = 6 * 3600


@dataclass(frozen=True, slots=True)
class Publication:
    """A site of this run alone, and tokens of its readers."""

    site: Site
    tokens: tuple[str, ...]

    @classmethod
    def founded(cls, readers: int = READERS, *, name: str = "Benchmark Courier") -> Self:
        """Return the publication with so many readers, made in the run's empty database."""
        policy = document_from_policy(policy_from_document(read_toml(POLICY)))
        site = create_site(name=name, document=policy, actor=ACTOR, domain=DOMAIN, languages=["en"])
        key, secret = add_reader_key(site, actor=ACTOR)
        tokens = (_token(site, number, key.kid, secret) for number in range(readers))
        return cls(site, tuple(tokens))

    def new_article(self, name: str) -> Article:
        """Return an article without comments."""
        fields: dict[str, Any] = {"url": f"https://{DOMAIN}/{name}", "title": name}
        article, _ = put_article(self.site, name, fields, actor=ACTOR)
        return article

    def posts(self, path: str, texts: Sequence[str]) -> tuple[bytes, ...]:
        """Return the requests that post the texts to the path, the readers taking turns."""
        return tuple(
            _post(path, self.tokens[number % len(self.tokens)], text)
            for number, text in enumerate(texts)
        )


def comments_path(article: Article) -> str:
    return f"/api/v1/articles/{article.public_id}/comments/"


def get(path: str, *, etag: str = "") -> bytes:
    """Return the bytes of a GET, conditional with an etag."""
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{condition}\r\n".encode()


def _post(path: str, token: str, text: str) -> bytes:
    body = json.dumps({"body": text}).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _token(site: Site, number: int, kid: str, secret: str) -> str:
    now = int(time.time())
    claims = {"iss": site.slug, "aud": AUDIENCE, "sub": f"r{number}", "name": f"Reader {number}"}
    times = {"iat": now, "exp": now + TOKEN_SECONDS}
    return jwt.encode({**claims, **times}, secret, algorithm="HS256", headers={"kid": kid})
