"""The compatible scoring call, as clients of the retiring Perspective API make it."""

import json
import urllib.parse

import pytest
from django.test import Client

from articles.flows.issue_site_key import issue_site_key
from articles.models import SiteKey
from discussion.breaker import Breaker
from moderation.asking import ask as asking
from moderation.asking import channel
from moderation.detectors.language import Language
from moderation.judge import Judge
from tests import factories
from tests.services.listener import listening
from tests.stub_scorer import StubScorer

PATH = "/compat/v1alpha1/comments:analyze"
RUDE = "What kind of idiot writes this? I liked the picture."
DETAIL = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"


@pytest.fixture(autouse=True)
def _quiet(settings, monkeypatch):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    settings.REDIS_SECONDS = 20
    monkeypatch.setattr(asking, "breaker", Breaker(seconds=60))
    monkeypatch.setattr(channel, "QUEUE", "asking:queue:of-this-test")
    monkeypatch.setattr(channel, "LISTEN_SECONDS", 0.2)
    monkeypatch.setattr(channel, "GRACE_SECONDS", 20)
    channel._client.cache_clear()


@pytest.fixture
def key(db):
    return issue_site_key(
        factories.make_site(), name="cms", scopes=["analyze"], actor="operator:test"
    )


def asking_for(*names, text=RUDE, **more):
    return {"comment": {"text": text}, "requestedAttributes": {n: {} for n in names}, **more}


def post(body, key=None, *, query=None, **headers):
    """Send it as `requests.post(url, json=body)` does; without a type for `Content_Type=""`."""
    address = f"{PATH}?{urllib.parse.urlencode(query)}" if query else PATH
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if key:
        sent["Authorization"] = f"Bearer {key}"
    return Client(raise_request_exception=False).generic(
        "POST",
        address,
        body if isinstance(body, bytes) else json.dumps(body),
        content_type=sent.pop("Content-Type", "application/json"),
        headers=sent,
    )


def assert_refused(answer, code, status, error_type=None):
    """Assert that a client of Google's APIs can read why; return the error."""
    assert answer.status_code == code, answer.content
    assert answer.headers["Content-Type"] == "application/json"
    error = answer.json()["error"]
    assert (error["code"], error["status"]) == (code, status)
    assert error["message"]
    if error_type:
        assert error["details"][0]["@type"] == DETAIL
        assert error["details"][0]["errorType"] == error_type
    return error


