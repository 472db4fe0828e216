"""The seeds fit together: articles, sites and the threads below the articles."""

import json
import tomllib
from pathlib import Path

from articles.ingest.plain_text import parse_article
from articles.ingest.store import article_slug

SEEDS = Path(__file__).parents[3] / "seeds"
ARTICLES = sorted(SEEDS.glob("articles/*/*.txt"))
THREADS = sorted(SEEDS.glob("comments/*/*.jsonl"))


def rows(thread):
    return [json.loads(line) for line in thread.read_text(encoding="utf-8").splitlines()]


def test_every_article_names_the_site_of_its_folder():
    sites = tomllib.loads((SEEDS / "sites.toml").read_text(encoding="utf-8"))["sites"]
    names = {site["slug"]: site["name"] for site in sites}
    for path in ARTICLES:
        article = parse_article(path.read_text(encoding="utf-8"))
        assert article.publication == names[path.parent.name]
        assert article.byline
        assert len(article.grounds) == 3


def test_every_article_has_a_thread_of_its_slug():
    slugs = {
        (path.parent.name, article_slug(parse_article(path.read_text(encoding="utf-8")).title))
        for path in ARTICLES
    }
    assert {(thread.parent.name, thread.stem) for thread in THREADS} == slugs


def test_every_reply_follows_the_comment_that_it_answers():
    for thread in THREADS:
        seen = {None}
        for row in rows(thread):
            assert row.keys() == {"key", "parent", "author", "name", "text", "expect"}
            assert row["expect"] in ("publish", "hold")
            assert row["parent"] in seen
            assert row["key"] not in seen
            seen.add(row["key"])


def test_one_thread_is_long():
    assert max(len(rows(thread)) for thread in THREADS) >= 40
