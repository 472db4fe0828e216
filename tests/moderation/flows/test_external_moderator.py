"""A site's own service is asked about each comment: it adds, never publishes, its silence holds."""

import json
import re
from http.server import HTTPServer
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection
from standardwebhooks import Webhook

from articles.sealing import seal
from discussion.addresses import networks
from discussion.webhook_signature import new_secret
from moderation.dry_run import DryRun
from moderation.external import opinion
from moderation.external.patience import Patience
from moderation.flows.replay_decisions import Replay, replay_decisions
from moderation.flows.run_jobs import run_jobs
from moderation.flows.start_job import start_rejudge
from moderation.judge import Judge
from moderation.models import ExternalModerator, Screening, Signal
from moderation.policy.external import REVIEW, UNAVAILABLE
from moderation.screenings import MAX_ATTEMPTS, claim_screenings
from tests import factories
from tests.services.receiver import receiver
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[3] / "docs" / "external-moderator.md"
SECRETS = [new_secret(), new_secret()]
RULED = {
    **factories.POLICY,
    "clauses": [
        *factories.POLICY["clauses"],
        {
            "id": "advertising",
            "title": "Advertising",
            "wording": "No advertising.",
            "ground": "",
            "rules": [{"attribute": "external_ads", "hold_at": 0.5}],
        },
    ],
}


@pytest.fixture(autouse=True)
def _reachable(settings, monkeypatch):
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.1")
    monkeypatch.setattr(opinion, "patience", Patience(3, 60))


@pytest.fixture
def service():
    with receiver() as state:
        state.status = 200
        yield state


def asked_at(url, *, policy=factories.POLICY, enabled=True, seconds=5):
    """An article of a site whose service is there."""
    article = factories.make_article(factories.make_site(document=policy), section="Harbour")
    ExternalModerator.objects.create(
        site=article.site,
        url=url,
        enabled=enabled,
        seconds=seconds,
        sealed_secrets=[seal(secret) for secret in SECRETS],
    )
    return article


def judged(article, text="A fair point.", author="Ada"):
    comment = factories.make_comment(article, text, author=author)
    factories.screen()
    return factories.fresh(comment)


def signals_of(comment):
    rows = Signal.objects.filter(decision=comment.decision, producer="external-moderator")
    return dict(rows.values_list("attribute", "value"))


def assert_replays(site):
    replay = Replay()
    assert list(replay_decisions(site, replay)) == []
    assert replay.compared > 0


class TestItsAnswer:
    def test_nothing_to_say_leaves_the_outcome_as_it_is(self, service):
        service.body = b"{}"
        article = asked_at(service.url)
        assert judged(article).status == "published"
        assert judged(article, "You idiot.", author="Mal").status == "held"
        assert len(service.received) == 2
        assert_replays(article.site)

    def test_it_can_never_publish(self, service):
        service.body = json.dumps({"signals": {"external_fine": 1}, "review": False}).encode()
        article = asked_at(service.url)
        comment = judged(article, "You idiot.")
        assert comment.status == "held"
        assert comment.decision.clauses == ["hateful-language", "illegal-content"]
        assert signals_of(comment) == {REVIEW: 0.0, "external_fine": 1.0}

    def test_a_wish_for_a_person_holds_with_its_reason(self, service):
        service.body = json.dumps({"review": True, "reason": "A known seller."}).encode()
        article = asked_at(service.url)
        comment = judged(article)
        assert (comment.status, comment.decision.reasons) == (
            "held",
            ["external-moderator-review"],
        )
        assert Signal.objects.get(attribute=REVIEW).spans == [[0, 0, "A known seller."]]
        assert_replays(article.site)

    @pytest.mark.parametrize(("value", "status"), [(0.49, "published"), (0.5, "held")])
    def test_a_policy_rules_on_its_signals(self, service, value, status):
        service.body = json.dumps({"signals": {"external_ads": value}}).encode()
        article = asked_at(service.url, policy=RULED)
        comment = judged(article)
        assert comment.status == status
        assert signals_of(comment)["external_ads"] == value
        assert comment.decision.clauses == (["advertising"] if status == "held" else [])
        assert_replays(article.site)

    def test_a_signal_that_a_rule_needs_and_it_does_not_give_holds(self, service):
        service.body = b"{}"
        comment = judged(asked_at(service.url, policy=RULED))
        assert (comment.status, comment.decision.reasons) == ("held", ["not-scored"])


