"""A draft is checked over HTTP before it is posted."""

import pytest

from discussion.breaker import Breaker
from discussion.models import Author, Comment, Revision
from moderation.asking import ask as asking
from moderation.asking import channel
from moderation.judge import Judge
from tests import factories
from tests.api_calls import Api, assert_problem
from tests.discussion_rows import reader_token
from tests.services.listener import listening
from tests.stub_scorer import StubScorer

NOBODY = "0192a000-0000-7000-8000-000000000000"


@pytest.fixture(autouse=True)
def _quiet(settings, monkeypatch):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    monkeypatch.setattr(asking, "breaker", Breaker(seconds=60))
    settings.REDIS_SECONDS = 20
    monkeypatch.setattr(channel, "QUEUE", "asking:queue:of-this-test")
    monkeypatch.setattr(channel, "LISTEN_SECONDS", 0.2)
    monkeypatch.setattr(channel, "GRACE_SECONDS", 20)
    channel._client.cache_clear()


def make_article(**fields):
    return factories.make_article(factories.make_site(nudge=True), **fields)


def checks_of(article):
    return f"articles/{article.public_id}/checks/"


def reader_of(article, name="ada"):
    return Api(reader_token(article.site, name))


@pytest.mark.django_db(transaction=True)
class TestACheck:
    @pytest.fixture(autouse=True)
    def _worker(self, monkeypatch):
        monkeypatch.setattr(channel, "ANSWER_SECONDS", 20)
        with listening(Judge(StubScorer(), ())):
            yield

    def test_it_says_what_would_become_of_the_text_and_stores_nothing(self):
        article = make_article()
        sent = "Cafe\u0301,\r\nyou idiot."
        answer = reader_of(article).post(checks_of(article), {"body": sent, "parent_id": None})
        assert answer.status_code == 200
        found = answer.json()
        assert found.keys() == {"outcome", "clauses", "passages"}
        assert found["outcome"] == "hold"
        assert found["clauses"][0] == {
            "id": "hateful-language",
            "title": "Hateful language",
            "wording": "No hatred of people for who they are.",
        }
        (passage,) = found["passages"]
        assert sent[passage["start"] : passage["end"]] == "idiot."
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert not any(model.objects.exists() for model in (Author, Comment, Revision))

    def test_no_number_leaves_the_house(self):
        article = make_article()
        answer = reader_of(article).post(checks_of(article), {"body": "You idiot."})
        numbers = {"start", "end"}
        assert {key for passage in answer.json()["passages"] for key in passage} == numbers
        assert not any(word in answer.content for word in (b"0.9", b"toxicity", b"score"))

    def test_a_reply_is_judged_with_what_it_answers(self):
        article = make_article()
        rude = factories.held(article)
        factories.decide(rude, factories.make_moderator(article.site), "publish")
        said = {"body": "Exactly this.", "parent_id": str(rude.public_id)}
        answer = reader_of(article).post(checks_of(article), said)
        assert answer.json()["outcome"] == "hold"


@pytest.mark.django_db
class TestRefused:
    @pytest.fixture(autouse=True)
    def _no_worker(self, monkeypatch):
        def asked(question):
            raise AssertionError("a worker was asked")

        monkeypatch.setattr("moderation.flows.check_draft.ask", asked)

    def test_where_the_site_has_not_switched_it_on(self):
        article = factories.make_article()
        assert article.site.nudge is False
        answer = reader_of(article).post(checks_of(article), {"body": "You idiot."})
        assert_problem(answer, 403, "nudge-off")
        assert Api().get(f"articles/{article.public_id}/").json()["nudge"] is False

    def test_an_article_says_that_it_is_on(self):
        article = make_article()
        assert Api().get(f"articles/{article.public_id}/").json()["nudge"] is True

    def test_nobody_known(self):
        article = make_article()
        assert_problem(Api().post(checks_of(article), {"body": "x"}), 401, "not-authenticated")

    def test_a_reader_of_another_site(self):
        article, other = make_article(), factories.make_site("The Evening Post")
        stranger = Api(reader_token(other, "ada"))
        assert_problem(stranger.post(checks_of(article), {"body": "x"}), 403, "other-site")

    def test_an_article_that_is_nowhere(self):
        article = make_article()
        answer = reader_of(article).post(f"articles/{NOBODY}/checks/", {"body": "x"})
        assert_problem(answer, 404, "not-found")

    def test_who_may_not_post_is_told_as_for_a_post(self):
        closed = make_article(commenting="closed")
        answer = reader_of(closed).post(checks_of(closed), {"body": "x"})
        assert_problem(answer, 403, "article-closed")
        article = factories.make_article(closed.site, "Another")
        factories.make_author(article.site, "Mal", restriction="banned")
        answer = reader_of(article, "mal").post(checks_of(article), {"body": "x"})
        assert_problem(answer, 403, "author-banned")

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"body": " "}, "blank-body"),
            ({"body": "x" * 10_001}, "body-too-long"),
            ({"body": "x\x07"}, "control-character"),
            ({"body": "x", "parent_id": NOBODY}, "unknown-parent"),
            ({"body": "x", "parent": NOBODY}, "unknown-field"),
            ({}, "invalid"),
        ],
    )
    def test_what_could_not_be_posted(self, said, code):
        article = make_article()
        answer = reader_of(article).post(checks_of(article), said)
        assert_problem(answer, 400, code)

    def test_more_often_than_is_allowed(self, settings):
        settings.THROTTLES = {**settings.THROTTLES, "check": "1/hour"}
        article = make_article()
        reader_of(article).post(checks_of(article), {})
        answer = reader_of(article).post(checks_of(article), {})
        assert_problem(answer, 429, "throttled")
        assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.django_db
class TestNoWorker:
    def test_it_says_so_and_when_to_ask_again(self, monkeypatch):
        monkeypatch.setattr(channel, "ANSWER_SECONDS", 0.1)
        article = make_article()
        answer = reader_of(article).post(checks_of(article), {"body": "You idiot."})
        assert_problem(answer, 503, "scorer-unavailable")
        assert answer.headers["Retry-After"] == "5"

    def test_it_asks_the_database_a_fixed_number_of_questions(
        self, monkeypatch, django_assert_num_queries
    ):
        monkeypatch.setattr("moderation.flows.check_draft.ask", lambda _: {"passages": []})
        article = make_article()
        parent = factories.published(article)
        reader = reader_of(article)
        said = {"body": "A fair point.", "parent_id": str(parent.public_id)}
        with django_assert_num_queries(4):  # key, author, article with site, parent
            assert reader.post(checks_of(article), said).status_code == 200
