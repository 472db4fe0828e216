"""Whoever is forgotten leaves no word in any column of any table, and no hole in the ledger."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from discussion.models import Author, Comment
from discussion.verification import ledger_faults
from moderation.figures.period import Period
from moderation.models import TextFingerprint, TextRepeat
from moderation.transparency.report import transparency_report
from tests.person_world import MARK, World, forget, marked_columns, text_columns

pytestmark = pytest.mark.django_db

# Tables that hold nothing of readers: what they have is the site's own, or staff's.
NOT_OF_READERS = {
    "admin.LogEntry",  # what staff changed in forms; readers' rows have none
    "articles.Blocklist",
    "articles.FeedSource",
    "articles.KeySet",
    "articles.PolicyVersion",
    "articles.ReaderKey",
    "articles.Site",
    "articles.SiteKey",
    "auth.Group",
    "auth.Permission",
    "contenttypes.ContentType",
    "discussion.User",
    "discussion.WebhookDelivery",
    "discussion.WebhookEndpoint",
    "discussion.WebhookSecret",
    "moderation.Authenticator",
    "moderation.DeskSession",
    "moderation.DeskSettings",
    "moderation.ExternalModerator",
    "moderation.ProviderLink",
    "moderation.ReasoningTemplate",
    "moderation.RecoveryCode",
    "moderation.SavedView",
    "moderation.WorkerHeartbeat",
    "sessions.Session",
}
# Columns of the other tables that hold ids, codes, numbers and keyed digests, of the code's making.
NO_WORDS = {
    "articles.Article": "*",  # the editors'
    "articles.AuditEvent": "kind subject actor data previous mac",
    "articles.OutboxEvent": "kind payload",
    "articles.RevokedToken": "jti",
    # Until the tokens end by themselves: without it a stolen token would be good again.
    "articles.SignedOut": "subject",
    "discussion.Comment": "path audit_head reaction_counts",
    "discussion.Decision": (
        "clauses reasons moderation engine_version producers scorer text_hash said_hash"
    ),
    "discussion.DecisionText": "salt",
    "discussion.IdempotencyRecord": "caller fingerprint",
    "discussion.ImportedArticle": "source source_id",
    # A comment's id elsewhere stays, or the next import would bring it back.
    "discussion.ImportedComment": "source source_id",
    "discussion.ImportedAuthor": "source",
    "discussion.KeptRestriction": "owner",
    "discussion.Notification": "about ending",
    "discussion.PersonJob": "owner asked_by lease_owner",
    "discussion.Reaction": "name",
    "discussion.Revision": "salt",
    "moderation.Alert": "data",
    "moderation.Escalation": "digest",
    "moderation.Job": "lease_owner",
    "moderation.JobLine": "detail verdict",
    "moderation.Notice": "reference",
    "moderation.QueueLabel": "label",
    "moderation.Report": "reason",
    "moderation.ReviewItem": "clauses reasons",
    "moderation.Sanction": "clause",
    "moderation.Screening": "request_id lease_owner",
    "moderation.SecondLook": "clause",
    "moderation.Signal": "attribute producer producer_version producer_digest",
}


@pytest.fixture
def world():
    world = World()
    world.live()
    return world


def speaks(model, field):
    """Whether the column can hold somebody's words, as far as this file says."""
    known = NO_WORDS.get(model._meta.label, "")
    return not (
        field.choices
        or model._meta.label in NOT_OF_READERS
        or known == "*"
        or field.name in known.split()
    )


def replayed(site):
    out = StringIO()
    call_command("replay", "--site", site.slug, stdout=out)
    return out.getvalue()


def figures_of(site):
    day = timezone.now().date()
    return transparency_report(site, Period(day - timedelta(days=1), day + timedelta(days=1)))


def test_every_column_is_known_and_no_word_is_left(world):
    """A new column has to be filled by tests/person_world.py, or be named above as one that holds
    nothing of a reader: on the day that it is made.
    """
    can_speak = {f"{m._meta.label}.{f.name}" for m, f in text_columns() if speaks(m, f)}
    assert marked_columns() == can_speak

    job = forget(world.ada)

    assert job.state == "done"
    assert marked_columns() == set()
    assert not TextFingerprint.objects.exists()
    assert not TextRepeat.objects.exists()
    assert set(Comment.objects.filter(author=world.ada).values_list("status", flat=True)) == {
        "erased"
    }
    assert MARK not in str(Author.objects.values())
    assert world.bens.revisions.get().text == "Ben's own words."
    assert world.reply.revisions.get().text == "I agree."


def test_ledger_replay_and_figures_are_as_sound_as_before(world):
    before, decided = figures_of(world.site), replayed(world.site).splitlines()[0]
    assert list(ledger_faults()) == []
    forget(world.ada)
    assert list(ledger_faults()) == []
    after = figures_of(world.site)
    assert (after.figures, after.differences) == (before.figures, ())
    first, *more = replayed(world.site).splitlines()
    assert first == decided
    assert more == ["6 of them are about erased comments: repeated from numbers alone."]
