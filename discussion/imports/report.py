"""What an import would do, or did: counted from the staging file, with places of problems."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from discussion.imports.staging import Staging
from discussion.models.comment import MAX_DEPTH

EXAMPLES = 3
# In the order in which they are told. None of them keeps a comment out unless the words say so.
PROBLEMS = {
    "unusable": "rows that could not be read, left out",
    "duplicate": "comments told twice, the later one left out",
    "unknown-article": "comments of an article that nobody knows, left out",
    "refused-body-too-long": "texts longer than fifty comments, left out",
    "refused-blank-body": "texts that show nothing, left out",
    "refused-stacked-marks": "texts that paint over others, left out",
    "article-refused": "articles outside the site's domain, left out with their comments",
    "unknown-author": "comments of an author that nobody knows",
    "orphan": "replies whose parent is not there, now roots",
    "parent-elsewhere": "replies to a comment of another article, now roots",
    "cycle": "circles of replies, cut at the oldest",
    "deeper": f"replies deeper than {MAX_DEPTH}, attached to that level",
    "time-missing": "comments without a time",
    "time-ahead": "comments written in the future, dated today",
    "time-early": "comments written before 1990",
    "split": "texts longer than a comment, carried on in replies to themselves",
    "repaired": "texts with characters that nobody sees, which were taken out",
    "revision-left-out": "earlier texts that could not be stored, left out",
    "name-cut": "names longer than 100 characters, cut",
    "unknown-policy": "policies that the site does not have; their decisions come under its own",
}
STATUSES = ("published", "held", "rejected", "withdrawn", "erased")


@dataclass(frozen=True, slots=True)
class Problem:
    code: str
    count: int
    places: tuple[str, ...]

    @property
    def words(self) -> str:
        return PROBLEMS.get(self.code, self.code)


@dataclass(slots=True)
class Report:
    """`told` are the comments that were read; `statuses` what they are to be. What was written
    stays at 0 in a dry run.
    """

    told: int = 0
    comments: int = 0
    articles: int = 0
    authors: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    known_comments: int = 0
    new_comments: int = 0
    new_articles: int = 0
    new_authors: int = 0


def report_of(staging: Staging) -> Report:
    """Count what stands in the staging file."""
    found = dict(staging.each("SELECT status, count(*) FROM comments GROUP BY status"))
    return Report(
        told=int(staging.fact("told") or 0),
        comments=staging.count("SELECT count(*) FROM comments"),
        articles=staging.count("SELECT count(DISTINCT article) FROM comments"),
        authors=staging.count("SELECT count(DISTINCT author) FROM comments"),
        statuses={status: found[status] for status in STATUSES if found.get(status)},
        problems=tuple(_problems(staging)),
    )


def _problems(staging: Staging) -> Iterator[Problem]:
    counts = dict(staging.each("SELECT code, count(*) FROM problems GROUP BY code"))
    if deep := staging.count("SELECT count(*) FROM comments WHERE level > ?", MAX_DEPTH):
        counts["deeper"] = deep
    for code in [*PROBLEMS, *sorted(set(counts) - set(PROBLEMS))]:
        if not counts.get(code):
            continue
        places = staging.each(
            "SELECT place, detail FROM problems WHERE code = ? ORDER BY seq LIMIT ?", code, EXAMPLES
        )
        told = tuple(f"{place}: {detail}" if detail else place for place, detail in places)
        yield Problem(code, counts[code], told)


def write_problems(staging: Staging, path: Path) -> None:
    """Write every problem as a row of CSV: code, place, detail."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["code", "place", "detail"])
        table.writerows(staging.each("SELECT code, place, detail FROM problems ORDER BY seq"))
