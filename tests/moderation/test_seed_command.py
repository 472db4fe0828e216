"""A fresh start: the seeds, judged by the real scorer, leave something of everything."""

import io
from collections import Counter

import pytest
from django.core.management import call_command

from articles.models import AuditEvent, OutboxEvent
from discussion.models import ChangeRequest, Comment, Decision, User
from discussion.supervisor.first_steps import FIRST_MODERATOR, first_moderator
from moderation.models import (
    Appeal,
    Membership,
    Notice,
    ReasoningTemplate,
    Report,
    ReviewItem,
    Sanction,
    SavedView,
    SecondLook,
)
from moderation.roles import Act, may

pytestmark = pytest.mark.django_db

COUNTED = (
    AuditEvent,
    OutboxEvent,
    Comment,
    Decision,
    Membership,
    ReviewItem,
    Report,
    Notice,
    Appeal,
    Sanction,
    SecondLook,
    SavedView,
    ReasoningTemplate,
)


def seed():
    call_command("seed", stdout=io.StringIO())
    return {model.__name__: model._default_manager.count() for model in COUNTED}


def said(command, **options):
    output = io.StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue()


def test_they_leave_a_desk_at_work_twice_as_once(settings):
    there = seed()
    assert_the_threads_are_judged()
    assert_the_desk_has_something_of_everything()
    assert seed() == there
    assert "0 faults" in said("verify_audit")
    for site in Membership.objects.values_list("site__slug", flat=True).distinct():
        assert "0 differ" in said("replay", site=site)
    assert_nobody_of_the_seeds_signs_in(settings)


def assert_the_threads_are_judged():
    statuses = Counter(Comment.objects.values_list("status", flat=True))
    assert statuses == {"published": 59, "held": 11, "rejected": 3}


def assert_the_desk_has_something_of_everything():
    waiting, decided = Appeal.objects.order_by("state")
    assert (waiting.state, decided.state) == ("open", "overturned")
    assert decided.decision.actor != decided.decided_by
    assert waiting.decision.actor is not None
    assert Comment.objects.get(pk=decided.comment_id).status == "published"
    right = Report.objects.get(upheld=True)
    assert Report.objects.filter(reporter=right.reporter, weight__gt=0.5, settled_at=None).exists()
    assert ReviewItem.objects.filter(closed_at=None, reports=2).exists()
    assert Notice.objects.filter(settled_at=None).count() == 1
    assert set(Sanction.objects.values_list("kind", flat=True)) == {"warning", "always_hold"}
    assert ChangeRequest.objects.filter(closed_at=None).count() == 1
    assert Comment.objects.exclude(featured_at=None).count() == 1
    assert Comment.objects.exclude(locked_at=None).count() == 1
    # Each has a clause of its own, at both sites.
    assert ReasoningTemplate.objects.values("site", "clause").distinct().count() == 6
    assert SavedView.objects.filter(owner=None).count() == 4
    assert SecondLook.objects.filter(judged_at=None).exists()


def assert_nobody_of_the_seeds_signs_in(settings):
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert not User.objects.exclude(email="").exists()
    settings.EMBEDDED = True
    assert first_moderator()
    rosa = User.objects.get(username=FIRST_MODERATOR)
    assert may(rosa, Act.DECIDE_APPEALS, Appeal.objects.get(state="open").site_id)
    assert first_moderator() is None
