"""Cases for counsel and police: kept whole, taken out on the record, lifted by a senior."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.audit import canonical
from articles.models import AuditEvent
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment, Revision
from discussion.verification import ledger_faults
from moderation.errors import (
    AlreadyEscalated,
    EscalationLifted,
    NotAllowed,
    ReasonMissing,
    UnreadableWords,
)
from moderation.evidence.case import digest_of
from moderation.evidence.file import evidence_faults
from moderation.evidence.legal_hold import author_on_hold, comments_on_hold, on_legal_hold
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.lift_escalation import lift_escalation
from moderation.flows.release_evidence import release_evidence
from moderation.flows.resolve_item import resolve_item
from moderation.models import Escalation, Membership, Notice, Report
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa")


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def threat(article):
    return factories.held(article)


def escalated(comment, user, to="police"):
    return escalate_comment(comment, to=to, reason="A threat.", reference="AZ 12", user=user)


def chain(comment):
    return list(
        AuditEvent.objects.filter(subject=comment.audit_subject)
        .order_by("sequence")
        .values_list("kind", flat=True)
    )


def test_the_case_is_kept_as_it_is_at_that_moment(article, threat, rosa):
    resolve_item(
        threat,
        seen_version=threat.version,
        outcome=Outcome.REJECT,
        moderator=rosa,
        clause="illegal-content",
        reasoning="It threatens somebody.",
        private_note="Looks like the man from June.",
    )
    ben = factories.make_author(article.site, "Ben")
    revision = threat.revisions.get()
    about = {"site": article.site, "comment": threat, "revision": revision}
    Report.objects.create(**about, reporter=ben, reason="illegal-content", text="!", weight=0.5)
    Notice.objects.create(
        **about, reference="N-1", explanation="A crime.", name="Nora", email="nora@x.example"
    )
    evidence = escalated(threat, rosa).evidence
    assert [row["text"] for row in evidence["revisions"]] == ["You idiot."]
    assert [row["outcome"] for row in evidence["decisions"]] == ["hold", "reject"]
    assert evidence["decisions"][0]["signals"]
    assert evidence["decisions"][1]["reasoning"] == "It threatens somebody."
    assert evidence["decisions"][1]["statement"]["facts"]["clauses"][0]["id"] == "illegal-content"
    assert evidence["author"]["subject"] == "mal"
    assert evidence["article"]["id"] == str(article.public_id)
    assert evidence["complaints"]["reports"][0]["text"] == "!"
    assert evidence["complaints"]["notices"][0]["reference"] == "N-1"
    assert [event["kind"] for event in evidence["audit"]["events"]] == [
        "comment.posted",
        "comment.decided",
        "comment.decided",
    ]


def test_private_notes_and_those_who_complained_are_not_in_it(article, threat, rosa):
    test_the_case_is_kept_as_it_is_at_that_moment(article, threat, rosa)
    text = canonical(Escalation.objects.get().evidence)
    for secret in ("man from June", "Nora", "nora@x.example", "ben"):
        assert secret not in text


def test_it_moves_nothing_but_the_chain(threat, rosa):
    before = factories.fresh(threat)
    row = escalated(threat, rosa)
    after = factories.fresh(threat)
    assert (after.status, after.version) == (before.status, before.version)
    assert after.review_items.filter(closed_at=None).exists()
    event = AuditEvent.objects.get(kind="comment.escalated")
    assert event.data == {"escalation": str(row.public_id), "to": "police", "digest": row.digest}
    assert event.actor == f"user:{rosa.pk}"
    assert list(ledger_faults()) == []


def test_it_is_kept_the_same_on_both_databases(threat, rosa):
    row = Escalation.objects.get(pk=escalated(threat, rosa).pk)
    assert digest_of(row.evidence) == row.digest


def test_counsel_and_police_may_both_have_it_but_each_once(threat, rosa):
    escalated(threat, rosa)
    escalated(threat, rosa, "counsel")
    with pytest.raises(AlreadyEscalated):
        escalated(threat, rosa)
    assert Escalation.objects.count() == 2


@pytest.mark.parametrize("role", ["reader_support", "policy_editor", "auditor"])
def test_who_may_not_escalate_keeps_and_takes_nothing(threat, rosa, role):
    row = escalated(threat, rosa)
    somebody = factories.make_moderator(threat.site, "sam", role)
    with pytest.raises(NotAllowed):
        escalated(threat, somebody, "counsel")
    with pytest.raises(NotAllowed):
        release_evidence(row, user=somebody)


def test_a_moderator_of_another_site_may_not_either(threat, rosa):
    row = escalated(threat, rosa)
    other = factories.make_moderator(factories.make_site("Evening Post"), "finn")
    with pytest.raises(NotAllowed):
        escalated(threat, other, "counsel")
    with pytest.raises(NotAllowed):
        release_evidence(row, user=other)
    with pytest.raises(NotAllowed):
        lift_escalation(row, because="Mine.", user=other)


@pytest.mark.parametrize(
    "reason, error", [("", ReasonMissing), (" \n", ReasonMissing), ("a\0b", UnreadableWords)]
)
def test_it_needs_a_reason_that_can_be_read(threat, rosa, reason, error):
    with pytest.raises(error):
        escalate_comment(threat, to="police", reason=reason, user=rosa)
    assert not Escalation.objects.exists()


def test_a_reference_that_does_not_fit_is_refused(threat, rosa):
    with pytest.raises(UnreadableWords):
        escalate_comment(threat, to="police", reason="Why.", reference="1" * 101, user=rosa)


def test_what_is_done_afterwards_is_not_in_the_evidence_and_leaves_it_sound(threat, rosa):
    row = escalated(threat, rosa)
    withdraw_comment(factories.fresh(threat))
    assert factories.fresh(threat).status == "withdrawn"
    assert Revision.objects.get(comment=threat).text == "You idiot."
    assert list(evidence_faults(release_evidence(row, user=rosa))) == []


# Legal hold


def test_a_comment_is_on_hold_until_the_last_escalation_is_lifted(threat, article, rosa, remy):
    other = factories.published(article)
    police, counsel = escalated(threat, rosa), escalated(threat, rosa, "counsel")
    assert on_legal_hold(threat)
    assert not on_legal_hold(other)
    assert author_on_hold(threat.author)
    assert not author_on_hold(other.author)
    lift_escalation(police, because="They closed it.", user=remy)
    assert list(comments_on_hold(article.site)) == [threat]
    lift_escalation(counsel, because="They closed it.", user=remy)
    assert not on_legal_hold(threat)
    assert list(comments_on_hold(article.site)) == []
    assert chain(threat)[-2:] == ["comment.escalation_lifted"] * 2


def test_another_sites_holds_are_its_own(threat, rosa):
    escalated(threat, rosa)
    assert not comments_on_hold(factories.make_site("Evening Post")).exists()


def test_only_a_senior_lifts_and_says_why(threat, rosa, remy):
    row = escalated(threat, rosa)
    with pytest.raises(NotAllowed):
        lift_escalation(row, because="Over.", user=rosa)
    with pytest.raises(ReasonMissing):
        lift_escalation(row, because=" ", user=remy)
    assert on_legal_hold(threat)


def test_it_is_lifted_once(threat, rosa, remy):
    row = escalated(threat, rosa)
    lift_escalation(row, because="Over.", user=remy)
    with pytest.raises(EscalationLifted):
        lift_escalation(row, because="Over again.", user=remy)
    row.refresh_from_db()
    assert (row.lifted_because, row.lifted_by) == ("Over.", remy)
    assert chain(threat).count("comment.escalation_lifted") == 1


# The file


def test_the_audit_tells_who_took_the_evidence(threat, rosa, remy):
    row = escalated(threat, rosa)
    release_evidence(row, user=remy)
    event = AuditEvent.objects.get(kind="comment.evidence_released")
    assert (event.actor, event.data["escalation"]) == (f"user:{remy.pk}", str(row.public_id))
    assert list(ledger_faults()) == []


@pytest.fixture
def content(threat, rosa):
    return json.loads(release_evidence(escalated(threat, rosa), user=rosa))


def faults(content):
    return list(evidence_faults(json.dumps(content).encode()))


def test_a_file_as_it_left_is_sound_however_it_is_spaced(content):
    assert faults(content) == []


def test_a_changed_text_is_found_by_digest_seal_and_audit(content):
    content["evidence"]["revisions"][0]["text"] = "You angel."
    told = " ".join(faults(content))
    assert "digest" in told
    assert "seal" in told
    assert "the text of revision 1" in told


def test_who_computes_the_digest_anew_still_has_no_seal(content):
    content["evidence"]["author"]["subject"] = "somebody-else"
    content["digest"] = digest_of(content["evidence"])
    assert faults(content) == [
        "the seal is not of this service, or of other evidence",
        "no escalation here has this evidence",
    ]


def test_a_changed_event_is_named(content):
    content["evidence"]["audit"]["events"][0]["actor"] = "author:somebody"
    assert any("changed #1" in fault for fault in faults(content))


def test_evidence_that_was_changed_in_the_database_is_not_taken_for_kept(content):
    row = Escalation.objects.get()
    row.evidence["author"]["subject"] = "somebody-else"
    row.save()
    assert faults(content) == ["no escalation here has this evidence"]


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"evidence": 1}', b"\xff", b"{" * 500])
def test_what_is_no_evidence_is_said_to_be_none(raw):
    assert any("no evidence" in fault for fault in evidence_faults(raw))


@pytest.mark.parametrize("place", ["audit", "revisions"])
@pytest.mark.parametrize("junk", [None, 7, "x", [1], {"a": 1}])
def test_a_mangled_case_is_a_fault_and_no_crash(content, place, junk):
    content["evidence"][place] = junk
    assert faults(content)


def test_the_command_says_yes_or_names_what_is_wrong(content, tmp_path):
    file, out = tmp_path / "evidence.json", StringIO()
    file.write_text(json.dumps(content))
    call_command("verify_evidence", file, stdout=out)
    assert "as it was kept" in out.getvalue()
    content["evidence"]["comment"]["status"] = "published"
    file.write_text(json.dumps(content))
    with pytest.raises(CommandError):
        call_command("verify_evidence", file, stdout=out)
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_evidence", tmp_path / "nothing.json", stdout=out)


def test_a_case_is_read_in_a_fixed_number_of_queries(article, rosa, django_assert_num_queries):
    small, large = factories.held(article, author="Ann"), factories.held(article, author="Bea")
    for _ in range(5):
        factories.decide(large, rosa, Outcome.PUBLISH)
        factories.decide(large, rosa, Outcome.REJECT)
    for comment in (small, large):
        with django_assert_num_queries(17):
            escalated(Comment.objects.get(pk=comment.pk), rosa)
