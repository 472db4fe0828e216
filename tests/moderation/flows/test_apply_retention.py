"""What is over by a site's rules goes; what is not, or is on hold, stays."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from articles.models import AuditEvent, OutboxEvent
from discussion.flows.fan_out_events import fan_out_events
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import (
    Comment,
    Decision,
    DecisionText,
    Notification,
    Topic,
    WebhookEndpoint,
)
from discussion.verification import ledger_faults
from discussion.webhooks.results import switch_off
from moderation.errors import NotAllowed, RuleTaken
from moderation.flows.apply_retention import apply_retention, count_over
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.open_appeal import open_appeal
from moderation.flows.set_retention import drop_retention, set_retention
from moderation.models import Appeal, Membership, Notice, Report, RetentionRule, Sanction
from moderation.policy.types import Outcome
from moderation.tasks import apply_retention_task
from tests import factories
from tests.webhooks import endpoint_at

pytestmark = pytest.mark.django_db

What = RetentionRule.What


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def site(article):
    return article.site


@pytest.fixture
def remy(site):
    return factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)


def rule(site, what, days=30):
    return RetentionRule.objects.create(site=site, what=what, days=days)


def later(days):
    """Time passes."""
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def taken(site):
    return {over.rule.what: over.number for over in apply_retention(site)}


def over(site):
    return {over.rule.what: over.number for over in count_over(site)}


def rejected(article, moderator):
    comment = factories.held(article)
    factories.decide(comment, moderator, Outcome.REJECT)
    return comment


def complain(comment, **more):
    about = {"site": comment.site, "comment": comment, "revision": comment.revisions.get()}
    ben = factories.author_at(comment.site, "Ben")
    settled = {"upheld": False, "settled_at": timezone.now(), **more}
    Report.objects.create(**about, **settled, reporter=ben, reason="other", text="!", weight=0.5)
    sender = {"name": "Nora", "email": "n@mail.example"}
    Notice.objects.create(
        **about, **settled, **sender, reference=f"N-{comment.pk}", explanation="A crime."
    )


class TestRejectedComments:
    def test_they_stay_while_an_appeal_is_possible_and_go_after(self, article, site, remy):
        comment = rejected(article, remy)
        rule(site, What.REJECTED)
        with later(site.appeal_days - 1):
            assert (over(site), taken(site)) == ({"rejected": 0}, {"rejected": 0})
            assert factories.fresh(comment).status == "rejected"
        with later(site.appeal_days + 1):
            assert (over(site), taken(site)) == ({"rejected": 1}, {"rejected": 1})
            assert factories.fresh(comment).status == "erased"
            assert comment.revisions.get().text == ""
            assert (over(site), taken(site)) == ({"rejected": 0}, {"rejected": 0})
            assert list(ledger_faults()) == []

    def test_they_stay_while_an_appeal_is_open(self, article, site, remy):
        comment = rejected(article, remy)
        mal = factories.author_at(site, "Mal")
        open_appeal(factories.fresh(comment), author=mal, words="I was right.")
        rule(site, What.REJECTED)
        with later(site.appeal_days + 1):
            assert taken(site) == {"rejected": 0}

    def test_their_decisions_stay_counted(self, article, site, remy):
        rejected(article, remy)
        rule(site, What.REJECTED)
        with later(site.appeal_days + 1):
            taken(site)
        assert Decision.objects.filter(site=site).count() == 2

    def test_what_is_public_is_never_meant(self, article, site):
        comment = factories.published(article)
        for what in What:
            rule(site, what, days=7)
        with later(3_000):
            taken(site)
        assert factories.fresh(comment).status == "published"
        assert comment.revisions.get().text == "A fair point."


class TestWithdrawnComments:
    def test_the_days_count_from_the_withdrawal(self, article, site):
        comment = factories.published(article)
        rule(site, What.WITHDRAWN)
        with later(20):
            withdraw_comment(factories.fresh(comment))
        with later(40):
            assert taken(site) == {"withdrawn": 0}
        with later(51):
            assert (over(site), taken(site)) == ({"withdrawn": 1}, {"withdrawn": 1})
        assert factories.fresh(comment).status == "erased"


class TestWords:
    @pytest.fixture
    def past(self, article, site, remy):
        comment = rejected(article, remy)
        complain(comment)
        Appeal.objects.create(
            site=site,
            comment=comment,
            decision=comment.decisions.first(),
            author=comment.author,
            words="No.",
            state="upheld",
            decided_by=remy,
            decided_at=timezone.now(),
            reasoning="Yes.",
            private_note="Hm.",
        )
        Sanction.objects.create(
            site=site, author=comment.author, kind="warning", reason="Mind.", private_note="First.",
            imposed_by=remy,
        )  # fmt: skip
        Notification.objects.create(
            author=comment.author,
            topic=Topic.DECISION,
            about="statement:1",
            due_at=timezone.now(),
            ended_at=timezone.now(),
            ending="sent",
        )
        return comment

    def test_each_rule_takes_what_it_names_and_nothing_else(self, past, site):
        decision = Decision.objects.get(comment=past, outcome="reject")
        DecisionText.objects.filter(decision=decision).update(private_note="")
        assert DecisionText.objects.exists()
        for what in (What.REPORTS, What.NOTICES, What.APPEALS, What.NOTIFICATIONS, What.EVENTS):
            rule(site, what)
        events = OutboxEvent.objects.filter(site=site).count()
        fan_out_events()
        with later(29):
            assert not any(taken(site).values())
        with later(31):
            assert taken(site) == {
                "reports": 1,
                "notices": 1,
                "appeals": 1,
                "notifications": 1,
                "events": events,
            }
            assert not any(taken(site).values())
        report, notice, appeal = Report.objects.get(), Notice.objects.get(), Appeal.objects.get()
        assert (report.text, notice.explanation, notice.name, notice.email) == ("", "", "", "")
        assert (appeal.words, appeal.reasoning, appeal.private_note) == ("", "", "")
        assert (report.upheld, notice.upheld, appeal.state) == (False, False, "upheld")
        assert Sanction.objects.get().private_note == "First."
        assert past.revisions.get().text == "You idiot."

    def test_private_notes_go_and_the_ledger_is_sound(self, past, site, remy):
        DecisionText.objects.all().delete()
        other = factories.held(past.article, author="Ben")
        factories.decide(other, remy, Outcome.PUBLISH)
        DecisionText.objects.create(
            decision=other.decisions.latest("pk"), private_note="Hm.", salt=b"1" * 16
        )
        rule(site, What.NOTES)
        with later(31):
            assert taken(site) == {"notes": 3}
        assert not DecisionText.objects.exists()
        assert Appeal.objects.get().private_note == Sanction.objects.get().private_note == ""
        assert Appeal.objects.get().words == "No."
        assert list(ledger_faults()) == []

    def test_what_a_receiver_still_waits_for_stays(self, article, site):
        endpoint, _ = endpoint_at(site, "https://hooks.example/")
        factories.published(article)
        rule(site, What.EVENTS)
        with later(31):
            assert not any(taken(site).values())
        fan_out_events()
        with later(31):
            assert not any(taken(site).values())
        switch_off(endpoint.pk, WebhookEndpoint.Off.GONE)
        with later(31):
            assert taken(site)["events"] > 0

    def test_what_is_not_settled_stays(self, article, site):
        comment = factories.published(article)
        complain(comment, upheld=None, settled_at=None)
        rule(site, What.REPORTS)
        rule(site, What.NOTICES)
        with later(3_000):
            assert not any(taken(site).values())


class TestOnLegalHold:
    def test_nothing_of_a_case_goes(self, article, site, remy):
        comment = rejected(article, remy)
        complain(comment)
        withdrawn = factories.published(article)
        withdraw_comment(withdrawn)
        for case in (comment, withdrawn):
            escalate_comment(case, to="police", reason="A threat.", user=remy)
        for what in set(What) - {What.EVENTS, What.NOTIFICATIONS}:
            rule(site, what)
        with later(3_000):
            assert not any(over(site).values())
            assert not any(taken(site).values())
        assert Comment.objects.filter(status="erased").count() == 0
        assert Report.objects.get().text == "!"


class TestTheCommandAndTheTask:
    def run(self, site, *options):
        out = StringIO()
        call_command("retention", "--site", site.slug, *options, stdout=out)
        return out.getvalue()

    def test_it_only_counts_until_it_is_told(self, article, site):
        comment = factories.published(article)
        withdraw_comment(comment)
        rule(site, What.WITHDRAWN)
        with later(31):
            said = "comments that their authors took back: 30 days: 1"
            assert self.run(site) == f"{said} would go.\n"
            assert factories.fresh(comment).status == "withdrawn"
            assert self.run(site, "--apply") == f"{said} gone.\n"
            assert factories.fresh(comment).status == "erased"

    def test_a_site_without_rules_keeps_all(self, site):
        assert self.run(site, "--apply") == "The site has no rules: all is kept.\n"

    def test_the_task_does_every_site_and_the_audit_has_the_figures(self, article, site):
        other = factories.make_site("The Evening Post")
        withdraw_comment(factories.published(article))
        kept = factories.published(factories.make_article(other))
        withdraw_comment(kept)
        rule(site, What.WITHDRAWN)
        with later(31):
            apply_retention_task()
            apply_retention_task()
        events = AuditEvent.objects.filter(kind="retention.applied")
        assert [(event.site, event.data) for event in events] == [(site, {"withdrawn": 1})]
        assert factories.fresh(kept).status == "withdrawn"


class TestSettingRules:
    def test_who_runs_the_desk_sets_and_drops_them_on_the_record(self, site, remy):
        set_retention(RetentionRule(site=site, what=What.REPORTS, days=90), user=remy)
        kept = RetentionRule.objects.get()
        kept.days = 60
        set_retention(kept, user=remy)
        with pytest.raises(RuleTaken):
            set_retention(RetentionRule(site=site, what=What.REPORTS, days=9), user=remy)
        drop_retention(kept, user=remy)
        told = AuditEvent.objects.filter(kind="retention.set").values_list("data", flat=True)
        assert [data["days"] for data in told] == [90, 60, None]
        assert list(ledger_faults()) == []

    def test_nobody_else_does(self, site):
        rosa = factories.make_moderator(site)
        with pytest.raises(NotAllowed):
            set_retention(RetentionRule(site=site, what=What.REPORTS, days=90), user=rosa)
        with pytest.raises(NotAllowed):
            drop_retention(rule(site, What.REPORTS), user=rosa)
