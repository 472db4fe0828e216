"""What readers try with posts, edits, names and numbers, by themselves and many at once."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from discussion.models import Comment, Reaction
from tests import discussion_rows as rows
from tests import factories
from tests.api_calls import Api, assert_problem
from tests.attacks.tokens import good_claims, signed
from tests.services.at_once import at_once


def test_a_wrong_signature_tells_nothing_of_whom_it_names(world):
    """Not by the clock: the same answer after the same work."""
    world.comment()
    world.secrets()
    seen = []
    for sub in ("u1", "somebody-unknown"):
        claims = str(good_claims(sub=sub)).replace("'", '"')
        with CaptureQueriesContext(connection) as asked:
            answer = Api(signed('{"alg":"HS256"}', claims, "wrong")).get(world.comments)
        problem = assert_problem(answer, 401, "token-invalid")
        seen.append((problem["detail"], len(asked)))
    assert seen[0] == seen[1]


def test_the_same_word_in_another_spelling_is_the_same_comment(world):
    assert world.reader.post(world.comments, {"body": "caf\u00e9"}).status_code == 202
    again = world.reader.post(world.comments, {"body": "cafe\u0301"})
    assert_problem(again, 409, "duplicate-comment")


def test_an_insult_in_two_comments_is_held_with_its_second_half(world):
    first = world.comment("you are an")
    answer = world.reader.post(world.comments, {"body": "idiot", "parent_id": str(first.public_id)})
    assert answer.status_code == 202
    world.screen()
    assert world.newest().status == "held"


def test_who_edits_to_and_fro_is_slowed_and_only_the_last_text_can_be_published(world, settings):
    comment = world.comment("Nice article.")
    path = f"comments/{comment.public_id}/"
    settings.THROTTLES = {**settings.THROTTLES, "edit": "5/minute"}
    codes = []
    for number in range(20):
        version = factories.fresh(comment).version
        body = {"body": "You idiot." if number % 2 == 0 else "Nice article, again."}
        codes.append(world.reader.send("PATCH", path, body, If_Match=f'"{version}"').status_code)
        world.screen()
    assert codes.count(429) >= 10
    last = comment.revisions.order_by("-number")[0]
    listed = world.nobody.get(world.comments).json()["results"]
    assert "idiot" not in str(listed)
    assert Comment.objects.get().revisions.filter(state="published").count() <= 1
    assert last.number <= 6


def test_an_id_says_nothing_of_the_next_one(world):
    ids = []
    for number in range(10):
        author = Api(world.token(f"n{number}"))
        ids.append(author.post(world.comments, {"body": "A fair point."}).json()["id"])
    # Behind the time come 62 bits of chance; and who guesses them all the same is nobody.
    assert len({uuid.UUID(each).int & (1 << 62) - 1 for each in ids}) == 10
    for each in ids:
        assert world.nobody.get(f"comments/{each}/").status_code == 404


def test_what_waits_is_as_good_as_missing(world):
    waiting = world.reader.post(world.comments, {"body": "It waits."}).json()["id"]
    other = Api(world.token("u2", name="Ben"))
    problems = []
    for asked in (waiting, str(uuid.UUID(int=7, version=4))):
        answer = other.get(f"comments/{asked}/")
        problem = assert_problem(answer, 404, "not-found")
        problems.append({**problem, "request_id": ""})
    assert problems[0] == problems[1]


def test_an_author_can_be_asked_for_by_nobody(world):
    known = world.comment().author.public_id
    answers = []
    for author in (known, uuid.UUID(int=7, version=4)):
        answer = world.nobody.get(f"authors/{author}/")
        answers.append({**assert_problem(answer, 404, "not-found"), "request_id": ""})
    assert answers[0] == answers[1]


@pytest.fixture
def article(transactional_db, settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    return factories.make_article()


def test_many_likes_of_one_reader_at_once_are_one(article):
    comment = factories.published(article)
    token = rows.reader_token(article.site, "ben")
    path = f"comments/{comment.public_id}/reactions/like/"
    codes = at_once(*[lambda: Api(token).send("PUT", path).status_code] * 8)
    assert set(codes) <= {200, 201, 204}
    assert Reaction.objects.count() == 1


def test_no_more_than_the_limit_get_through_at_once(article, settings):
    settings.THROTTLES = {**settings.THROTTLES, "post": "5/minute"}
    token, path = rows.reader_token(article.site), f"articles/{article.public_id}/comments/"
    posts = [
        lambda number=number: Api(token).post(path, {"body": f"Number {number}."}).status_code
        for number in range(12)
    ]
    codes = at_once(*posts)
    assert (codes.count(202), codes.count(429)) == (5, 7)
    assert Comment.objects.count() == 5


def test_what_is_posted_while_the_article_closes_is_stored_or_refused(article):
    path = f"articles/{article.public_id}/comments/"
    tokens = [rows.reader_token(article.site, f"n{number}") for number in range(8)]

    def close():
        Article.objects.filter(pk=article.pk).update(commenting="closed")
        return 0

    posts = [lambda token=token: Api(token).post(path, {"body": "Yes."}) for token in tokens]
    answers = [answer for answer in at_once(close, *posts) if answer]
    stored = {answer.json()["id"] for answer in answers if answer.status_code == 202}
    refused = [answer for answer in answers if answer.status_code != 202]
    assert {str(comment.public_id) for comment in Comment.objects.all()} == stored
    assert {answer.json()["code"] for answer in refused} <= {"article-closed"}
