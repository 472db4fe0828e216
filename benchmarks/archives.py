"""Archives of other systems, as large as asked for: one comment after the other, never all at once.

A comment in three answers the one before it; a thousand readers write under a hundred articles.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.publication import DOMAIN
from benchmarks.texts import comments

ARTICLES, READERS, TEXTS = 100, 1_000, 2_000
DISQUS = 'xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"'
WORDPRESS = 'version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"'


class Said(NamedTuple):
    """A comment; `parent` is 0 for a root, `at` in seconds since 1970."""

    id: int
    parent: int
    article: int
    reader: int
    at: int
    text: str


def said(size: int) -> Iterator[Said]:
    """Yield so many comments, those of one article one after the other."""
    texts = comments(TEXTS, seed=3)
    share = max(1, size // ARTICLES)
    for number in range(1, size + 1):
        begins = number % share == 1
        parent = 0 if number % 3 or begins else number - 1
        article = min((number - 1) // share, ARTICLES - 1)
        # A last article takes the rest, and its replies stay within it.
        at, text = 1_500_000_000 + number, texts[number % TEXTS]
        yield Said(number, parent, article, number % READERS, at, text)


def url(article: int) -> str:
    return f"https://{DOMAIN}/archive/{article}/"


def _json_lines(rows: Iterator[Any], path: Path) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def jsonl(size: int, folder: Path) -> Path:
    def rows() -> Iterator[dict[str, Any]]:
        for n in range(ARTICLES):
            yield {"kind": "article", "id": f"j{n}", "url": url(n), "title": f"Article {n}"}
        for n in range(READERS):
            yield {"kind": "author", "id": f"r{n}", "display_name": f"Reader {n}"}
        for s in said(size):
            yield {
                "kind": "comment",
                "id": str(s.id),
                "article": f"j{s.article}",
                "text": s.text,
                "parent": str(s.parent) if s.parent else None,
                "author": f"r{s.reader}",
                "created_at": _time(s.at),
            }

    return _json_lines(rows(), folder / "archive.jsonl")


def remark42(size: int, folder: Path) -> Path:
    def rows() -> Iterator[dict[str, Any]]:
        yield {"version": 1, "users": [], "posts": []}
        for s in said(size):
            yield {
                "id": str(s.id),
                "pid": str(s.parent or ""),
                "orig": s.text,
                "text": s.text,
                "user": {"id": f"u{s.reader}", "name": f"Reader {s.reader}"},
                "locator": {"site": "s", "url": url(s.article)},
                "time": _time(s.at),
            }

    return _json_lines(rows(), folder / "remark42.json")


def coral(size: int, folder: Path) -> Path:
    place = folder / "coral"
    place.mkdir()
    _json_lines(
        ({"id": f"r{n}", "username": f"Reader {n}", "status": {}} for n in range(READERS)),
        place / "users.json",
    )
    _json_lines(
        (
            {"id": f"s{n}", "url": url(n), "metadata": {"title": f"Article {n}"}}
            for n in range(ARTICLES)
        ),
        place / "stories.json",
    )
    rows = (
        {
            "id": str(s.id),
            "authorID": f"r{s.reader}",
            "storyID": f"s{s.article}",
            "parentID": str(s.parent) if s.parent else None,
            "status": "APPROVED",
            "createdAt": {"$date": _time(s.at)},
            "revisions": [{"body": f"<p>{s.text}</p>"}],
        }
        for s in said(size)
    )
    _json_lines(rows, place / "comments.json")
    return place


def django_comments(size: int, folder: Path) -> Path:
    def rows() -> Iterator[dict[str, Any]]:
        for s in said(size):
            fields = {
                "content_type": ["news", "article"],
                "object_pk": str(s.article),
                "user": s.reader + 1,
                "user_name": f"Reader {s.reader}",
                "comment": s.text,
                "submit_date": _time(s.at),
            }
            yield {"model": "django_comments.comment", "pk": s.id, "fields": fields}
            threaded = {"parent_id": s.parent or s.id}
            yield {"model": "django_comments_xtd.xtdcomment", "pk": s.id, "fields": threaded}

    return _json_lines(rows(), folder / "dumpdata.jsonl")


def disqus(size: int, folder: Path) -> Path:
    path = folder / "disqus.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<disqus {DISQUS}>")
        for n in range(ARTICLES):
            file.write(f'<thread dsq:id="t{n}"><forum>f</forum><link>{url(n)}</link>')
            file.write(f"<title>Article {n}</title></thread>\n")
        for s in said(size):
            parent = f'<parent dsq:id="{s.parent}" />' if s.parent else ""
            file.write(
                f'<post dsq:id="{s.id}"><message><![CDATA[<p>{s.text}</p>]]></message>'
                f"<createdAt>{_time(s.at)}</createdAt><author><name>Reader {s.reader}</name>"
                f"<isAnonymous>false</isAnonymous><username>u{s.reader}</username></author>"
                f'<thread dsq:id="t{s.article}" />{parent}</post>\n'
            )
        file.write("</disqus>")
    return path


def wordpress(size: int, folder: Path) -> Path:
    path = folder / "wordpress.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"<rss {WORDPRESS}><channel>")
        last = -1
        for s in said(size):
            if s.article != last:
                file.write("</item>" if last >= 0 else "")
                file.write(f"<item><title>Article {s.article}</title><link>{url(s.article)}</link>")
                file.write(f"<wp:post_id>{s.article}</wp:post_id>\n")
                last = s.article
            file.write(
                f"<wp:comment><wp:comment_id>{s.id}</wp:comment_id>"
                f"<wp:comment_author>Reader {s.reader}</wp:comment_author>"
                f"<wp:comment_date_gmt>{_time(s.at)}</wp:comment_date_gmt>"
                f"<wp:comment_content><![CDATA[{s.text}]]></wp:comment_content>"
                f"<wp:comment_approved>1</wp:comment_approved>"
                f"<wp:comment_parent>{s.parent}</wp:comment_parent>"
                f"<wp:comment_user_id>{s.reader + 1}</wp:comment_user_id></wp:comment>\n"
            )
        file.write("</item></channel></rss>")
    return path


def isso(size: int, folder: Path) -> Path:
    path = folder / "isso.db"
    with closing(sqlite3.connect(path)) as rows, rows:
        rows.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri, title)")
        rows.execute(
            "CREATE TABLE comments (tid, id INTEGER PRIMARY KEY, parent, created, modified, mode,"
            " text, author, email, likes DEFAULT 0, dislikes DEFAULT 0)"
        )
        rows.executemany(
            "INSERT INTO threads VALUES (?, ?, ?)",
            ((n, url(n), f"Article {n}") for n in range(ARTICLES)),
        )
        rows.executemany(
            "INSERT INTO comments (tid, id, parent, created, mode, text, author)"
            " VALUES (?, ?, ?, ?, 1, ?, ?)",
            (
                (s.article, s.id, s.parent or None, s.at, s.text, f"Reader {s.reader}")
                for s in said(size)
            ),
        )
    return path


ARCHIVES: dict[str, Callable[[int, Path], Path]] = {
    "jsonl": jsonl,
    "disqus": disqus,
    "wordpress": wordpress,
    "coral": coral,
    "isso": isso,
    "remark42": remark42,
    "django-comments": django_comments,
}


def _time(at: int) -> str:
    days, rest = divmod(at - 1_500_000_000, 86_400)
    hours, rest = divmod(rest, 3_600)
    return f"2017-07-{14 + days:02}T{hours:02}:{rest // 60:02}:{rest % 60:02}Z"
