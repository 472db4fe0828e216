"""What log lines say and what they never say: real lines, in both shapes."""

import json
import logging

import pytest
from django.db import DatabaseError, connection, transaction

from moderation.judge import Judge
from moderation.models import Screening
from tests import factories
from tests.api_calls import Api
from tests.discussion_rows import reader_token
from tests.stub_scorer import StubScorer

MARKER = "xylophone-marmalade"
EMAIL = "ada.lovelace@example.net"
BODY = f"{MARKER} write to {EMAIL}"


@pytest.fixture
def article(db):
    return factories.make_article()


def only(lines, word):
    (line,) = [line for line in lines() if word in line]
    return line


def test_a_judgement_is_told_with_ids_and_codes_and_without_the_text(article, lines):
    token = reader_token(article.site, email=EMAIL)
    posted = Api(token).post(f"articles/{article.public_id}/comments/", {"body": BODY})
    assert posted.status_code == 202
    factories.screen()
    decided = only(lines, "decided")
    for said in (posted.json()["id"], posted.headers["X-Request-ID"], "publish"):
        assert said in decided
    assert_clean(lines, token)


def assert_clean(lines, token="no-token"):
    for line in lines():
        for secret in (MARKER, EMAIL, token, token.rpartition(".")[2]):
            assert secret not in line


@pytest.mark.parametrize("lines", ["json"], indirect=True)
def test_a_json_line_has_a_field_for_each_thing_said(article, lines):
    comment = factories.make_comment(article, "You idiot.")
    Screening.objects.update(request_id="0192-of-its-request")
    factories.screen()
    said = json.loads(only(lines, "decided"))
    assert said["event"] == "decided"
    assert said["comment"] == str(comment.public_id)
    assert (said["outcome"], said["reasons"]) == ("hold", [])
    assert said["clauses"] == ["hateful-language", "illegal-content"]
    assert said["request_id"] == "0192-of-its-request"


def test_a_text_that_breaks_the_judge_is_not_in_the_traceback(article, lines):
    class Breaks(StubScorer):
        def score(self, texts):
            own = texts[0]  # a local variable, which some renderers print
            raise RuntimeError(f"broke at a text of {len(own)} characters")

    factories.make_comment(article, BODY)
    factories.screen(Judge(Breaks(), ()))
    assert any("broke at a text of" in line for line in lines())
    assert any("screening" in line for line in lines())
    assert_clean(lines)


class QuotingError(DatabaseError):
    """What PostgreSQL says of a broken constraint, on any database."""

    def __init__(self) -> None:
        super().__init__(
            'new row violates check constraint "revision_text_length"\n'
            f"DETAIL:  Failing row contains (9, 1, {MARKER}\nin {EMAIL}\nlines, pending).\n"
            "CONTEXT:  COPY revision, line 1"
        )


@pytest.mark.parametrize("logger", ["moderation.worker", "celery.app.trace"])
def test_a_database_error_does_not_bring_the_failing_row(lines, logger):
    log = logging.getLogger(logger)
    try:
        try:
            raise QuotingError
        except QuotingError as error:
            raise RuntimeError("not stored") from error
    except RuntimeError as error:
        # As Celery tells of a task: the error's repr in the message.
        log.exception("task raised: %s, %r", error.__cause__, error.__cause__)
    text = "\n".join(lines())
    assert "revision_text_length" in text and "not stored" in text
    assert "Failing row" not in text
    assert_clean(lines)


def test_a_group_of_errors_is_as_silent(lines):
    group = ExceptionGroup("several", [QuotingError(), ValueError("harmless")])
    logging.getLogger("moderation.worker").error("sweep failed", exc_info=group)
    assert "harmless" in "\n".join(lines())
    assert_clean(lines)


def test_a_real_constraint_that_breaks_does_not_bring_the_row(article, lines):
    factories.make_comment(article, BODY)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        try:
            cursor.execute("UPDATE discussion_revision SET number = 0")
        except DatabaseError:
            logging.getLogger("moderation.worker").exception("sweep failed")
            raise
    assert any("revision_from_one" in line for line in lines())
    assert_clean(lines)


def test_the_request_that_django_adds_to_its_lines_is_not_told(lines):
    logging.getLogger("django.request").error("Server Error", extra={"request": BODY})
    assert "Server Error" in "\n".join(lines())
    assert_clean(lines)


def test_a_refused_request_is_one_line_without_its_path_or_a_traceback(article, lines):
    Api().get(f"/nowhere/{MARKER}/")
    Api().get("articles/", Host=f"{MARKER}.example")
    Api().post(f"/{article.site.slug}/articles/{article.slug}/comments/", {})
    assert_clean(lines)
    assert [line for line in lines() if "Traceback" in line] == []
    assert len(lines()) == 3
