"""What somebody may do to the ledger who has the database, and even the audit key: every way."""

import itertools

from tests.tampering import chains, rows
from tests.tampering.tools import Way

EVENT_COLUMNS = (
    "id",
    "site_id",
    "subject",
    "sequence",
    "kind",
    "actor",
    "data",
    "at",
    "previous",
    "mac",
)
DECISION_COLUMNS = {
    "clauses": ["spam"],
    "reasons": ["blocked-phrase"],
    "moderation": "post",
    "producers": [],
    "score": 0.5,
    "scorer": "another 1",
    "engine_version": "0",
    "text_hash": "0" * 64,
    "said_hash": "0" * 64,
    "created_at": "2026-01-01T00:00Z",
    "outcome": "reject",
}
WAYS: dict[str, Way] = {
    **{f"event: {column}": chains.event_column(column) for column in EVENT_COLUMNS},
    **{f"decision: {name}": rows.decision_column(name, v) for name, v in DECISION_COLUMNS.items()},
    **{
        way.__name__: way
        for way in (
            chains.event_removed,
            chains.event_added_at_the_end,
            chains.event_added_before_the_anchor,
            chains.events_swapped,
            chains.chain_written_anew,
            chains.end_cut_off,
            chains.subject_removed,
            chains.comment_without_its_events,
            chains.head_or_count,
            rows.status,
            rows.published_by_hand,
            rows.decision_of_another,
            rows.text,
            rows.what_is_shown,
            rows.text_added,
            rows.text_moved,
            rows.decision_removed,
            rows.decision_added,
            rows.words_of_a_moderator,
            rows.statement_removed,
            rows.statement,
            rows.policy,
            rows.policy_in_force,
        )
    },
}


def tamperings(number: int) -> list[tuple[str, int]]:
    """Return so many, each a way and its seed, every way as often as another."""
    return list(zip(itertools.islice(itertools.cycle(WAYS), number), range(number), strict=True))
