"""An article's page and the single buttons of a comment: measures on a discussion."""

import pytest
from django.urls import reverse

from articles.models import AuditEvent
from moderation.models import Membership
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def desk(client, article):
    role = Membership.Role.SENIOR_MODERATOR
    client.force_login(factories.make_moderator(article.site, "remy", role))
    return client


def measure(client, article, name, **said):
    path = reverse("admin:desk-article-measure", args=[article.pk, name])
    answer = client.post(path, said, follow=True)
    article.refresh_from_db()
    return answer.content.decode()


def test_every_measure_is_taken_and_ended_from_the_page(desk, article):
    assert "Every comment is held" in measure(desk, article, "heat", minutes="30")
    assert article.is_heated
    measure(desk, article, "cool")
    assert article.heated_until is None
    measure(desk, article, "slow", seconds="60")
    assert article.slow_mode_seconds == 60
    measure(desk, article, "close")
    assert article.commenting == "closed"
    measure(desk, article, "open")
    assert article.commenting == "open"
    events = AuditEvent.objects.filter(subject=article.audit_subject).order_by("sequence")
    assert [event.kind for event in events] == [
        "article.heated",
        "article.cooled",
        "article.slow_mode",
        "article.changed",
        "article.changed",
    ]


def test_its_page_shows_what_is_in_force(desk, article):
    measure(desk, article, "heat", minutes="30")
    measure(desk, article, "slow", seconds="60")
    page = desk.get(reverse("admin:desk-article", args=[article.pk])).content.decode()
    for shown in (
        "Heated",
        "Slow mode: 60 seconds",
        "60 comments in ten minutes",
        "article.heated",
    ):
        assert shown in page
    listed = desk.get(reverse("admin:articles_article_change", args=[article.pk]))
    assert "Set slow mode" in listed.content.decode()


@pytest.mark.parametrize(
    "name, said", [("heat", {"minutes": "0"}), ("heat", {}), ("slow", {"seconds": "86401"})]
)
def test_what_is_no_time_changes_nothing(desk, article, name, said):
    assert "Nothing changed" in measure(desk, article, name, **said)
    assert (article.heated_until, article.slow_mode_seconds) == (None, 0)


def test_a_moderator_sees_the_page_and_takes_no_measure(client, article):
    client.force_login(factories.make_moderator(article.site))
    page = client.get(reverse("admin:desk-article", args=[article.pk])).content.decode()
    assert "Set slow mode" not in page
    for name, said in (("heat", {"minutes": "30"}), ("slow", {"seconds": "60"}), ("close", {})):
        assert "does not allow" in measure(client, article, name, **said)
    assert (article.is_heated, article.slow_mode_seconds, article.commenting) == (False, 0, "open")


def test_foreign_articles_and_unknown_measures_are_not_there(desk, article):
    foreign = factories.make_article(factories.make_site("Foreign Times"))
    assert desk.get(reverse("admin:desk-article", args=[foreign.pk])).status_code == 404
    for row, name in ((foreign, "close"), (article, "burn")):
        path = reverse("admin:desk-article-measure", args=[row.pk, name])
        assert desk.post(path).status_code == 404


def test_a_thread_is_locked_and_opened_and_the_way_leads_back(desk, article):
    root = factories.published(article)
    answered = factories.published(article, "A fair answer.", author="Ben", parent=root)
    path = reverse("admin:desk-lock-thread", args=[answered.pk])
    here = reverse("admin:desk-article", args=[article.pk])
    assert desk.post(path, {"next": here}).url == here
    assert factories.fresh(root).locked_at is not None
    assert desk.post(path, {"locked": "no", "next": "https://elsewhere.example/"}).url != (
        "https://elsewhere.example/"
    )
    assert factories.fresh(root).locked_at is None


def test_a_comment_is_recommended_and_no_longer(desk, article):
    comment = factories.published(article)
    path = reverse("admin:desk-feature", args=[comment.pk])
    desk.post(path)
    assert factories.fresh(comment).featured_at is not None
    desk.post(path, {"featured": "no"})
    assert factories.fresh(comment).featured_at is None


def test_what_is_not_public_is_not_recommended(desk, article):
    comment = factories.held(article)
    desk.post(reverse("admin:desk-feature", args=[comment.pk]))
    assert factories.fresh(comment).featured_at is None


@pytest.mark.parametrize("name", ["desk-lock-thread", "desk-feature"])
def test_who_only_reads_and_who_is_elsewhere_marks_nothing(client, article, name):
    comment = factories.published(article)
    path = reverse(f"admin:{name}", args=[comment.pk])
    client.force_login(factories.make_moderator(article.site, "ann", Membership.Role.AUDITOR))
    client.post(path)
    client.force_login(factories.make_moderator(factories.make_site("Foreign Times"), "ria"))
    assert client.post(path).status_code == 404
    assert client.get(path).status_code == 405
    fresh = factories.fresh(comment)
    assert (fresh.locked_at, fresh.featured_at) == (None, None)
