"""What was found about a claim is stored: together where all are new, each by itself where not."""

import pytest
from django.db import connection
from django.db.models import F

from articles.audit import chain_faults
from articles.models import AuditEvent, OutboxEvent
from discussion.flows import set_first_statuses as together
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment, Decision, Revision, Statement
from moderation.flows import screen_pending as screening_flow
from moderation.flows import store_findings as flow
from moderation.models import QueueLabel, ReviewItem, Screening, Signal
from tests import factories

pytestmark = pytest.mark.django_db

BODIES = ("Thank you.", "You idiot.", "STUB:NAN hello", "A fair point, I think.")
# What is drawn or read off a clock, and the rows' own numbers.
OWN = {"id", "public_id", "created_at", "opened_at", "at", "published_at", "mac", "previous"}
OWN |= {"audit_head", "text_hash", "salt", "appeal_until", "rank", "item_id", "comment_id"}
OWN |= {"decision_id", "revision_id", "public_revision_id", "article_id", "site_id", "policy_id"}
OWN |= {"author_id", "subject", "path", "parent_id", "root_id", "finished_at", "lease_owner"}


@pytest.fixture
def article():
    return factories.make_article()


def rows_of(article):
    """Everything that judging wrote below the article, but for what differs in any two runs."""
    comments = Comment.objects.filter(article=article).order_by("id")
    below = {"decision__comment__article": article}
    tables = {
        "comments": comments,
        "revisions": Revision.objects.filter(comment__article=article).order_by("comment"),
        "decisions": Decision.objects.filter(comment__article=article).order_by("comment"),
        "signals": Signal.objects.filter(**below).order_by(
            "decision__comment", "attribute", "producer"
        ),
        "statements": Statement.objects.filter(**below).order_by("decision__comment"),
        "items": ReviewItem.objects.filter(comment__article=article).order_by("comment"),
        "labels": QueueLabel.objects.filter(item__comment__article=article).order_by(
            "item__comment", "label"
        ),
        "outbox": OutboxEvent.objects.filter(article=article).order_by("kind", "id"),
        "screenings": Screening.objects.filter(revision__comment__article=article).order_by("id"),
    }
    return {name: [_bare(row) for row in rows.values()] for name, rows in tables.items()}


def _bare(row):
    kept = {name: value for name, value in row.items() if name not in OWN}
    if "payload" in kept:
        kept["payload"] = sorted(kept["payload"])
    if "label" in kept:
        kept["label"] = kept["label"].partition(":")[0]
    return kept


def chain_of(comment):
    events = AuditEvent.objects.filter(subject=comment.audit_subject).order_by("sequence")
    return list(
        chain_faults(comment.audit_subject, events, comment.audit_head, comment.audit_count)
    )


def refused(*_, **__):
    raise RuntimeError("not together")


def test_together_and_one_by_one_write_the_same_rows(monkeypatch):
    sites = [factories.make_site("The First"), factories.make_site("The Second")]
    articles = [factories.make_article(site) for site in sites]
    for place, article in enumerate(articles):
        parent = factories.published(article, "To be answered.")
        for number, body in enumerate(BODIES):
            factories.make_comment(
                article, body, author=f"A{number}", parent=parent if number % 2 else None
            )
        if place:
            monkeypatch.setattr(flow, "record_first_decisions", refused)
        assert factories.screen() == len(BODIES)
    first, second = map(rows_of, articles)
    assert first == second
    assert len(first["decisions"]) == 1 + len(BODIES)
    for article in articles:
        article.refresh_from_db()
        for comment in Comment.objects.filter(article=article):
            assert chain_of(comment) == []
    assert articles[0].version == articles[1].version
    assert articles[0].change_seq == articles[1].change_seq


