"""A site's transparency report: its figures, counted in two ways that have to agree."""

from dataclasses import dataclass

from articles.models import Site
from discussion.models import Decision
from moderation.evaluation.intervals import Estimate
from moderation.figures.agreement import Looked
from moderation.figures.period import Period
from moderation.figures.second import false_publish, false_stop, seen_as
from moderation.figures.table import Table
from moderation.transparency.counted import counted
from moderation.transparency.counts import Counts, Grounds, differences
from moderation.transparency.recounted import recounted

MACHINE = Decision.Actor.MACHINE
# A row that is settled between the two counts is in one of them alone: so it is counted again.
TRIES = 3
Figure = int | float | None


@dataclass(frozen=True, slots=True)
class TransparencyReport:
    """Figures by name; `differences` says where the two counts do not agree, and has to be empty.

    Shares are in [0, 1], times in hours, None where there was nothing to measure.
    """

    site: Site
    period: Period
    figures: dict[str, Figure]
    differences: tuple[str, ...]

    @property
    def table(self) -> Table:
        return Table(
            name="transparency",
            title="Transparency report",
            columns=("Figure", "Number"),
            rows=tuple(self.figures.items()),
        )


def transparency_report(site: Site, period: Period) -> TransparencyReport:
    """Count the site's period twice, by aggregate queries and row by row.

    The service may be at work meanwhile: counts that differ are made again, twice at most.
    """
    grounds = Grounds(site)
    for _ in range(TRIES):
        counts = counted(site, period, grounds)
        apart = tuple(differences(counts, recounted(site, period, grounds)))
        if not apart:
            break
    return TransparencyReport(site, period, figures_of(counts), apart)


def figures_of(counts: Counts) -> dict[str, Figure]:
    """Return the figures by name: what always is said first, then clauses, in alphabetical order
    within their group."""
    numbers = {name: counts.numbers[name] for name in sorted({*_ALWAYS, *counts.numbers})}
    looked = [
        Looked(seen_as(first), seen_as(second), share, count)
        for (actor, first, second, share), count in sorted(counts.looks.items())
        if actor == MACHINE
    ]
    return {
        **numbers,
        "automated.share_of_decisions": _share(counts, "decisions."),
        "automated.share_of_restrictions": _share(counts, "decisions.", without="publish"),
        "automated.looked_at_again": sum(row.count for row in looked),
        **_ends("automated.wrongly_published", false_publish(looked)),
        **_ends("automated.wrongly_stopped", false_stop(looked)),
        **{f"{name}.median_hours": _hours(counts, name) for name in ("notices", "appeals")},
    }


_ALWAYS = (
    "comments.received",
    "statements.written",
    *(f"decisions.{actor}.{out}" for actor in ("machine", "person") for out in Decision.Outcome),
    *(
        f"{kind}.{what}"
        for kind in ("reports", "notices")
        for what in ("received", "upheld", "dismissed")
    ),
    *(f"appeals.{what}" for what in ("received", "upheld", "overturned", "moot")),
    *(f"sanctions.{kind}" for kind in ("warning", "always_hold", "suspension", "ban", "lifted")),
)


def _share(counts: Counts, prefix: str, without: str = "-") -> float | None:
    """Return the machine's share of all decisions, without those of an outcome."""
    made = {
        name: count
        for name, count in counts.numbers.items()
        if name.startswith(prefix) and not name.endswith(f".{without}")
    }
    by_machine = sum(count for name, count in made.items() if f".{MACHINE}." in name)
    return round(by_machine / sum(made.values()), 4) if made else None


def _ends(name: str, estimate: Estimate) -> dict[str, Figure]:
    ends = {"": estimate.value, "_at_least": estimate.low, "_at_most": estimate.high}
    return {f"{name}{end}": None if at is None else round(at, 4) for end, at in ends.items()}


def _hours(counts: Counts, name: str) -> float | None:
    took = counts.medians.get(name)
    return None if took is None else round(took.total_seconds() / 3600, 2)
