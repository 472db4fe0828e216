"""What moderators decided, as labelled rows: a newsroom's own lessons for its scorer."""

from collections.abc import Iterator

from articles.models import Site
from discussion.models import Decision
from moderation.labelled_rows import LabelledRow
from moderation.models import Signal

SOURCE = "decisions"


def decided_rows(site: Site, attributes: tuple[str, ...]) -> Iterator[LabelledRow]:
    """Yield a row for each revision of the site that a person ruled on, by the ruling in force.

    Published: nothing was wrong, so every attribute is 0. Rejected: of each clause that the person
    named, the attribute that the machine had put highest is 1, since that is what they most
    probably saw; all others stay unlabelled. A hold, and a clause without rules, teach nothing.
    """
    rulings = (
        Decision.objects.filter(
            site=site, actor_kind=Decision.Actor.PERSON, superseded_by__isnull=True
        )
        .select_related("revision", "policy")
        .order_by("pk")
    )
    for ruling in rulings.iterator(chunk_size=500):
        labels = _labels(ruling, attributes)
        # An erased text has nothing left to learn from.
        if labels and ruling.revision.text:
            yield LabelledRow(ruling.revision.text, labels, SOURCE, "", {})


def _labels(ruling: Decision, attributes: tuple[str, ...]) -> dict[str, float]:
    if ruling.outcome == Decision.Outcome.PUBLISH:
        return dict.fromkeys(attributes, 0.0)
    if ruling.outcome != Decision.Outcome.REJECT:
        return {}
    seen = _highest_signals(ruling)
    named = [clause for clause in ruling.policy.clauses if clause["id"] in ruling.clauses]
    asked = [
        [rule["attribute"] for rule in clause.get("rules", ()) if rule["attribute"] in attributes]
        for clause in named
    ]
    return {max(choice, key=lambda a: seen.get(a, 0.0)): 1.0 for choice in asked if choice}


def _highest_signals(ruling: Decision) -> dict[str, float]:
    """Return the values that the machine gave this revision, the highest by attribute."""
    values = Signal.objects.filter(decision__revision_id=ruling.revision_id).order_by("value")
    return dict(values.values_list("attribute", "value"))
