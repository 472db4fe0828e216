"""An author's page: what it shows, and every measure that is taken from it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discussion.models import Author
from moderation.flows.impose_sanction import Measure, impose_sanction
from moderation.flows.run_jobs import run_jobs
from moderation.models import Job, Membership, Sanction
from tests import factories

pytestmark = pytest.mark.django_db

# Session, user, the sites by act, site and policy, the blur, and the nav, and the file's own eight.
PAGE_QUERIES = 15


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def mal(article):
    return factories.make_author(article.site, "Mal")


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


@pytest.fixture
def desk(client, remy):
    client.force_login(remy)
    return client


def page_of(author):
    return reverse("admin:desk-author", args=[author.pk])


def impose(client, author, kind, **said):
    said = {"reason": "You abuse other readers.", "lasts": "", **said}
    return client.post(reverse("admin:desk-impose", args=[author.pk, kind]), said)


def test_it_shows_who_what_and_each_measure(desk, article, mal, remy):
    factories.held(article, author="Mal")
    measure = Measure(kind=Sanction.Kind.WARNING, reason="Please mind.", private_note="First.")
    impose_sanction(mal, measure, moderator=remy)
    page = desk.get(page_of(mal)).content.decode()
    for shown in ("Mal", "0 published, 1 held", "Please mind.", "First.", "remy", "You idiot."):
        assert shown in page
    for button in ("Warn", "Always hold", "Suspend", "Ban", "Look again", "Reject what is waiting"):
        assert button in page


def test_a_moderator_is_offered_what_a_moderator_may(client, rosa, mal):
    client.force_login(rosa)
    page = client.get(page_of(mal)).content.decode()
    assert "Always hold" in page
    for missing in (">Ban<", ">Suspend<", "Reject what is waiting"):
        assert missing not in page


def test_who_only_reads_is_offered_nothing(client, article, mal):
    client.force_login(factories.make_moderator(article.site, "ann", Membership.Role.AUDITOR))
    page = client.get(page_of(mal)).content.decode()
    assert "Take a measure" not in page


def test_the_list_of_authors_leads_to_it(desk, mal):
    path = reverse("admin:discussion_author_change", args=[mal.pk])
    assert path in desk.get(reverse("admin:discussion_author_changelist")).content.decode()
    assert "Take a measure" in desk.get(path).content.decode()


def test_a_suspension_is_imposed_for_days_or_until_a_time(desk, mal):
    assert impose(desk, mal, "suspension", lasts="7").status_code == 302
    [week] = Sanction.objects.all()
    assert abs(week.ends_at - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    until = timezone.now() + timedelta(days=20)
    impose(desk, mal, "suspension", lasts="until", until=f"{until:%Y-%m-%dT%H:%M}")
    assert Author.objects.get(pk=mal.pk).restricted_until.date() == until.date()


def test_a_measure_whose_job_is_refused_is_not_imposed(client, rosa, mal):
    client.force_login(rosa)
    assert impose(client, mal, "always_hold", look_again="on").status_code == 403
    assert not Sanction.objects.exists()


def test_the_comment_that_led_here_is_kept_with_the_measure(desk, article, mal):
    comment = factories.held(article, author="Mal")
    page = desk.get(page_of(mal), {"comment": comment.pk}).content.decode()
    assert f'name="comment" value="{comment.pk}"' in page
    assert reverse("admin:desk-comment", args=[comment.pk]) in page
    impose(desk, mal, "ban", comment=comment.pk, clause="hateful-language")
    assert Sanction.objects.get().comment == comment


def test_another_authors_comment_is_not_kept_with_it(desk, article, mal):
    comment = factories.published(article, author="Ada")
    impose(desk, mal, "ban", comment=comment.pk)
    assert Sanction.objects.get().comment is None


@pytest.mark.parametrize(
    "kind, said, status, shown",
    [
        ("suspension", {"lasts": ""}, 422, "needs an end"),
        ("suspension", {"lasts": "until"}, 400, "Say until when."),
        ("suspension", {"lasts": "until", "until": "2020-01-01T00:00"}, 422, "future"),
        ("ban", {"reason": "  "}, 400, "required"),
        ("ban", {"reject_waiting": "on"}, 400, "name the clause"),
    ],
)
def test_what_is_missing_is_said_beside_what_was_written(desk, mal, kind, said, status, shown):
    answer = impose(desk, mal, kind, private_note="Kept here.", **said)
    page = answer.content.decode()
    assert (answer.status_code, shown in page, "Kept here." in page) == (status, True, True)
    assert not Sanction.objects.exists()


def test_a_ban_comes_with_the_jobs_that_were_asked_for(desk, article, mal):
    held = factories.held(article, author="Mal")
    public = factories.published(article, "A fair point.", author="Mal")
    impose(desk, mal, "ban", clause="hateful-language", reject_waiting="on", look_again="on")
    kinds = Job.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["reject_waiting", "redecide_public"]
    while run_jobs(lambda: None, worker="test:1"):
        pass
    assert factories.fresh(held).status == "rejected"
    assert factories.fresh(held).decision.text.reasoning
    assert factories.fresh(public).status == "published"


def test_a_sanction_is_lifted_with_a_reason(desk, mal, remy):
    ban = impose_sanction(mal, Measure(kind=Sanction.Kind.BAN, reason="Enough."), moderator=remy)
    assert "Lift it" in desk.get(page_of(mal)).content.decode()
    desk.post(reverse("admin:desk-lift", args=[ban.pk]), {"because": "A mistake."})
    ban.refresh_from_db()
    assert (ban.lifted_by, ban.lifted_because) == (remy, "A mistake.")
    page = desk.get(page_of(mal)).content.decode()
    assert "A mistake." in page
    assert "Lift it" not in page


def test_a_moderator_cannot_send_what_is_not_offered(client, rosa, mal, remy):
    client.force_login(rosa)
    assert impose(client, mal, "ban").status_code == 403
    ban = impose_sanction(mal, Measure(kind=Sanction.Kind.BAN, reason="Enough."), moderator=remy)
    client.post(reverse("admin:desk-lift", args=[ban.pk]))
    ban.refresh_from_db()
    assert ban.lifted_at is None
    job = {"what": "waiting", "clause": "hateful-language", "reasoning": "Abuse."}
    client.post(reverse("admin:desk-author-job", args=[mal.pk]), job)
    assert not Job.objects.exists()


def test_jobs_are_started_from_the_page_and_shown(desk, mal):
    path = reverse("admin:desk-author-job", args=[mal.pk])
    answer = desk.post(path, {"what": "review"})
    job = Job.objects.get()
    assert answer.url == reverse("admin:desk-job", args=[job.pk])
    assert answer.url in desk.get(page_of(mal)).content.decode()
    refused = desk.post(path, {"what": "reject", "clause": "", "reasoning": ""})
    assert refused.status_code == 422
    assert Job.objects.count() == 1


def test_foreign_authors_and_sanctions_are_not_there(desk):
    site = factories.make_site("Foreign Times")
    foreign = factories.make_author(site, "Mal")
    ria = factories.make_moderator(site, "ria", Membership.Role.SENIOR_MODERATOR)
    ban = impose_sanction(foreign, Measure(kind=Sanction.Kind.BAN, reason="Enough."), moderator=ria)
    assert desk.get(page_of(foreign)).status_code == 404
    assert impose(desk, foreign, "ban").status_code == 404
    assert desk.post(reverse("admin:desk-lift", args=[ban.pk])).status_code == 404
    job = reverse("admin:desk-author-job", args=[foreign.pk])
    assert desk.post(job, {"what": "review"}).status_code == 404
    assert impose(desk, foreign, "no-such-kind").status_code == 404


@pytest.mark.parametrize("many", [1, 12])
def test_it_costs_the_same_however_much_was_written(
    desk, article, mal, remy, many, django_assert_num_queries
):
    for number in range(many):
        factories.make_comment(article, f"You idiot {number}.", author="Mal")
        impose_sanction(mal, Measure(kind=Sanction.Kind.WARNING, reason="Please."), moderator=remy)
    factories.screen()
    with django_assert_num_queries(PAGE_QUERIES):
        assert desk.get(page_of(mal)).status_code == 200