@pytest.mark.django_db(transaction=True)
class TestScores:
    @pytest.fixture(autouse=True)
    def _worker(self, monkeypatch):
        monkeypatch.setattr(channel, "ANSWER_SECONDS", 20)
        with listening(Judge(StubScorer(), (Language(),))):
            yield

    def test_an_old_client_reads_the_answer_as_before(self, key):
        """`client.comments().analyze(body=...)`: this JSON to this path, the key in the query."""
        sent = asking_for("TOXICITY", "PROFANITY", languages=["en"], clientToken="c-1")
        answer = post(sent, query={"key": key, "alt": "json"})
        assert answer.status_code == 200
        found = answer.json()
        value = found["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
        assert value == 0.99
        assert found == {
            "attributeScores": {
                name: {
                    "spanScores": [
                        {"begin": 0, "end": 52, "score": {"value": 0.99, "type": "PROBABILITY"}}
                    ],
                    "summaryScore": {"value": 0.99, "type": "PROBABILITY"},
                }
                for name in ("TOXICITY", "PROFANITY")
            },
            "languages": ["en"],
            "detectedLanguages": ["en"],
            "clientToken": "c-1",
        }

    def test_a_sentence_has_a_score_of_its_own_where_that_is_asked(self, key):
        answer = post(asking_for("INSULT", spanAnnotations=True), key)
        spans = answer.json()["attributeScores"]["INSULT"]["spanScores"]
        said = {RUDE[s["begin"] : s["end"]]: s["score"]["value"] for s in spans}
        assert said == {"What kind of idiot writes this?": 0.99, "I liked the picture.": 0.01}

    def test_an_attribute_under_its_experimental_name(self, key):
        answer = post(asking_for("SEVERE_TOXICITY_EXPERIMENTAL"), key)
        assert list(answer.json()["attributeScores"]) == ["SEVERE_TOXICITY_EXPERIMENTAL"]

    def test_a_score_below_its_threshold_is_left_out(self, key):
        sent = {
            "comment": {"text": "Fine.", "type": "PLAIN_TEXT"},
            "requestedAttributes": {"THREAT": {"scoreThreshold": 0.5, "scoreType": "PROBABILITY"}},
        }
        assert "attributeScores" not in post(sent, key).json()

    def test_what_it_does_not_know_it_leaves_alone(self, key):
        more = {"doNotStore": True, "sessionId": "s", "communityId": "c", "userId": 7, "new": [1]}
        context = {"entries": [{"text": "You idiot.", "type": "PLAIN_TEXT"}]}
        answer = post(asking_for("TOXICITY", text="Exactly this.", context=context, **more), key)
        value = answer.json()["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
        assert value == 0.01

    @pytest.mark.parametrize(
        "headers", [{"Content_Type": ""}, {"Content_Type": "application/json; charset=utf-8"}]
    )
    def test_whatever_it_says_of_its_type(self, key, headers):
        assert post(asking_for("TOXICITY"), key, **headers).status_code == 200

    def test_a_key_in_the_header_of_googles_clients(self, key):
        assert post(asking_for("TOXICITY"), X_Goog_Api_Key=key).status_code == 200

    def test_a_language_that_the_scorer_does_not_read_is_not_scored(self, key):
        german = "Das ist wirklich ein sehr schöner Artikel über unsere kleine Stadt am Fluss."
        error = assert_refused(
            post(asking_for("INSULT", text=german), key),
            400,
            "INVALID_ARGUMENT",
            "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        )
        assert error["details"][0]["languageNotSupportedByAttributeError"] == {
            "detectedLanguages": ["de"],
            "attribute": "INSULT",
        }
        said = post(asking_for("INSULT", languages=["fr"]), key)
        assert_refused(said, 400, "INVALID_ARGUMENT", "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE")
        assert post(asking_for("INSULT", text=german, languages=["en-GB"]), key).status_code == 200

    def test_an_attribute_that_this_scorer_has_not(self, key):
        answer = post(asking_for("SEXUALLY_EXPLICIT"), key)
        assert_refused(answer, 400, "INVALID_ARGUMENT", "UNKNOWN_ATTRIBUTE")

    @pytest.mark.parametrize("text", ["STUB:NAN", "STUB:1.5", "STUB:NO_LABEL", "STUB:RAISE"])
    def test_no_score_is_made_up(self, key, text):
        assert_refused(post(asking_for("TOXICITY", text=text), key), 503, "UNAVAILABLE")

    def test_neither_text_nor_key_is_logged(self, key, lines):
        post(asking_for("TOXICITY", text="The neighbour drinks."), query={"key": key})
        post(asking_for("TOXICITY", text="STUB:RAISE The neighbour"), query={"key": key})
        post(asking_for("NONE_SUCH", text="The neighbour drinks."), query={"key": key})
        said = "\n".join(lines())
        assert said.count("compat-analyze") == 3
        assert "question not answered" in said
        assert "neighbour" not in said
        assert key[:12] not in said


@pytest.mark.django_db
class TestRefused:
    @pytest.fixture(autouse=True)
    def _no_worker(self, monkeypatch):
        def asked(question):
            raise AssertionError("a worker was asked")

        monkeypatch.setattr("moderation.api.compat.views.ask", asked)

    @pytest.mark.parametrize(
        ("body", "error_type"),
        [
            ({"requestedAttributes": {"TOXICITY": {}}}, "COMMENT_EMPTY"),
            (asking_for("TOXICITY", text=""), "COMMENT_EMPTY"),
            (asking_for("TOXICITY", text=" \n"), "COMMENT_EMPTY"),
            (asking_for("TOXICITY", text="é" * 10_241), "COMMENT_TOO_LONG"),
            (asking_for("FLIRTATION"), "UNKNOWN_ATTRIBUTE"),
            (asking_for("toxicity"), "UNKNOWN_ATTRIBUTE"),
            (asking_for("_EXPERIMENTAL"), "UNKNOWN_ATTRIBUTE"),
            (asking_for(), None),
            ({"comment": {"text": RUDE}}, None),
            ({**asking_for("TOXICITY"), "comment": {"text": "<b>x</b>", "type": "HTML"}}, None),
            ({**asking_for("TOXICITY"), "comment": RUDE}, None),
            ({**asking_for("TOXICITY"), "comment": {"text": 7}}, None),
            ({**asking_for(), "requestedAttributes": ["TOXICITY"]}, None),
            ({**asking_for(), "requestedAttributes": {"TOXICITY": 1}}, None),
            ({**asking_for(), "requestedAttributes": {"TOXICITY": {"scoreType": "RANK"}}}, None),
            ({**asking_for(), "requestedAttributes": {"THREAT": {"scoreThreshold": 2}}}, None),
            ({**asking_for(), "requestedAttributes": {"THREAT": {"scoreThreshold": True}}}, None),
            ({**asking_for(), "requestedAttributes": {"THREAT": {"scoreThreshold": "1"}}}, None),
            (asking_for("TOXICITY", languages="en"), None),
            (asking_for("TOXICITY", languages=[1]), None),
            (asking_for("TOXICITY", spanAnnotations="yes"), None),
            (asking_for("TOXICITY", clientToken=7), None),
            (b"{", None),
            (b"[]", None),
            (b"\xff", None),
            (b'{"comment": {"text": "\\ud800"}}', None),
        ],
    )
    def test_a_request_that_says_nothing_to_score(self, key, body, error_type):
        assert_refused(post(body, key), 400, "INVALID_ARGUMENT", error_type)

    def test_without_a_key(self):
        assert_refused(post(asking_for("TOXICITY")), 403, "PERMISSION_DENIED")

    def test_with_a_key_that_is_none_or_revoked(self, key):
        for sent in ("dsk_nonesuch", "AIzaSyA-old-key"):
            error = assert_refused(
                post(asking_for("TOXICITY"), query={"key": sent}), 400, "INVALID_ARGUMENT"
            )
            assert error["details"][0]["reason"] == "API_KEY_INVALID"
        SiteKey.objects.update(revoked_at="2026-01-01T00:00:00Z")
        assert_refused(post(asking_for("TOXICITY"), key), 400, "INVALID_ARGUMENT")

    def test_with_a_key_for_something_else(self):
        other = issue_site_key(
            factories.make_site(), name="cms", scopes=["articles:write"], actor="operator:test"
        )
        assert_refused(post(asking_for("TOXICITY"), other), 403, "PERMISSION_DENIED")

    def test_a_key_opens_no_other_call_by_the_address(self, key):
        SiteKey.objects.update(scopes=["articles:write"])
        answer = Client().generic(
            "PUT",
            f"/api/v1/sites/the-daily-ledger/articles/1/?key={key}",
            b"{}",
            "application/json",
        )
        assert answer.status_code == 401

    def test_beyond_its_quota(self, key, settings):
        settings.THROTTLES = {**settings.THROTTLES, "analyze": "1/hour"}
        post(b"{", key)
        answer = post(b"{", key)
        assert_refused(answer, 429, "RESOURCE_EXHAUSTED")
        assert int(answer.headers["Retry-After"]) > 0

    def test_by_another_method(self, key):
        answer = Client().get(PATH, headers={"Authorization": f"Bearer {key}"})
        assert_refused(answer, 405, "UNIMPLEMENTED")


@pytest.mark.django_db
def test_without_a_worker_it_says_when_to_ask_again(key, monkeypatch):
    monkeypatch.setattr(channel, "ANSWER_SECONDS", 0.1)
    answer = post(asking_for("TOXICITY"), key)
    assert_refused(answer, 503, "UNAVAILABLE")
    assert answer.headers["Retry-After"] == "5"
