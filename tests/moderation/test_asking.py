"""A worker is asked and answers at once; what nobody answers keeps nobody, and leaves nothing."""

from threading import BoundedSemaphore, Event, Thread

import pytest
import redis
from django.conf import settings
from django.db import connections

from discussion.breaker import Breaker
from moderation import answering, reading
from moderation.answering import answer_next
from moderation.asking import ask as asking
from moderation.asking import channel
from moderation.asking.ask import ask
from moderation.errors import ScorerAway
from moderation.flows.screen_pending import screen_pending
from moderation.judge import Judge
from moderation.models import Screening
from tests import factories
from tests.services.broker_away import broker_away
from tests.services.listener import listening
from tests.services.until import until
from tests.stub_scorer import StubScorer

SECRET = "A draft about the idiot next door."
JUDGE = Judge(StubScorer(), ())


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    """No test finds what another one tripped, nor a connection from before the broker hung; the
    machine may have other things to do."""
    monkeypatch.setattr(settings, "REDIS_SECONDS", 20)
    monkeypatch.setattr(asking, "breaker", Breaker(seconds=60))
    monkeypatch.setattr(channel, "QUEUE", "asking:queue:of-this-test")
    monkeypatch.setattr(channel, "LISTEN_SECONDS", 0.2)
    monkeypatch.setattr(channel, "GRACE_SECONDS", 20)
    channel._client.cache_clear()


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(channel, "ANSWER_SECONDS", 0.2)


@pytest.fixture
def patient(monkeypatch):
    """For what is not about the time."""
    monkeypatch.setattr(channel, "ANSWER_SECONDS", 20)


def draft(article, text=SECRET):
    return {"kind": "check", "article": article.pk, "parent": None, "text": text}


def in_redis() -> bytes:
    """Everything that Redis holds of questions and answers."""
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        keys = sorted(client.keys("asking:*"))
        return b" ".join([*keys, *(client.dump(key) for key in keys)])


@pytest.mark.django_db(transaction=True)
class TestAnAnswer:
    def test_it_is_what_would_become_of_the_text(self, patient):
        article = factories.make_article()
        with listening(JUDGE):
            assert ask(draft(article, "A fair point."))["outcome"] == "publish"
            found = ask(draft(article))
        assert found["outcome"] == "hold"
        assert [clause["id"] for clause in found["clauses"]] == [
            "hateful-language",
            "illegal-content",
        ]
        assert found["clauses"][0]["wording"] == "No hatred of people for who they are."
        assert [SECRET[start:end] for start, end in found["passages"]] == ["idiot"]

    def test_it_leaves_nothing_in_redis_but_itself_and_no_row(self, patient):
        article = factories.make_article()
        with listening(JUDGE):
            ask(draft(article))
        assert in_redis() == b""
        assert not Screening.objects.exists()

    def test_a_parent_counts_as_it_does_for_a_comment(self, patient):
        article = factories.make_article()
        rude = factories.held(article)
        rosa = factories.make_moderator(article.site)
        factories.decide(rude, rosa, "publish")
        agreeing = {**draft(article, "Exactly this."), "parent": rude.pk}
        with listening(JUDGE):
            assert ask(agreeing)["outcome"] == "hold"
            assert ask({**agreeing, "parent": None})["outcome"] == "publish"

    def test_where_everything_is_read_first_that_is_the_answer(self, patient):
        article = factories.make_article(moderation="pre")
        with listening(JUDGE):
            found = ask(draft(article, "A fair point."))
        assert found == {"outcome": "hold", "clauses": [], "passages": []}

    def test_what_cannot_be_judged_is_told_at_once_and_the_next_one_is_answered(self, patient):
        article = factories.make_article()
        with listening(JUDGE):
            for text in ("STUB:RAISE", "STUB:HANG"):  # in this process the second one raises too
                with pytest.raises(ScorerAway):
                    ask(draft(article, text))
            with pytest.raises(ScorerAway):
                ask({**draft(article), "article": 0})
            assert ask(draft(article))["outcome"] == "hold"

    def test_no_number_is_no_publication(self, patient):
        article = factories.make_article()
        with listening(JUDGE):
            for text in ("STUB:NAN", "STUB:1.5", "STUB:NO_LABEL", "STUB:BATCH_SHORT"):
                assert ask(draft(article, text))["outcome"] == "hold"

    def test_the_words_are_left_unmarked_where_little_time_is_left(self, patient, monkeypatch):
        monkeypatch.setattr(answering, "MARKING_SECONDS", 1000)
        article = factories.make_article()
        with listening(JUDGE):
            found = ask(draft(article))
        assert (found["outcome"], found["passages"]) == ("hold", [])

    def test_neither_text_nor_answer_is_logged(self, patient, lines):
        article = factories.make_article()
        with listening(JUDGE):
            ask(draft(article))
            with pytest.raises(ScorerAway):
                ask(draft(article, "STUB:RAISE secretly"))
        said = "\n".join(lines())
        assert "answered" in said
        assert "next door" not in said
        assert "secretly" not in said


