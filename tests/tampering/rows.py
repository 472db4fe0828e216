"""What may be done to the rows that the events tell of."""

from random import Random
from typing import Any

from django.utils import timezone

from articles.flows.draft_policy import draft_policy
from articles.models import PolicyVersion, Site
from discussion.models import Comment, Decision, DecisionText, Revision, Statement
from tests import factories
from tests.tampering.tools import Way, delete_with_rows, named, put, some


def status(chance: Random) -> str:
    comment = some(chance, Comment.objects)
    others = sorted({"held", "rejected", "withdrawn", "erased"} - {comment.status})
    put(comment, status=chance.choice(others), public_revision=None)
    return comment.audit_subject


def published_by_hand(chance: Random) -> str:
    comment = some(chance, Comment.objects.filter(status__in=["held", "rejected"]))
    text = comment.revisions.order_by("number")[0]
    shown = {"listed": True, "public_revision": text, "published_at": timezone.now()}
    put(comment, status="published", **shown)
    return comment.audit_subject


def decision_of_another(chance: Random) -> str:
    comment = some(chance, Comment.objects.exclude(decision=None))
    put(comment, decision=some(chance, Decision.objects.exclude(comment=comment)))
    return comment.audit_subject


def text(chance: Random) -> str:
    revision = some(chance, Revision.objects.exclude(text="").select_related("comment"))
    put(revision, text=f"{revision.text} Not said.")
    return revision.comment.audit_subject


def what_is_shown(chance: Random) -> str:
    revision = some(chance, Revision.objects.exclude(text="").select_related("comment"))
    put(revision, fragment='<div dir="auto"><p>Never said.</p></div>')
    return revision.comment.audit_subject


def text_added(chance: Random) -> str:
    comment = some(chance, Comment.objects)
    Revision.objects.create(comment=comment, number=77, text="Never said.", state="superseded")
    return comment.audit_subject


def text_moved(chance: Random) -> str:
    revision = some(chance, Revision.objects.select_related("comment"))
    put(revision, number=78)
    return revision.comment.audit_subject


def decision_column(column: str, value: Any) -> Way:
    def change(chance: Random) -> str:
        decision = some(chance, Decision.objects.exclude(**{column: value}))
        put(decision, **{column: value})
        return named(decision)

    return change


def decision_removed(chance: Random) -> str:
    decision = some(chance, Decision.objects.filter(superseded_by=None))
    put(decision.comment, decision=None, status="held", public_revision=None)
    delete_with_rows(decision)
    return named(decision)


def decision_added(chance: Random) -> str:
    before = some(chance, Decision.objects.filter(superseded_by=None))
    added = Decision.objects.get(pk=before.pk)
    added.pk, added.public_id, added.supersedes = None, Decision().public_id, before
    added.save(force_insert=True)
    return named(added)


def words_of_a_moderator(chance: Random) -> str:
    said = some(chance, DecisionText.objects.select_related("decision"))
    put(said, **{chance.choice(["reasoning", "private_note"]): "Never said."})
    return named(said.decision)


def statement_removed(chance: Random) -> str:
    statement = some(chance, Statement.objects.select_related("decision"))
    statement.delete()
    return named(statement.decision)


def statement(chance: Random) -> str:
    """Something of what the author was told."""
    row = some(chance, Statement.objects.select_related("decision"))
    facts = row.facts
    others = {
        "restriction": "publish",
        "policy_version": 99,
        "decided_by": "nobody",
        "reasoning": "Never said.",
        "reasons": [*facts["reasons"], {"code": "flood", "text": "Never said."}],
        "clauses": [{**clause, "wording": "Never said."} for clause in facts["clauses"]] or None,
    }
    others = {name: value for name, value in others.items() if value is not None}
    name = chance.choice(sorted(others))
    put(row, facts={**facts, name: others[name]})
    return named(row.decision)


def policy(chance: Random) -> str:
    version = some(chance, PolicyVersion.objects.exclude(published_at=None).select_related("site"))
    document = {**version.document, "introduction": f"Forged {chance.random()}."}
    put(version, document=document)
    return version.site.audit_subject


def policy_in_force(chance: Random) -> str:
    site = some(chance, Site.objects.exclude(policy=None))
    put(site, policy=draft_policy(site, {**factories.POLICY, "clauses": []}))
    return site.audit_subject