def test_a_comment_that_cannot_be_stored_takes_no_neighbour_with_it(article, monkeypatch):
    poison, *others = [factories.make_comment(article, f"Fine, {n}.") for n in range(3)]
    given = flow.record_decision

    def breaks_on_one(revision, *args, **kwargs):
        if revision.comment_id == poison.pk:
            raise RuntimeError("a row that the database refuses")
        return given(revision, *args, **kwargs)

    monkeypatch.setattr(flow, "record_first_decisions", refused)
    monkeypatch.setattr(flow, "record_decision", breaks_on_one)
    assert factories.screen() == 2
    assert {factories.fresh(other).status for other in others} == {"published"}
    assert factories.fresh(poison).status == "pending"
    assert Screening.objects.get(revision__comment=poison).finished_at is None
    assert not Decision.objects.filter(comment=poison).exists()


def test_what_fails_in_the_middle_leaves_nothing_of_the_try(article, monkeypatch):
    comments = [factories.make_comment(article, body) for body in BODIES]
    monkeypatch.setattr(together, "_tell", refused)
    assert factories.screen() == len(BODIES)
    assert Decision.objects.count() == Signal.objects.values("decision").distinct().count()
    assert Decision.objects.count() == len(BODIES)
    for comment in map(factories.fresh, comments):
        assert comment.version == 2
        assert chain_of(comment) == []


def meanwhile(monkeypatch, act):
    """Act between the reading of a claim and its storing."""
    read = screening_flow.floods

    def acting(revisions):
        monkeypatch.setattr(screening_flow, "floods", read)
        act()
        return read(revisions)

    monkeypatch.setattr(screening_flow, "floods", acting)


def test_a_result_after_the_end_of_its_lease_is_refused_and_its_neighbours_stored(
    article, monkeypatch
):
    late, *others = [factories.make_comment(article, f"Fine, {n}.") for n in range(3)]

    def another_worker_has_it():
        Screening.objects.filter(revision__comment=late).update(
            lease_owner="another", attempts=F("attempts") + 1
        )

    meanwhile(monkeypatch, another_worker_has_it)
    assert factories.screen() == 2
    assert factories.fresh(late).status == "pending"
    assert Screening.objects.get(revision__comment=late).lease_owner == "another"
    assert {factories.fresh(other).status for other in others} == {"published"}


def test_what_was_withdrawn_meanwhile_stays_withdrawn(article, monkeypatch):
    gone, *others = [factories.make_comment(article, f"Fine, {n}.") for n in range(3)]
    meanwhile(monkeypatch, lambda: withdraw_comment(factories.fresh(gone)))
    assert factories.screen() == 2
    assert factories.fresh(gone).status == "withdrawn"
    assert not Decision.objects.filter(comment=gone).exists()
    assert {factories.fresh(other).status for other in others} == {"published"}


def test_an_edit_among_new_comments_is_decided_by_itself(article, monkeypatch):
    edited = factories.published(article, "As it was.")
    edit_comment(factories.fresh(edited), "As it is now.")
    others = [factories.make_comment(article, f"Fine, {n}.") for n in range(2)]
    together, seen = flow.record_first_decisions, []

    def noted(judged, **how):
        seen.extend(one.revision.comment_id for one in judged)
        return together(judged, **how)

    monkeypatch.setattr(flow, "record_first_decisions", noted)
    assert factories.screen() == 3
    assert seen == [other.pk for other in others]
    texts = Revision.objects.filter(comment=edited).order_by("number")
    assert list(texts.values_list("state", flat=True)) == ["superseded", "published"]
    assert chain_of(factories.fresh(edited)) == []


def test_a_count_of_replies_is_right_after_many_at_once(article):
    parent = factories.published(article, "To be answered.")
    for number, body in enumerate(BODIES):
        factories.make_comment(article, body, author=f"A{number}", parent=parent)
    factories.screen()
    assert factories.fresh(parent).reply_count == 2


def test_nothing_is_published_without_its_decision(article):
    for body in BODIES:
        factories.make_comment(article, body)
    factories.screen()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM discussion_comment c LEFT JOIN discussion_decision d "
            "ON d.id = c.decision_id WHERE c.status = 'published' AND "
            "(d.outcome IS NULL OR d.outcome <> 'publish' OR d.comment_id <> c.id "
            "OR d.revision_id <> c.public_revision_id)"
        )
        assert cursor.fetchone() == (0,)
    assert Comment.objects.filter(status="published").count() == 2
