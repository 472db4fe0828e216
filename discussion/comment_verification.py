"""A comment's rows against what its audit chain says: texts, decisions, and what is public."""

from collections.abc import Iterator, Sequence
from typing import Any

from articles.models import AuditEvent
from discussion.decision_digest import decision_digest
from discussion.models import Comment, Decision, DecisionText
from discussion.rendering import render
from discussion.text_hash import salted_hash, text_hash

# What `comment_faults` reads of a comment, to be fetched for many at once.
PREFETCH = ("revisions", "decisions__text", "decisions__statement", "decisions__policy")
# The status that an outcome gives. With another one the ruling was about an edit, and the comment
# kept the text and the decision that it had.
STATUS_OF = {"publish": "published", "hold": "held", "reject": "rejected"}


def comment_faults(comment: Comment, events: Sequence[AuditEvent]) -> Iterator[str]:
    """Yield what does not fit the comment's own events (by sequence), each named in words.

    The events' own codes are checked elsewhere (articles.audit), so nothing here trusts their
    shape.
    """
    texts = {
        event.data.get("revision"): event.data.get("text_hash", "")
        for event in events
        if event.kind in {"comment.posted", "comment.edited"}
    }
    decided = [event.data for event in events if event.kind == "comment.decided"]
    if any(event.kind == "comment.erased" for event in events):
        yield from _erasure_faults(comment, texts)
    else:
        yield from _revision_faults(comment, texts)
    yield from _decision_faults(comment, decided, texts)
    yield from _standing_faults(comment, _told_status(events), decided)


def _revision_faults(comment: Comment, texts: dict[Any, str]) -> Iterator[str]:
    left = dict(texts)
    for revision in sorted(comment.revisions.all(), key=lambda row: row.number):
        told = left.pop(revision.number, None)
        where = f"revision {revision.number}"
        if told is None:
            yield f"{comment.audit_subject}: {where} was added, no event tells of it"
        elif told != text_hash(revision):
            yield f"{comment.audit_subject}: the text of {where} was changed"
        elif revision.fragment != (render(revision.text) if revision.text else ""):
            yield f"{comment.audit_subject}: what is shown of {where} is not what its text gives"
    for number in left:
        yield f"{comment.audit_subject}: revision {number} was removed"


def _erasure_faults(comment: Comment, texts: dict[Any, str]) -> Iterator[str]:
    """Of an erased comment every revision is still there, and none says anything."""
    revisions = {revision.number: revision for revision in comment.revisions.all()}
    for number in sorted(revisions.keys() - texts.keys()):
        yield f"{comment.audit_subject}: revision {number} was added, no event tells of it"
    for number in texts.keys() - revisions.keys():
        yield f"{comment.audit_subject}: revision {number} was removed"
    for number, revision in sorted(revisions.items()):
        if revision.text or revision.fragment or bytes(revision.salt):
            yield f"{comment.audit_subject}: revision {number} was erased, and says something"


def _decision_faults(
    comment: Comment, decided: list[dict[str, Any]], texts: dict[Any, str]
) -> Iterator[str]:
    digests = {data.get("decision"): data.get("digest") for data in decided}
    numbers = {revision.pk: revision.number for revision in comment.revisions.all()}
    for decision in sorted(comment.decisions.all(), key=lambda row: row.pk):
        told = digests.pop(str(decision.public_id), None)
        if told is None:
            yield f"decision:{decision.public_id}: added, no event tells of it"
        elif told != decision_digest(decision):
            yield f"decision:{decision.public_id}: changed"
        number = numbers.get(decision.revision_id)
        if texts.get(number, decision.text_hash) != decision.text_hash:
            yield f"decision:{decision.public_id}: about another text than revision {number}"
        yield from _said_faults(decision)
    for public_id in digests:
        yield f"decision:{public_id}: removed"


