"""What staff could see or do beyond their part, and what the record has to bear."""

import io
import sqlite3

import pytest
from django.apps import apps
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from discussion.models import Author, Decision, Statement
from discussion.verification import ledger_faults
from tests import factories
from tests.api_calls import Api

ADDRESS = "203.0.113.77"


def test_nobody_of_another_site_is_offered_for_completion(world):
    factories.make_author(world.other, "Foreign Fay")
    for model in ("author", "article", "comment"):
        asked = {"app_label": "moderation", "model_name": "sanction", "field_name": model}
        answer = world.desk.get(reverse("admin:autocomplete"), {**asked, "term": "Fay"})
        assert answer.status_code in {200, 403, 404}
        assert b"Foreign Fay" not in answer.content


def test_no_address_of_a_reader_is_kept_or_shown(world):
    api = Api(world.token())
    api._client.defaults["REMOTE_ADDR"] = ADDRESS
    assert api.post(world.comments, {"body": "You idiot."}).status_code == 202
    world.screen()
    page = world.desk.get(reverse("admin:moderation_reviewitem_changelist"))
    assert ADDRESS not in page.content.decode()
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            assert ADDRESS not in str(row), model


def test_a_decision_without_its_statement_is_not_kept(world, monkeypatch):
    comment = world.comment()

    def fail(*args, **options):
        raise RuntimeError("the statement cannot be written")

    monkeypatch.setattr(Statement.objects, "create", fail)
    monkeypatch.setattr(Statement, "save", fail)
    before = (Decision.objects.count(), factories.fresh(comment).version)
    with pytest.raises(RuntimeError), transaction.atomic():
        rosa = factories.make_moderator(world.site, "rosa")
        factories.decide(comment, rosa, factories.Outcome.REJECT)
    assert (Decision.objects.count(), factories.fresh(comment).version) == before
    assert factories.fresh(comment).status == "published"


@pytest.mark.django_db(transaction=True)
def test_a_restored_copy_is_as_sound_as_what_was_copied():
    """Copied and put back by the database's own means, into tables that had been emptied."""
    article = factories.make_article()
    rude = factories.held(article)
    factories.published(article, author="Ben")
    factories.decide(rude, factories.make_moderator(article.site), factories.Outcome.REJECT)
    put_back = copied()
    call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
    assert not Author.objects.exists()
    put_back()
    assert list(ledger_faults()) == []
    assert factories.fresh(rude).status == "rejected"
    call_command("verify_audit", stdout=io.StringIO())


def copied():
    """Copy every table; return what puts the copy back."""
    if connection.vendor == "sqlite":
        kept = sqlite3.connect(":memory:")
        connection.ensure_connection()
        connection.connection.backup(kept)
        return lambda: kept.backup(connection.connection)
    tables = connection.introspection.django_table_names(only_existing=True)
    with connection.cursor() as cursor:
        rows = {}
        for table in tables:
            with cursor.copy(f'COPY "{table}" TO STDOUT') as out:
                rows[table] = b"".join(bytes(piece) for piece in out)

    def put_back():
        with transaction.atomic(), connection.cursor() as cursor:
            # As pg_restore does it: the rows first, the triggers that guard them afterwards.
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, lines in rows.items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
                    into.write(lines)

    return put_back


def test_a_wrong_password_costs_the_same_whoever_it_is_for(world, monkeypatch):
    """Not by the clock: as many passwords are worked out, and the answer is the same."""
    user = world.desk.get("/admin/").wsgi_request.user
    user.set_password("correct horse battery staple")
    user.save()
    worked_out = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: worked_out.append(1) or encode(self, password, salt),
    )
    seen = []
    for name in (user.username, "nobody-at-all"):
        worked_out.clear()
        form = {"username": name, "password": "wrong horse"}
        answer = Client().post("/admin/login/", form)
        page = answer.content.decode().replace(name, "")
        seen.append((answer.status_code, len(worked_out), len(page)))
    assert seen[0] == seen[1]
    assert seen[0][1] >= 1


@pytest.mark.parametrize("signs", ["%_%_%_%", "%", "_", "\\", "*", "' OR 1=1 --"])
def test_signs_of_a_pattern_are_looked_for_as_they_are(world, signs):
    world.ask_the_desk(world.comment("Nothing of that kind."))
    for page in ("moderation_reviewitem_changelist", "discussion_comment_changelist"):
        answer = world.desk.get(reverse(f"admin:{page}"), {"q": signs})
        assert answer.status_code == 200
        assert b"Nothing of that kind." not in answer.content
