"""Two at the same moment: one case, one telling, one publication, and no overwrite."""

from copy import deepcopy
from functools import partial

import pytest
from django.core import mail

from articles.errors import DomainError
from articles.models import AuditEvent, PolicyVersion
from discussion.verification import ledger_faults
from moderation.desk_settings import state_of
from moderation.flows.change_desk import change_desk
from moderation.flows.change_draft import change_draft
from moderation.flows.deliver_alerts import deliver_alerts
from moderation.flows.draft_policy_version import draft_policy_version
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.lift_escalation import lift_escalation
from moderation.flows.publish_draft import publish_draft
from moderation.flows.raise_alerts import raise_alerts
from moderation.models import Alert, DeskSettings, Escalation, Membership, ReviewItem
from moderation.policy.editing import whole
from moderation.policy.types import Outcome
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(3)


def outcome_of(act):
    """What became of it: "done", or the code of the refusal."""
    try:
        act()
    except DomainError as refused:
        return refused.code
    return "done"


def both(*acts):
    return sorted(at_once(*(partial(outcome_of, act) for act in acts)))


@pytest.fixture
def threat():
    return factories.held(factories.make_article())


def senior(site, name="remy"):
    return factories.make_moderator(site, name, Membership.Role.SENIOR_MODERATOR)


@pytest.mark.parametrize("again", ROUNDS)
def test_a_case_is_given_to_the_police_once(threat, again):
    users = [senior(threat.site, name) for name in ("remy", "rosa")]
    give = partial(escalate_comment, threat, to="police", reason="A threat.")
    assert both(*(partial(give, user=user) for user in users)) == ["already-escalated", "done"]
    assert Escalation.objects.count() == 1
    assert AuditEvent.objects.filter(kind="comment.escalated").count() == 1
    assert list(ledger_faults()) == []


@pytest.mark.parametrize("again", ROUNDS)
def test_a_case_is_kept_whole_while_somebody_decides(threat, again):
    remy = senior(threat.site)
    give = partial(escalate_comment, threat, to="police", reason="A threat.", user=remy)
    done = both(give, partial(factories.decide, threat, remy, Outcome.REJECT))
    # Whoever decides compares the audit's place too, so a decision may come too late, never a case.
    assert done in (["done", "done"], ["done", "stale"])
    evidence = Escalation.objects.get().evidence
    assert len(evidence["audit"]["events"]) == evidence["audit"]["count"]
    assert list(ledger_faults()) == []


@pytest.mark.parametrize("again", ROUNDS)
def test_a_hold_is_lifted_once(threat, again):
    users = [senior(threat.site, name) for name in ("remy", "rosa")]
    case = escalate_comment(threat, to="police", reason="A threat.", user=users[0])
    lift = partial(lift_escalation, case, because="Over.")
    assert both(*(partial(lift, user=user) for user in users)) == ["already-lifted", "done"]
    assert AuditEvent.objects.filter(kind="comment.escalation_lifted").count() == 1


@pytest.mark.parametrize("again", ROUNDS)
def test_two_workers_tell_an_alert_once(threat, again):
    DeskSettings.objects.create(site=threat.site, alert_emails=["a@ledger.example"])
    assert sorted(at_once(deliver_alerts, deliver_alerts)) == [0, 1]
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("again", ROUNDS)
def test_two_beats_open_one_alert(threat, again):
    ReviewItem.objects.update(opened_at="2026-01-01T00:00:00Z")
    at_once(raise_alerts, raise_alerts)
    assert Alert.objects.filter(kind="queue_age").count() == 1


@pytest.mark.parametrize("again", ROUNDS)
def test_of_two_who_set_the_desk_the_second_is_told(again):
    site = factories.make_site()
    users, seen = [senior(site, name) for name in ("remy", "rosa")], state_of(site)
    changes = [
        partial(change_desk, site, {"queue_age_minutes": minutes}, seen=seen, user=user)
        for user, minutes in zip(users, (30, 60), strict=True)
    ]
    assert both(*changes) == ["done", "stale"]
    assert AuditEvent.objects.filter(kind="desk.changed").count() == 1
    assert list(ledger_faults()) == []


@pytest.mark.parametrize("again", ROUNDS)
def test_a_draft_is_not_changed_while_it_is_published(again):
    site = factories.make_site()
    pia = factories.make_moderator(site, "pia", Membership.Role.POLICY_EDITOR)
    draft = draft_policy_version(site, editor=pia)
    document = deepcopy(factories.POLICY)
    document["clauses"][0]["rules"][0]["hold_at"] = 0.1
    publish = partial(
        publish_draft,
        draft,
        seen=draft.digest,
        instead_of=1,
        produced={"toxicity", "threat"},
        editor=pia,
    )
    change = partial(change_draft, draft, whole(document), seen=draft.digest, editor=pia)
    assert both(publish, change) in (["done", "no-draft"], ["done", "stale"])
    published = PolicyVersion.objects.filter(site=site, published_at__isnull=False)
    assert {row.clauses[0]["rules"][0]["hold_at"] for row in published} == {0.8}
    assert list(ledger_faults()) == []


@pytest.mark.parametrize("again", ROUNDS)
def test_of_two_drafts_published_at_once_one_is_looked_at_again(again):
    site = factories.make_site()
    pia = factories.make_moderator(site, "pia", Membership.Role.POLICY_EDITOR)
    drafts = [draft_policy_version(site, editor=pia) for _ in range(2)]
    acts = [
        partial(
            publish_draft,
            draft,
            seen=draft.digest,
            instead_of=1,
            produced={"toxicity", "threat"},
            editor=pia,
        )
        for draft in drafts
    ]
    assert both(*acts) == ["done", "policy-moved"]
    assert list(ledger_faults()) == []
