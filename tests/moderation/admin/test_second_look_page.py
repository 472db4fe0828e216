"""The page of the blind second look shows a text, and never what became of it."""

import re

import pytest
from django.urls import reverse

from discussion.models import Comment, Decision
from moderation.models import Membership, SecondLook
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "admin:desk-second-look"
MOST_QUERIES = 14
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)")


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def remy(article, client):
    user = factories.make_moderator(article.site, "remy")
    client.force_login(user)
    return user


def look_at(decision):
    return SecondLook.objects.create(site=decision.site, decision=decision, share=1.0)


def content(answer):
    """What is between the bars of the page, without what is different each time."""
    body = answer.content.decode().partition('id="content-start"')[2]
    return re.sub(r'name="(csrfmiddlewaretoken|look)" value="[^"]*"', "", body)


def answer(client, look, said, **more):
    return client.post(reverse(PAGE), {"look": look.pk, "answer": said, **more})


def test_it_looks_the_same_whatever_became_of_the_text(client, article, remy):
    """The same words under each outcome and later fate: not a byte of the page differs."""
    rosa = factories.make_moderator(article.site, "rosa")
    said = "You idiot."
    fates = {
        "held": None,
        "published": Outcome.PUBLISH,
        "rejected": Outcome.REJECT,
    }
    pages = set()
    for author, outcome in fates.items():
        comment = factories.held(article, author=author)
        decision = factories.decide(comment, rosa, outcome) if outcome else comment.decision
        look = look_at(decision)
        assert factories.fresh(comment).status == author
        page = client.get(reverse(PAGE))
        assert said in page.content.decode()
        pages.add(content(page))
        look.delete()
    withdrawn = factories.held(article, author="withdrawn")
    look_at(withdrawn.decision)
    Comment.objects.filter(pk=withdrawn.pk).update(status="withdrawn")
    pages.add(content(client.get(reverse(PAGE))))
    assert len(pages) == 1


def test_it_names_nobody_and_links_to_nothing_that_would_tell(client, article, remy):
    parent = factories.published(article, "The parent.", author="Parent Author")
    reply = factories.published(article, "The reply.", author="Reply Author", parent=parent)
    answered = factories.published(article, "An answer to it.", author="Ben", parent=reply)
    look_at(reply.decision)
    page = client.get(reverse(PAGE)).content.decode()
    assert "The parent." in page
    assert "Parent Author" not in page
    assert "Reply Author" not in page
    assert "An answer to it." not in page
    for row in (reply, answered, reply.decision, reply.article):
        assert str(row.public_id) not in page
    assert f"/articles/{article.slug}/" not in page
    assert "no longer on the page" not in page


def test_a_judgement_is_stored_and_the_next_text_comes(client, article, remy):
    first, second = (look_at(factories.published(article, f"Text {n}.").decision) for n in "ab")
    done = answer(client, first, "reject", clause="hateful-language", note="A slur.")
    assert done.url == reverse(PAGE)
    first.refresh_from_db()
    assert (first.judge, first.outcome, first.clause) == (remy, "reject", "hateful-language")
    assert first.note == "A slur."
    page = client.get(done.url).content.decode()
    assert "Text b." in page
    assert "Stored. Thank you." in page
    assert SecondLook.objects.get(pk=second.pk).claimed_by == remy


def test_the_thanks_are_the_same_for_agreement_and_disagreement(client, article, remy):
    looks = [look_at(factories.published(article, f"Text {n}.").decision) for n in "ab"]
    thanks = set()
    for look, said in zip(looks, ("publish", "reject"), strict=True):
        done = answer(client, look, said, clause="hateful-language")
        thanks.add(str(*client.get(done.url).context["messages"]))
    assert len(thanks) == 1


def test_a_rejection_without_a_clause_comes_back_with_what_was_written(client, article, remy):
    look = look_at(factories.published(article).decision)
    back = answer(client, look, "reject", note="Think again.")
    assert back.status_code == 422
    page = back.content.decode()
    assert "Say which clause" in page
    assert "Think again." in page
    assert SecondLook.objects.get().judged_at is None


def test_skipping_brings_another_one_and_gives_this_one_back(client, article, remy):
    first, _ = (look_at(factories.published(article, f"Text {n}.").decision) for n in "ab")
    client.get(reverse(PAGE))
    passed = answer(client, first, "skip")
    assert "Text b." in client.get(passed.url).content.decode()
    assert SecondLook.objects.get(pk=first.pk).claimed_by is None


def test_who_comes_second_is_told_and_gets_the_next(client, article, remy):
    look = look_at(factories.published(article).decision)
    rosa = factories.make_moderator(article.site, "rosa")
    client.get(reverse(PAGE))
    client.force_login(rosa)
    answer(client, look, "publish")
    client.force_login(remy)
    late = answer(client, look, "reject", clause="hateful-language")
    page = client.get(late.url).content.decode()
    assert "Somebody else has judged this text" in page
    assert SecondLook.objects.get().judge == rosa


@pytest.mark.parametrize("broken", [{}, {"look": "x"}, {"look": "1", "answer": "hold"}])
def test_no_answer_is_no_answer(client, article, remy, broken):
    assert client.post(reverse(PAGE), broken).status_code == 400


def test_another_sites_look_is_unknown(client, article, remy):
    elsewhere = factories.make_article(factories.make_site("Foreign Times"), "A foreign affair")
    look = look_at(factories.published(elsewhere).decision)
    assert answer(client, look, "publish").status_code == 404
    assert "A foreign affair" not in client.get(reverse(PAGE)).content.decode()
    assert Decision.objects.count() == 1


def test_who_may_not_decide_is_refused(client, article):
    auditor = factories.make_moderator(article.site, "otto", Membership.Role.AUDITOR)
    client.force_login(auditor)
    assert client.get(reverse(PAGE)).status_code == 403


def test_it_asks_the_same_few_queries_however_many_wait(
    client, article, remy, django_assert_max_num_queries
):
    client.get(reverse(PAGE))  # the first visit of a session has queries of its own
    asked = set()
    for number in (1, 5):
        for nth in range(number):
            text = f"Text {number}.{nth}."
            look_at(factories.published(article, text, author=f"Ada{number}{nth}").decision)
        with django_assert_max_num_queries(MOST_QUERIES) as queries:
            client.get(reverse(PAGE))
        asked.add(len(queries))
    assert len(asked) == 1


def test_it_has_keys_labels_one_heading_and_no_inline_code(client, article, remy):
    look_at(factories.published(article).decision)
    page = client.get(reverse(PAGE)).content.decode()
    assert re.findall(r'data-key="(\w)"', page) == ["f", "d", "j"]
    assert page.count("<h1") == 1
    assert not INLINE.search(page)