class TestBesideComments:
    def test_judging_again_asks_again(self, service):
        service.status = 500
        article = asked_at(service.url)
        comment = judged(article)
        service.status, service.body = 200, b"{}"
        remy = factories.make_moderator(article.site, "remy", "senior_moderator")
        start_rejudge(article.site, user=remy, waiting=True, published=False)
        while run_jobs(lambda: Judge(StubScorer(), ()), worker="test:1"):
            pass
        assert factories.fresh(comment).status == "published"
        assert len(service.received) == 2
        assert_replays(article.site)

    def test_its_silence_is_no_reason_against_what_is_public(self, service):
        service.body = b"{}"
        article = asked_at(service.url)
        comment = judged(article)
        service.status = 500
        remy = factories.make_moderator(article.site, "remy", "senior_moderator")
        job = start_rejudge(article.site, user=remy, waiting=False, published=True)
        while run_jobs(lambda: Judge(StubScorer(), ()), worker="test:1"):
            pass
        assert factories.fresh(comment).status == "published"
        (line,) = job.lines.all()
        assert (line.result, line.detail) == ("refused", "The site's own service did not answer.")

    def test_what_a_clause_says_stands_also_where_it_is_silent(self, service):
        service.body = b"{}"
        article = asked_at(service.url)
        judged(article)
        service.status = 500
        remy = factories.make_moderator(article.site, "remy", "senior_moderator")
        job = start_rejudge(article.site, user=remy, waiting=False, published=True)
        while run_jobs(lambda: Judge(StubScorer("point"), ()), worker="test:1"):
            pass
        assert job.lines.get().result == "proposed"

    def test_a_dry_run_asks_nobody_and_does_without_its_rules(self, service):
        article = asked_at(service.url, policy=RULED)
        run = DryRun.of(article.site, Judge(StubScorer(), ()))
        assert run.judged("A fair point.")["outcome"] == "publish"
        assert run.judged("You idiot.")["clauses"] == ["hateful-language", "illegal-content"]
        assert service.received == []

    def test_a_claim_of_many_sites_looks_their_services_up_with_itself(
        self, service, django_assert_max_num_queries
    ):
        for number in range(3):
            factories.make_comment(factories.make_article(factories.make_site(f"Site {number}")))
        claim = claim_screenings("test:1")
        with django_assert_max_num_queries(0):
            found = [opinion.question_on(s.revision, s.site, []) for s in claim.screenings]
        assert found == [None, None, None]


class TestWhatItIsTold:
    def test_the_text_its_place_and_the_signals_so_far_and_nobodys_name(self, service):
        service.body = b"{}"
        article = asked_at(service.url)
        comment = judged(article, "A fair pöint.")
        (request,) = service.received
        assert json.loads(request.body) == {
            "site": article.site.slug,
            "article": {"id": str(article.public_id), "url": "", "section": "Harbour"},
            "comment": {
                "id": str(comment.public_id),
                "revision": 1,
                "text": "A fair pöint.",
                "language": None,
            },
            "signals": dict.fromkeys(
                ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack"),
                0.01,
            ),
        }
        assert b"Ada" not in request.body

    def test_each_live_secret_has_signed_it(self, service):
        service.body = b"{}"
        judged(asked_at(service.url))
        (request,) = service.received
        for secret in SECRETS:
            Webhook(secret).verify(request.body, request.headers)
        assert request.headers["webhook-id"].startswith("judge_")

    @pytest.mark.django_db(transaction=True)
    def test_no_transaction_is_open_meanwhile(self, service, monkeypatch):
        service.body = b"{}"
        inside = []
        fetch = opinion.fetch

        def fetched(*args, **options):
            inside.append(connection.in_atomic_block)
            return fetch(*args, **options)

        monkeypatch.setattr(opinion, "fetch", fetched)
        judged(asked_at(service.url))
        assert inside == [False]

    def test_the_texts_of_a_claim_are_with_it_side_by_side(self, service, monkeypatch):
        service.body = b"{}"
        article = asked_at(service.url)
        meeting = Barrier(4)
        fetch = opinion.fetch

        def fetched(*args, **options):
            # One after the other they would never meet, and nothing would come of it.
            meeting.wait(timeout=20)
            return fetch(*args, **options)

        monkeypatch.setattr(opinion, "fetch", fetched)
        waiting = [
            factories.make_comment(article, f"Point {n}.", author=f"Ada {n}") for n in range(4)
        ]
        factories.screen()
        assert {factories.fresh(comment).status for comment in waiting} == {"published"}

    def test_a_text_that_was_given_up_is_not_sent(self, service):
        service.body = b"{}"
        comment = factories.make_comment(asked_at(service.url))
        Screening.objects.update(attempts=MAX_ATTEMPTS)
        factories.screen()
        assert factories.fresh(comment).status == "held"
        assert service.received == []

    def test_a_question_that_cannot_be_put_is_another_try_of_its_text_alone(
        self, service, monkeypatch
    ):
        service.body = b"{}"
        comment = factories.make_comment(asked_at(service.url))
        other = factories.make_comment(factories.make_article(factories.make_site("Other")))

        def broken(*args):
            raise ZeroDivisionError

        monkeypatch.setattr(opinion, "question_about", broken)
        factories.screen()
        assert factories.fresh(comment).status == "pending"
        assert factories.fresh(other).status == "published"

    def test_an_error_that_nobody_foresaw_is_silence_as_well(self, service, monkeypatch):
        def fetched(*args, **options):
            raise ZeroDivisionError

        monkeypatch.setattr(opinion, "fetch", fetched)
        assert judged(asked_at(service.url)).status == "held"

    def test_switched_off_or_not_there_it_is_not_asked(self, service):
        assert judged(asked_at(service.url, enabled=False)).status == "published"
        assert judged(factories.make_article(factories.make_site("Other"))).status == "published"
        assert service.received == []

    def test_one_sites_comments_do_not_go_to_anothers_service(self, service):
        service.body = b"{}"
        mine = asked_at(service.url)
        other = factories.make_article(factories.make_site("Other"))
        factories.make_comment(other, "Not for them.")
        factories.make_comment(mine, "For them.")
        factories.screen()
        assert [json.loads(r.body)["comment"]["text"] for r in service.received] == ["For them."]


