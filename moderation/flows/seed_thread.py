"""A thread from a file of seeds, posted and judged as readers' comments are."""

import json
from pathlib import Path
from typing import Any

from articles.models import Article
from discussion.body import clean_body
from discussion.flows.post_comment import post_comment
from discussion.models import Author, Comment, Revision
from moderation.flows.screen_pending import screen_pending
from moderation.judge import Judge


def seed_thread(article: Article, file: Path, judge: Judge) -> int:
    """Post the comments of the file to an article without any; return how many there are now.

    Level by level, since a reply needs a published parent: a comment below one that was held is
    left out. The format is seeds/README.md's.
    """
    if article.comments.exists():
        return 0
    lines = _lines(file)
    posted: dict[str, Comment] = {}
    while ready := [line for line in lines if _can_be_posted(line, posted)]:
        for line in ready:
            parent = posted.get(line["parent"])
            posted[line["key"]] = post_comment(
                author=_author(article, line),
                article=article,
                parent=parent,
                body=clean_body(line["text"]),
            ).comment
        screen_pending(judge, worker="seed")
        posted = {key: Comment.objects.get(pk=comment.pk) for key, comment in posted.items()}
    return len(posted)


def seeded_comments(article: Article, file: Path) -> dict[str, int]:
    """Return the ids of the article's comments that came from the file, by key: one query.

    A comment is known by its author and its first text, of which the file has no two.
    """
    firsts = Revision.objects.filter(comment__article=article, number=1)
    known = {
        (subject, text): pk
        for pk, subject, text in firsts.values_list("comment", "comment__author__subject", "text")
    }
    places = {line["key"]: (line["author"], clean_body(line["text"])) for line in _lines(file)}
    return {key: known[place] for key, place in places.items() if place in known}


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def _can_be_posted(line: dict[str, Any], posted: dict[str, Comment]) -> bool:
    if line["key"] in posted:
        return False
    if line["parent"] is None:
        return True
    parent = posted.get(line["parent"])
    return parent is not None and parent.status == Comment.Status.PUBLISHED


def _author(article: Article, line: dict[str, Any]) -> Author:
    author, _ = Author.objects.get_or_create(
        site_id=article.site_id,
        subject=line["author"],
        defaults={"display_name": line["name"]},
    )
    return author
