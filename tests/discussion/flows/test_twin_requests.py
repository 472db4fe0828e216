"""Equal requests that come at the same moment, each in a thread with a connection of its own."""

from functools import partial

import pytest
from django.http import HttpResponse

from discussion.errors import DuplicateComment
from discussion.flows.post_comment import post_comment
from discussion.models import Author, Comment
from tests import discussion_rows as rows
from tests.api_calls import Api, assert_problem
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TWENTY = 20


@pytest.fixture(autouse=True)
def _no_limit_and_no_moderation(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    with rows.without_moderation():
        yield


@pytest.fixture
def article():
    return rows.make_article(rows.make_site())


@pytest.fixture
def ada(article):
    """Known already: how the row of a new author is made is not asked here."""
    return rows.make_author(article.site, "Ada")


def posted(article, token, bodies):
    """Post one comment under one key for each of the bodies, all at once."""
    path = f"articles/{article.public_id}/comments/"

    def post(body: str) -> HttpResponse:
        return Api(token).post(path, {"body": body}, Idempotency_Key="k-1")

    return at_once(*(partial(post, body) for body in bodies))


def test_twenty_of_one_key_make_one_comment_and_get_the_same_answer(article, ada):
    answers = posted(article, rows.reader_token(article.site), ["Once."] * TWENTY)
    assert [answer.status_code for answer in answers] == [202] * TWENTY
    assert len({answer.content for answer in answers}) == 1
    assert Comment.objects.count() == 1


def test_of_two_texts_under_one_key_the_second_is_refused(article, ada):
    answers = posted(article, rows.reader_token(article.site), ["One.", "Another."])
    taken, refused = sorted(answers, key=lambda answer: answer.status_code)
    assert taken.status_code == 202
    assert_problem(refused, 422, "idempotency-key-reused")
    assert Comment.objects.count() == 1


def test_a_double_click_without_a_key_stores_one_comment(article, ada):
    def post() -> str:
        try:
            post_comment(author=ada, article=article, parent=None, body="Twice.")
        except DuplicateComment:
            return "refused"
        return "stored"

    outcomes = at_once(post, post, post, post)
    assert sorted(outcomes) == ["refused", "refused", "refused", "stored"]
    assert Comment.objects.count() == 1


def test_a_new_reader_who_clicks_twice_is_one_author(article):
    answers = posted(article, rows.reader_token(article.site), ["Once."] * 4)
    assert [answer.status_code for answer in answers] == [202] * 4
    assert Author.objects.count() == Comment.objects.count() == 1