class TestItsSilence:
    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (200, b""),
            (200, b"<html>"),
            (200, b'{"signals": {"external_ads": NaN}}'),
            (200, b'{"signals": {"external_ads": 2}}'),
            (200, b'{"publish": true}'),
            (200, b"{" + b" " * 17_000 + b"}"),
            (204, b""),
            (404, b"{}"),
            (500, b"{}"),
        ],
    )
    def test_it_holds_with_a_mark_that_is_replayed(self, service, status, body):
        service.status, service.body = status, body
        article = asked_at(service.url)
        comment = judged(article)
        assert (comment.status, comment.decision.reasons) == (
            "held",
            ["external-moderator-unavailable"],
        )
        assert signals_of(comment) == {UNAVAILABLE: 1.0}
        service.status, service.body = 200, b"{}"
        assert_replays(article.site)

    def test_a_redirection_is_no_answer(self, service):
        service.status, service.location, service.body = 302, "/elsewhere", b"{}"
        assert judged(asked_at(service.url)).status == "held"
        assert len(service.received) == 1

    def test_an_address_that_may_not_be_called_is_not(self, service, settings):
        settings.WEBHOOK_ALLOWED_ADDRESSES = []
        comment = judged(asked_at(service.url))
        assert comment.decision.reasons == ["external-moderator-unavailable"]
        assert service.received == []

    def test_what_the_policy_rejects_by_itself_stays_rejected(self, service):
        service.status = 500
        strict = json.loads(json.dumps(factories.POLICY))
        strict["clauses"][0]["rules"][0]["reject_at"] = 0.9
        comment = judged(asked_at(service.url, policy=strict), "You idiot.")
        # Safeguards do not soften what a clause asks for.
        assert comment.status == "rejected"

    def test_a_service_that_is_dead_is_soon_left_alone_and_comments_are_held_at_once(self, service):
        service.status = 500
        article = asked_at(service.url)
        held = [judged(article, f"Point {n}.", author=f"Ada {n}") for n in range(5)]
        assert len(service.received) == 3
        assert {comment.status for comment in held} == {"held"}
        assert_replays(article.site)

    def test_an_answer_that_does_not_come_costs_the_site_its_seconds(self, service, monkeypatch):
        waited = []

        def fetched(*args, **options):
            waited.append(options["seconds"])
            raise opinion.OutwardFailed("ReadTimeout")

        monkeypatch.setattr(opinion, "fetch", fetched)
        assert judged(asked_at(service.url, seconds=1)).status == "held"
        assert waited == [1]


class TestTheExample:
    def test_the_service_of_the_documentation_answers(self, monkeypatch):
        (code,) = re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL)
        monkeypatch.setenv("SECRET", SECRETS[0])
        names = {"__name__": "example"}
        exec(compile(code, "external-moderator.md", "exec"), names)  # our own page
        names["Moderator"].log_message = lambda *_: None
        with HTTPServer(("127.0.0.1", 0), names["Moderator"]) as server:
            thread = Thread(target=server.serve_forever)
            thread.start()
            try:
                article = asked_at(f"http://127.0.0.1:{server.server_port}/")
                assert judged(article).status == "published"
                sold = judged(article, "Free coins for all!", author="Mal")
                ExternalModerator.objects.update(sealed_secrets=[seal(new_secret())])
                unknown = judged(article, "Another point.", author="Ben")
            finally:
                server.shutdown()
                thread.join()
        assert sold.decision.reasons == ["external-moderator-review"]
        assert signals_of(sold)["external_promotion"] == 1.0
        assert unknown.decision.reasons == ["external-moderator-unavailable"]