@pytest.mark.usefixtures("impatient")
class TestNobodyThere:
    def test_it_is_said_in_time_and_the_next_one_does_not_wait(self):
        with pytest.raises(ScorerAway) as first:
            ask({"kind": "check"})
        assert first.value.retry_after == 5
        assert asking.breaker.is_open
        asked = len(in_redis())
        with pytest.raises(ScorerAway):
            ask({"kind": "check"})
        assert len(in_redis()) == asked == 0

    def test_the_text_is_sealed_while_it_waits_and_gone_afterwards(self, monkeypatch):
        seen = []
        wait_for = channel.wait_for

        def looked_at(id_):
            seen.append(in_redis())
            return wait_for(id_)

        monkeypatch.setattr(channel, "wait_for", looked_at)
        with pytest.raises(ScorerAway):
            ask({"kind": "check", "text": SECRET})
        assert b"asking:question:" in seen[0]
        assert b"next door" not in seen[0]
        assert in_redis() == b""

    def test_a_question_whose_asker_died_ends_by_itself(self):
        channel.put({"kind": "check"})
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            (question,) = client.keys("asking:question:*")
            assert 0 < client.pttl(question) <= 200
            assert 0 < client.ttl(channel.QUEUE) <= channel.KEPT_SECONDS
            client.delete(question)
        assert channel.take() is None

    def test_who_comes_late_has_tripped_nothing(self, monkeypatch):
        """Somebody took the question: there is a worker, and the next answer may be quicker."""
        put = channel.put

        def put_and_taken(question):
            id_ = put(question)
            assert channel.take().id == id_
            return id_

        monkeypatch.setattr(channel, "put", put_and_taken)
        with pytest.raises(ScorerAway):
            ask({"kind": "check"})
        assert not asking.breaker.is_open

    def test_only_so_many_wait_at_a_time(self, monkeypatch):
        monkeypatch.setattr(asking, "places", BoundedSemaphore(1))
        refused = []

        def waiting(id_):
            with pytest.raises(ScorerAway) as error:
                ask({"kind": "check"})
            refused.append(error.value.retry_after)

        monkeypatch.setattr(channel, "wait_for", waiting)
        with pytest.raises(ScorerAway):
            ask({"kind": "check"})
        assert refused == [1]
        # The place is free again.
        assert asking.places.acquire(blocking=False)

    def test_a_broker_that_hangs_is_asked_once(self, monkeypatch):
        monkeypatch.setattr(settings, "REDIS_SECONDS", 0.2)
        with broker_away():
            with pytest.raises(ScorerAway):
                ask({"kind": "check"})
            assert asking.breaker.is_open
        channel._client.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_a_late_question_is_not_judged(monkeypatch):
    judged = []
    monkeypatch.setitem(answering.ANSWERS, "late", lambda *_: judged.append(1) or {})
    channel.put({"kind": "late"})
    monkeypatch.setattr(channel.Taken, "seconds_left", 0.0)
    answer_next(lambda: JUDGE)
    assert judged == []


@pytest.mark.django_db(transaction=True)
def test_a_backlog_and_questions_take_turns(patient):
    """While one text of a backlog is read a question comes: it is next, before all other texts; and
    then a comment is, though another question waits."""
    article = factories.make_article()
    for number in range(6):
        factories.make_comment(article, f"Comment {number}.", author=f"Ada {number}")
    order, first, asked = [], Event(), Event()

    class Notes(StubScorer):
        def score(self, texts):
            order.append(texts[0])
            if not first.is_set():
                first.set()
                assert asked.wait(20)
            return super().score(texts)

    judge = Judge(Notes(), ())

    def screen():
        try:
            screen_pending(judge, worker="test:1")
        finally:
            connections.close_all()

    backlog = Thread(target=screen)
    with listening(judge):
        backlog.start()
        assert first.wait(20)
        waiting = [Thread(target=ask, args=[draft(article, f"Draft {n}.")]) for n in range(2)]
        for thread in waiting:
            thread.start()
        until(reading._turns._next.locked, what="a question that waits for its turn")
        asked.set()
        for thread in (*waiting, backlog):
            thread.join(20)
    kinds = "".join(text[0] for text in order)
    assert kinds.startswith("CDC"), order
    assert sorted(kinds) == sorted("CCCCCCDD")
