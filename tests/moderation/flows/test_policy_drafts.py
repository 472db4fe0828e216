"""Drafts of a policy: begun from what is in force, changed by one at a time, published once."""

from copy import deepcopy

import pytest

from articles.errors import PolicyRefused
from articles.models import AuditEvent, PolicyVersion
from discussion.verification import ledger_faults
from moderation.errors import NoDraft, NotAllowed, PolicyMoved, StaleDraft
from moderation.flows.change_draft import change_draft
from moderation.flows.draft_policy_version import draft_policy_version
from moderation.flows.drop_draft import drop_draft
from moderation.flows.publish_draft import publish_draft
from moderation.models import Membership
from moderation.policy.editing import whole
from tests import factories

pytestmark = pytest.mark.django_db

PRODUCED = frozenset({"toxicity", "threat", "insult"})


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def pia(site):
    return factories.make_moderator(site, "pia", Membership.Role.POLICY_EDITOR)


@pytest.fixture
def draft(site, pia):
    return draft_policy_version(site, editor=pia)


def stricter(hold_at=0.5):
    document = deepcopy(factories.POLICY)
    document["clauses"][0]["rules"][0]["hold_at"] = hold_at
    return whole(document)


def publish(draft, editor, **told):
    draft = PolicyVersion.objects.get(pk=draft.pk)
    told = {"seen": draft.digest, "instead_of": 1, "produced": PRODUCED, **told}
    return publish_draft(draft, editor=editor, **told)


def kinds(site):
    events = AuditEvent.objects.filter(site=site, kind__startswith="policy.").order_by("id")
    return list(events.values_list("kind", flat=True))


def test_a_draft_says_what_is_in_force_and_is_not(site, draft):
    site.refresh_from_db()
    assert draft.document == site.policy.document
    assert (draft.number, draft.published_at) == (2, None)
    assert site.policy.number == 1
    assert kinds(site) == ["policy.published", "policy.drafted"]


def test_it_is_changed_published_and_in_force_and_the_audit_tells_each_step(site, pia, draft):
    changed = change_draft(draft, stricter(), seen=draft.digest, editor=pia)
    assert changed.digest != draft.digest
    publish(draft, pia)
    site.refresh_from_db()
    assert site.policy.number == 2
    assert site.policy.clauses[0]["rules"][0]["hold_at"] == 0.5
    assert kinds(site)[1:] == ["policy.drafted", "policy.draft_changed", "policy.published"]
    assert AuditEvent.objects.filter(site=site).latest("id").actor == f"user:{pia.pk}"
    assert list(ledger_faults()) == []


def test_the_second_editor_overwrites_nothing(pia, draft):
    change_draft(draft, stricter(0.5), seen=draft.digest, editor=pia)
    with pytest.raises(StaleDraft):
        change_draft(draft, stricter(0.6), seen=draft.digest, editor=pia)
    with pytest.raises(StaleDraft):
        publish(draft, pia, seen=draft.digest)
    with pytest.raises(StaleDraft):
        drop_draft(draft, seen=draft.digest, editor=pia)
    stored = PolicyVersion.objects.get(pk=draft.pk)
    assert stored.document["clauses"][0]["rules"][0]["hold_at"] == 0.5


def test_saving_the_same_again_is_no_event(site, pia, draft):
    first = change_draft(draft, stricter(), seen=draft.digest, editor=pia)
    change_draft(draft, stricter(), seen=first.digest, editor=pia)
    assert kinds(site).count("policy.draft_changed") == 1


def test_a_draft_may_be_wrong_but_is_not_published_so(site, pia, draft):
    wrong = stricter("a lot")
    change_draft(draft, wrong, seen=draft.digest, editor=pia)
    assert list(ledger_faults()) == []
    with pytest.raises(PolicyRefused):
        publish(draft, pia)
    site.refresh_from_db()
    assert site.policy.number == 1


def test_a_rule_that_nobody_serves_is_not_published(pia, draft):
    with pytest.raises(PolicyRefused):
        publish(draft, pia, produced={"toxicity"})


def test_what_was_published_meanwhile_has_to_be_looked_at_first(site, pia, draft):
    other = draft_policy_version(site, editor=pia)
    publish(other, pia)
    with pytest.raises(PolicyMoved):
        publish(draft, pia)
    assert PolicyVersion.objects.get(pk=draft.pk).published_at is None


def test_an_older_draft_gets_a_later_number_when_it_is_published(site, pia, draft):
    publish(draft_policy_version(site, editor=pia), pia)
    published = publish(draft, pia, instead_of=3)
    assert published.number == 4
    assert list(ledger_faults()) == []


def test_a_published_version_is_no_draft_any_more(pia, draft):
    publish(draft, pia)
    for act in (
        lambda seen: change_draft(draft, stricter(), seen=seen, editor=pia),
        lambda seen: drop_draft(draft, seen=seen, editor=pia),
        lambda seen: publish(draft, pia, seen=seen),
    ):
        with pytest.raises(NoDraft):
            act(PolicyVersion.objects.get(pk=draft.pk).digest)


def test_a_dropped_draft_is_gone_and_the_audit_says_so(site, pia, draft):
    drop_draft(draft, seen=draft.digest, editor=pia)
    assert not PolicyVersion.objects.filter(pk=draft.pk).exists()
    assert kinds(site)[-1] == "policy.draft_dropped"
    assert list(ledger_faults()) == []
    with pytest.raises(NoDraft):
        change_draft(draft, stricter(), seen=draft.digest, editor=pia)


@pytest.mark.parametrize("role", ["moderator", "senior_moderator", "auditor", "reader_support"])
def test_nobody_but_a_policy_editor_may_do_any_of_it(site, draft, role):
    somebody = factories.make_moderator(site, "rosa", role)
    with pytest.raises(NotAllowed):
        draft_policy_version(site, editor=somebody)
    with pytest.raises(NotAllowed):
        change_draft(draft, stricter(), seen=draft.digest, editor=somebody)
    with pytest.raises(NotAllowed):
        drop_draft(draft, seen=draft.digest, editor=somebody)
    with pytest.raises(NotAllowed):
        publish(draft, somebody)


def test_an_editor_of_another_site_may_not_either(draft):
    elsewhere = factories.make_site("Evening Post")
    other = factories.make_moderator(elsewhere, "eve", Membership.Role.POLICY_EDITOR)
    with pytest.raises(NotAllowed):
        change_draft(draft, stricter(), seen=draft.digest, editor=other)
    with pytest.raises(NotAllowed):
        publish(draft, other)
