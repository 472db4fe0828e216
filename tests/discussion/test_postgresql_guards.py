"""What PostgreSQL refuses by itself, whoever writes; on SQLite the flows and the chain see to
it.
"""

import pytest
from django.db import IntegrityError, connection, transaction

from articles.models import AuditEvent, PolicyVersion
from discussion.models import Comment, Decision
from tests import factories

pytestmark = pytest.mark.django_db

REFUSED = {
    "a changed audit event": lambda: AuditEvent.objects.update(kind="forged"),
    "a deleted audit event": lambda: AuditEvent.objects.all().delete(),
    "a changed decision": lambda: Decision.objects.update(outcome="reject"),
    "a deleted decision": lambda: Decision.objects.filter(outcome="hold")._raw_delete("default"),
    "a changed policy": lambda: PolicyVersion.objects.update(title="Forged"),
    "a published held comment": lambda: Comment.objects.filter(status="held").update(
        status="published",
        listed=True,
        published_at="2026-01-01T00:00Z",
        public_revision=_held_text(),
    ),
    "a comment moved to another site's article": lambda: Comment.objects.update(
        article=factories.make_article(factories.make_site("Another Paper"))
    ),
    "an author of another site": lambda: Comment.objects.update(
        author=factories.make_author(factories.make_site("Another Paper"))
    ),
}


def _held_text() -> object:
    return Comment.objects.get(status="held").revisions.get()


@pytest.mark.parametrize("what", REFUSED)
def test_postgresql_refuses(what):
    article = factories.make_article()
    factories.published(article)
    factories.held(article)
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            REFUSED[what]()
    assert Comment.objects.filter(status="published").count() == 1


def test_the_guards_are_there_exactly_where_the_database_keeps_them():
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
            assert cursor.fetchone() == (0,)
            return
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        names = {name for (name,) in cursor.fetchall()}
    assert names >= {
        "audit_append_only",
        "audit_no_truncate",
        "policy_immutable",
        "decision_append_only",
        "decision_no_truncate",
        "comment_one_site",
        "comment_published_was_decided",
        "decision_fits",
    }
