"""What the queue can be narrowed by, as fields of one form; nothing of another site's."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from articles.models import Article, Site
from moderation.queues.labels import label
from moderation.queues.wanted import Wanted
from moderation.why import REASONS, clause_texts

# The sections and tags of the latest articles: what nobody writes about any more is not offered.
LATEST = 300
MOST_OPTIONS = 60
LONGEST_TITLE = 60
WAITING = (("30", "30 minutes"), ("120", "2 hours"), ("480", "8 hours"), ("1440", "1 day"))


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A choice. Of one that is `several`, any of the chosen will do."""

    name: str
    title: str
    options: tuple[Option, ...]
    several: bool = False


def fields_for(wanted: Wanted, labels: Iterable[str], sites: Sequence[Site]) -> list[Field]:
    """Return the fields with what is chosen now, by the view or by hand: one query.

    `labels` are those in force; `sites` come with their policies.
    """
    chosen = set(labels)
    clauses = {c.id: c.title for site in sites for c in clause_texts(site.policy)}
    latest = _latest(sites)
    several = {
        "clause": ("Clause", clauses.items()),
        "reason": ("Reason", REASONS.items()),
        "section": ("Section", _same_text(article.section for article in latest)),
        "tag": ("Tag", _same_text(chain.from_iterable(article.tags for article in latest))),
        "article": (
            "Article",
            [(str(a.public_id), a.title[:LONGEST_TITLE]) for a in latest[:MOST_OPTIONS]],
        ),
    }
    one = {
        "band": ("Score", [("high", "high"), ("middle", "middle"), ("low", "low")]),
        "author": ("Author", [("new", "new here")]),
        "reported": ("Reports", [("yes", "reported")]),
    }
    made = [
        Field(name, title, _options(name, values, chosen), several=name in several)
        for name, (title, values) in {**several, **one}.items()
    ]
    return [*_sites_field(wanted, sites), *filter(_says_something, made), _waiting_field(wanted)]


def _says_something(field: Field) -> bool:
    return bool(field.options)


def _options(name: str, values: Iterable[tuple[str, str]], chosen: set[str]) -> tuple[Option, ...]:
    return tuple(Option(value, text, label(name, value) in chosen) for value, text in values)


def _sites_field(wanted: Wanted, sites: Sequence[Site]) -> Iterator[Field]:
    if len(sites) > 1:
        options = (Option(site.slug, site.name, site.slug == wanted.site) for site in sites)
        yield Field("site", "Site", tuple(options))


def _waiting_field(wanted: Wanted) -> Field:
    now = str(wanted.waiting_minutes)
    return Field("waiting", "Waits", tuple(Option(m, text, m == now) for m, text in WAITING))


def _latest(sites: Sequence[Site]) -> list[Article]:
    rows = Article.objects.filter(site__in=[site.pk for site in sites]).order_by("-id")
    return list(rows.only("public_id", "title", "section", "tags")[:LATEST])


def _same_text(values: Iterable[object]) -> list[tuple[str, str]]:
    distinct = sorted({str(value) for value in values if value})
    return [(value, value) for value in distinct[:MOST_OPTIONS]]
