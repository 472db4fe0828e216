"""A newspaper on an origin of its own: its pages embed the discussion under a strict policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from articles.models import Article
from tests.discussion_rows import reader_token

STORY = "<p>Talks between the two coasts resume on Monday, after three weeks of silence.</p>" * 3
# The page's own look; the embed has to bring its own.
CSS = """
body { margin: 0 auto; max-width: 44rem; padding: 1rem; font: 1.125rem/1.6 Georgia, serif; }
body { text-transform: uppercase; letter-spacing: 0.1em; }
button, ol, p { margin: 3em; font-style: italic; }
html { background: #fff; color: #222; }
@media (prefers-color-scheme: dark) { html { background: #17191c; color: #ddd; } }
.far { margin-top: 9000px; }
"""
PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Talks resume</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css">{canonical}</head>
<body><main><h1>Talks resume</h1>{story}{body}</main></body></html>"""


@dataclass
class Newspaper:
    """What its pages say, and whose token it gives: the next of `tokens`, else `token`.

    `service` is the discussion's origin, `article` what its pages are about there.
    """

    service: str
    article: Article
    port: int = 0
    token: str = ""
    tokens: list[str] = field(default_factory=list)
    body: str = ""
    canonical: str = ""
    language: str = "en"
    direction: str = "ltr"
    tokens_given: int = 0

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    def sign_in(self, name: str) -> str:
        """From now on its pages are read by this reader; return their token."""
        self.token = reader_token(self.article.site, sub=name.lower(), name=name)
        return self.token

    def embed(self, **attributes: str) -> str:
        """A script tag for its article, with these `data-` attributes besides."""
        named = {"site": self.article.site.slug, "article_id": self.article.external_id}
        given = "".join(
            f' data-{name.replace("_", "-")}="{value}"'
            for name, value in {**named, **attributes}.items()
        )
        return f'<script async src="{self.service}/embed.js"{given}></script>'

    @property
    def policy(self) -> str:
        """The strictest content policy that the documentation promises will do."""
        return (
            f"default-src 'none'; script-src 'self' {self.service}; "
            f"connect-src 'self' {self.service}; style-src 'self'; img-src data:; "
            "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
        )

    @property
    def page(self) -> str:
        return PAGE.format(
            language=self.language,
            direction=self.direction,
            canonical=self.canonical and f'<link rel="canonical" href="{self.canonical}">',
            story=STORY,
            body=self.body,
        )


@contextmanager
def printed(service: str, article: Article) -> Iterator[Newspaper]:
    """A newspaper that is read at its `origin`, until the block ends."""
    paper = Newspaper(service, article)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(paper))
    paper.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield paper
    server.shutdown()
    thread.join()
    server.server_close()


def _handler(paper: Newspaper) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == "/page.css":
                self._answer(200, "text/css", CSS)
            elif path in {"/token", "/comment-token"}:
                paper.tokens_given += 1
                token = paper.tokens.pop(0) if paper.tokens else paper.token
                self._answer(200 if token else 204, "text/plain", token)
            else:
                self._answer(200, "text/html; charset=utf-8", paper.page)

        def _answer(self, status: int, media: str, text: str) -> None:
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", paper.policy)
            self.end_headers()
            if status != 204:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests' output is for the tests."""

    return Handler
