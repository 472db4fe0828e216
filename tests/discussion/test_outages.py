"""While the database does not do its work, callers are told to come again, and nothing is lost."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from discussion.models import Comment
from discussion.outages import is_outage
from tests import discussion_rows as rows
from tests import factories
from tests.api_calls import Api, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def ada(article):
    return Api(rows.reader_token(article.site, "ada"))


@contextmanager
def only_reading():
    """The database refuses to write, as a replica does, or one whose disk is full."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA query_only = ON")
        yield
        connection.cursor().execute("PRAGMA query_only = OFF")
        return
    with transaction.atomic():
        connection.cursor().execute("SET TRANSACTION READ ONLY")
        yield
        # Ends with the savepoint.
        transaction.set_rollback(True)


@contextmanager
def out_of_reach(monkeypatch, tmp_path):
    """There is no database at its address."""
    elsewhere = {
        "sqlite": {"NAME": str(tmp_path / "nowhere" / "x.sqlite3")},
        "postgresql": {"HOST": str(tmp_path)},
    }
    with monkeypatch.context() as patch:
        connection.close()
        for name, value in elsewhere[connection.vendor].items():
            patch.setitem(connection.settings_dict, name, value)
        yield
    connection.close()


def test_a_comment_that_cannot_be_stored_may_be_posted_again(article, ada):
    path, sent = f"articles/{article.public_id}/comments/", {"body": "A fair point."}
    with only_reading():
        refused = ada.post(path, sent, Idempotency_Key="key-1")
        assert_problem(refused, 503, "unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        assert not Comment.objects.exists()
    assert ada.post(path, sent, Idempotency_Key="key-1").status_code == 202
    assert Comment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
class TestOutOfReach:
    def test_a_program_is_told_to_come_again_and_is_served_without_a_restart(
        self, article, monkeypatch, tmp_path
    ):
        path = f"articles/{article.public_id}/"
        with out_of_reach(monkeypatch, tmp_path):
            assert_problem(Api().get(path), 503, "unavailable")
        assert Api().get(path).status_code == 200

    def test_a_person_reads_a_page_that_says_so(self, article, monkeypatch, tmp_path):
        path = f"/{article.site.slug}/articles/{article.slug}/"
        reader = Client(raise_request_exception=False)
        with out_of_reach(monkeypatch, tmp_path):
            answer = reader.get(path)
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert answer.headers["Cache-Control"] == "no-store"
            assert b"Try again in a little while" in answer.content
            assert str(tmp_path).encode() not in answer.content
        assert reader.get(path).status_code == 200


def test_a_row_that_may_not_be_is_a_fault_of_our_own(article):
    with pytest.raises(Exception) as raised, transaction.atomic():
        type(article.site).objects.create(name="Again", slug=article.site.slug)
    assert not is_outage(raised.value)


def test_a_table_that_is_not_there_is_a_fault_of_our_own():
    with pytest.raises(DatabaseError) as raised, transaction.atomic():
        connection.cursor().execute("SELECT 1 FROM a_table_that_nobody_made")
    assert not is_outage(raised.value)
