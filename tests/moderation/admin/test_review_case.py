"""One case at a time: what a moderator sees beside the text."""

import pytest
from django.urls import reverse

from moderation.models import Appeal, Notice, Report, ReviewItem, Sanction, Signal
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
def desk(client, rosa):
    """A browser in which Rosa is signed in."""
    client.force_login(rosa)
    return client


def page_of(comment):
    item = ReviewItem.objects.filter(comment=comment).latest("id")
    return reverse("admin:moderation_reviewitem_change", args=[item.pk])


def test_the_case_shows_text_clause_signals_thread_article_and_record(desk, article):
    parent = factories.published(article, "A fair point.", author="Ben")
    rude = factories.held(article, parent=parent)
    page = desk.get(page_of(rude)).content.decode()
    for shown in (
        'You <mark title="toxicity, weight',
        ">idiot.</mark>",
        "A fair point.",
        "No hatred of people for who they are.",
        article.title,
        "toxicity",
        "0.80",
        "0 published, 0 rejected, 1 held",
    ):
        assert shown in page


def test_a_value_that_comes_from_the_comment_above_says_so(desk, article):
    comment = factories.held(article)
    Signal.objects.filter(attribute="insult").update(spans=[[0, 0, "with the comment it answers"]])
    page = desk.get(page_of(comment)).content.decode()
    assert "with the comment it answers" in page


def test_hostile_text_is_shown_and_never_obeyed(desk, article):
    comment = factories.make_comment(article, "<script>alert(1)</script> idiot", author="<b>Mal")
    factories.screen()
    page = desk.get(page_of(comment)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>Mal" not in page


def test_the_record_tells_rejections_by_clause_and_sanctions(desk, article, rosa):
    for text in ("You idiot.", "What an idiot."):
        comment = factories.make_comment(article, text, author="Mal")
        factories.screen()
        factories.decide(comment, rosa, Outcome.REJECT)
    Sanction.objects.create(
        site=article.site,
        author=comment.author,
        kind=Sanction.Kind.WARNING,
        reason="Please stay polite.",
        imposed_by=rosa,
    )
    page = desk.get(page_of(comment)).content.decode()
    assert "2 rejected (Hateful language: 2)" in page
    assert "Please stay polite." in page


def test_reports_notices_and_an_appeal_stand_beside_the_text(desk, article, rosa):
    rude = factories.held(article)
    about = {"site": rude.site, "comment": rude, "revision": rude.revisions.get()}
    ben = factories.author_at(rude.site, "Ben")
    Report.objects.create(
        **about, reporter=ben, reason="illegal-content", text="A threat, I think.", weight=0.75
    )
    Notice.objects.create(**about, reference="N-2026-1", explanation="It is forbidden.")
    decision = factories.decide(rude, rosa, Outcome.REJECT)
    Appeal.objects.create(
        site=rude.site, comment=rude, decision=decision, author=rude.author, words="I meant me."
    )
    page = desk.get(reverse("admin:desk-comment", args=[rude.pk])).content.decode()
    for shown in ("Illegal content", "0.75", "A threat, I think.", "N-2026-1", "I meant me."):
        assert shown in page


def test_the_comments_list_leads_to_the_page_and_blurs_for_who_wants_it(desk, article):
    comment = factories.published(article)
    address = reverse("admin:desk-comment", args=[comment.pk])
    page = desk.get("/admin/discussion/comment/").content.decode()
    assert f'<a href="{address}" class="excerpt"' in page
    assert 'id="unblur-all"' not in page
    desk.post("/admin/me/", {"blur": "texts"})
    assert 'id="unblur-all"' in desk.get("/admin/discussion/comment/").content.decode()
