"""A site that is stored at once, to be measured, is as if every comment had been lived through."""

import io

import pytest
from django.core.management import call_command

from articles.models import OutboxEvent
from benchmarks.seeded.site import seed_site, seed_thread
from discussion.models import Comment, Reaction
from moderation.models import ReviewItem, Screening, Signal
from tests import factories
from tests.lives.invariants import INVARIANTS, Witness

pytestmark = pytest.mark.django_db
SIZE = 260


@pytest.fixture
def site(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "100000/minute")
    site = factories.make_site(domain="seeded.example")
    seed_site(site, SIZE, seed=3)
    return site


def told_by(command, **options):
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_every_invariant_holds_and_the_ledger_and_every_decision_can_be_proved(site):
    witness = Witness()
    witness.look()
    assert [fault for invariant in INVARIANTS for fault in invariant(witness)] == []
    assert " 0 faults." in told_by("verify_audit")
    assert " 0 differ." in told_by("replay", site=site.slug)


def test_it_has_all_that_belongs_to_comments(site):
    comments = Comment.objects.filter(site=site)
    assert comments.count() == SIZE
    assert {*comments.values_list("status", flat=True)} == {
        "published",
        "held",
        "rejected",
        "withdrawn",
    }
    assert max(comments.values_list("depth", flat=True)) > 3
    assert not Screening.objects.filter(finished_at=None).exists()
    assert not OutboxEvent.objects.filter(fanned_out_at=None, payload__has_key="version").exists()
    held = comments.filter(status="held").count()
    assert (
        ReviewItem.objects.filter(closed_at=None, labels__isnull=False).distinct().count() == held
    )
    liked = comments.filter(like_count__gt=0)
    assert Reaction.objects.count() == sum(liked.values_list("like_count", flat=True)) > 0
    assert Signal.objects.count() >= SIZE


def test_a_seeded_thread_is_public_and_counted(site):
    article = factories.make_article(site, "One more")
    seed_thread(article, 30, seed=1, deep=True)
    article.refresh_from_db()
    assert article.comment_count == article.comments.filter(status="published").count() == 30