def _said_faults(decision: Decision) -> Iterator[str]:
    """What was said with the decision. A text that is gone was erased, which the law may ask
    for; a restriction without its statement never was one.
    """
    said = getattr(decision, "text", None)
    statement = getattr(decision, "statement", None)
    if said is not None:
        told = salted_hash(bytes(said.salt), said.reasoning, said.private_note)
        if told != decision.said_hash:
            yield f"decision:{decision.public_id}: its reasoning or note was changed"
    restricts = decision.outcome != Decision.Outcome.PUBLISH
    if restricts and statement is None:
        yield f"decision:{decision.public_id}: its statement of reasons was removed"
    elif statement is not None and not _follows(statement.facts, decision, said):
        yield f"decision:{decision.public_id}: its statement of reasons was changed"


def _follows(facts: Any, decision: Decision, said: DecisionText | None) -> bool:
    """Whether the statement says what the decision and its policy version say: all but the words of
    the text that it cites. What came with an archive is in the words of elsewhere.
    """
    if decision.actor_kind == Decision.Actor.IMPORT:
        return True
    if not isinstance(facts, dict):
        return False
    held = decision.outcome == Decision.Outcome.HOLD
    known, clauses = _clauses(decision), _dicts(facts, "clauses")
    expected = {
        "restriction": decision.outcome,
        "policy_version": decision.policy.number,
        "decided_by": decision.actor_kind,
    }
    # Words that were let go since are known by their hash alone, which the note is part of as well.
    if said is not None or not decision.said_hash:
        expected["reasoning"] = "" if said is None else said.reasoning
    return (
        {name: facts.get(name) for name in expected} == expected
        and [told.get("code") for told in _dicts(facts, "reasons")]
        == (decision.reasons if held else [])
        and [told.get("id") for told in clauses] == decision.clauses
        and all(told.items() <= known.get(told["id"], {}).items() for told in clauses)
    )


def _clauses(decision: Decision) -> dict[Any, dict[str, Any]]:
    """Return the clauses of the decision's policy by id; none of a document that is none any more,
    which is told elsewhere.
    """
    empty = {"title": "", "wording": "", "ground": ""}
    try:
        return {clause["id"]: {**empty, **clause} for clause in decision.policy.clauses}
    except (KeyError, TypeError):
        return {}


def _dicts(facts: dict[str, Any], name: str) -> list[dict[str, Any]]:
    told = facts.get(name)
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


def _told_status(events: Sequence[AuditEvent]) -> str:
    """Return the status that the events leave the comment in."""
    status = str(Comment.Status.PENDING)
    for event in events:
        if event.kind == "comment.decided":
            status = str(event.data.get("status"))
        elif event.kind == "comment.withdrawn":
            status = str(Comment.Status.WITHDRAWN)
        elif event.kind == "comment.erased":
            status = str(Comment.Status.ERASED)
    return status


def _standing_faults(comment: Comment, status: str, decided: list[dict[str, Any]]) -> Iterator[str]:
    """What the public sees: status, effective decision and public text, as the events tell."""
    if comment.status != status:
        yield f"{comment.audit_subject}: is “{comment.status}”, its events say “{status}”"
    effective = [data for data in decided if _is_effective(data)]
    last = effective[-1] if effective else {}
    ids = {decision.pk: str(decision.public_id) for decision in comment.decisions.all()}
    # A row of another comment is none of these: it is named as well.
    if _named(ids, comment.decision_id) != last.get("decision"):
        yield f"{comment.audit_subject}: its decision is not the one that its events tell of"
    numbers = {revision.pk: revision.number for revision in comment.revisions.all()}
    shown = last.get("revision") if status == Comment.Status.PUBLISHED else None
    if _named(numbers, comment.public_revision_id) != shown:
        yield f"{comment.audit_subject}: its public text is not the one that was decided"


def _is_effective(data: dict[str, Any]) -> bool:
    return STATUS_OF.get(str(data.get("outcome"))) == data.get("status")


def _named(names: dict[int, Any], pk: int | None) -> Any:
    return None if pk is None else names.get(pk, "unknown")
