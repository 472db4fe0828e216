"""An anchor kept outside tells what the chains cannot: that a subject, or the end, is gone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.models import Max
from django.db.models.deletion import ProtectedError

from articles import anchor as anchors
from articles.anchor import ALL, Anchor, LedgerBusy, NoAnchor, anchor_faults, anchor_of
from articles.audit import append_event, event_after
from articles.models import AuditEvent, Site
from discussion.flows.erase_comment import erase_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment
from discussion.verification import ledger_faults
from tests import factories
from tests.person_world import forget

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    """A published comment of two; the database's own guards are out of the attacker's way."""
    article = factories.make_article()
    factories.published(article, "Another fair point.", author="Ben")
    comment = factories.published(article)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
    return comment


def printed(*arguments):
    out = StringIO()
    call_command("audit_anchor", *arguments, stdout=out)
    return out.getvalue().strip()


def verified(*given):
    """What verify_audit prints with these anchors, and whether it succeeded."""
    out = StringIO()
    try:
        call_command("verify_audit", *[f"--anchor={each}" for each in given], stdout=out)
    except CommandError:
        return out.getvalue(), False
    return out.getvalue(), True


def delete_with_rows(row):
    """Delete the row with whatever refers to it, as by hand in the database."""
    while True:
        try:
            return row._meta.model.objects.filter(pk=row.pk).delete()
        except ProtectedError as error:
            for other in error.protected_objects:
                delete_with_rows(other)


def test_an_anchor_is_one_word_with_count_and_time(comment):
    line = printed()
    mark, version, scope, _, last, events, digest = line.split(":")
    assert (mark, version, scope, len(digest)) == ("discussion-audit", "1", ALL, 64)
    assert int(events) == AuditEvent.objects.count()
    assert int(last) == AuditEvent.objects.aggregate(Max("pk"))["pk__max"]
    assert str(Anchor.read(line)) == line


def test_a_sound_ledger_fits_its_anchor(comment):
    out, sound = verified(printed(), printed("--site", comment.site.slug))
    assert sound
    assert "and 2 anchors checked, 0 faults" in out


def test_a_subject_removed_with_all_its_events_is_found_by_the_anchor_alone(comment):
    kept = anchor_of(ALL)
    AuditEvent.objects.filter(subject=comment.audit_subject).delete()
    Comment.objects.filter(pk=comment.pk).update(decision=None, status="held", public_revision=None)
    delete_with_rows(comment)
    assert list(ledger_faults()) == []
    (fault,) = anchor_faults([kept])
    assert fault.endswith(f"2 of its {kept.events} events were removed")
    assert verified(kept)[1] is False


def test_a_removed_last_event_is_found_though_its_row_was_wound_back(comment):
    kept = anchor_of(ALL)
    site = Site.objects.get()
    before = {"audit_count": site.audit_count, "audit_head": site.audit_head}
    event = append_event(site, site_id=site.pk, kind="site.changed", actor="user:1", data={})
    later = anchor_of(ALL)
    event.delete()
    Site.objects.update(**before)
    assert list(ledger_faults()) == []
    assert list(anchor_faults([kept])) == []
    (fault,) = anchor_faults([later])
    assert "1 of its" in fault


def test_a_removed_event_is_not_made_up_for_by_a_newer_one(comment):
    kept = anchor_of(ALL)
    AuditEvent.objects.latest("pk").delete()
    factories.make_comment(comment.article, "Much later.")
    (fault,) = anchor_faults([kept])
    assert "1 of its" in fault


@pytest.mark.parametrize("field", ["mac", "actor"])
def test_an_event_that_was_written_anew_is_found(comment, field):
    """`actor` with a code that fits: whoever has the audit key deceives the chain alone."""
    kept = anchor_of(ALL)
    event = AuditEvent.objects.filter(subject=comment.audit_subject).latest("sequence")
    Comment.objects.filter(pk=comment.pk).update(audit_count=1, audit_head=event.previous)
    forged = event_after(
        factories.fresh(comment),
        site_id=event.site_id,
        kind=event.kind,
        actor="user:mal" if field == "actor" else event.actor,
        data=event.data,
    )
    told = {"mac": "0" * 64} if field == "mac" else {"actor": "user:mal", "at": forged.at}
    AuditEvent.objects.filter(pk=event.pk).update(**{"mac": forged.mac, **told})
    Comment.objects.filter(pk=comment.pk).update(audit_count=2, audit_head=forged.mac)
    assert bool(list(ledger_faults())) is (field == "mac")
    (fault,) = anchor_faults([kept])
    assert "changed or replaced" in fault


@pytest.mark.parametrize("key", [0, -7])
def test_an_event_put_among_the_anchored_ones_is_found(comment, key):
    """With a code that fits, in a place that was free."""
    kept = anchor_of(ALL)
    later = factories.make_comment(comment.article, "Later.")
    assert list(anchor_faults([kept])) == []
    AuditEvent.objects.filter(subject=later.audit_subject).update(id=key)
    assert list(ledger_faults()) == []
    (fault,) = anchor_faults([kept])
    assert fault.endswith(f"1 events were added among its {kept.events}")


def test_two_events_that_changed_places_are_found(comment):
    kept = anchor_of(ALL)
    first, second = AuditEvent.objects.order_by("pk")[:2]
    AuditEvent.objects.filter(pk=first.pk).update(id=-1)
    AuditEvent.objects.filter(pk=second.pk).update(id=first.pk)
    AuditEvent.objects.filter(pk=-1).update(id=second.pk)
    assert len(list(anchor_faults([kept]))) == 1


def test_growth_is_no_fault(comment):
    kept = printed()
    factories.held(comment.article)
    withdraw_comment(factories.fresh(comment))
    factories.make_article(factories.make_site("Another Paper"))
    out, sound = verified(kept)
    assert sound, out


def test_an_erasure_is_no_fault(comment):
    kept = printed()
    erase_comment(factories.fresh(Comment.objects.earliest("pk")), actor="operator:test")
    assert forget(comment.author).state == "done"
    assert factories.fresh(comment).status == "erased"
    out, sound = verified(kept)
    assert sound, out


def test_a_site_s_anchor_knows_nothing_of_other_sites(comment):
    other = factories.published(factories.make_article(factories.make_site("Another Paper")))
    own, others = anchor_of(comment.site.slug), anchor_of(other.site.slug)
    AuditEvent.objects.filter(site=other.site).latest("pk").delete()
    assert list(anchor_faults([own])) == []
    assert len(list(anchor_faults([own, others]))) == 1


def test_a_removed_site_is_found(comment):
    kept = anchor_of(comment.site.slug)
    Site.objects.update(slug="somewhere-else")
    (fault,) = anchor_faults([kept])
    assert fault.endswith(f"{kept.events} of its {kept.events} events were removed")


def test_of_a_row_of_anchors_those_before_the_fault_still_fit(comment):
    early = anchor_of(ALL)
    moved = factories.held(comment.article)
    middle = anchor_of(ALL)
    factories.held(comment.article, author="Ben")
    late = anchor_of(ALL)
    AuditEvent.objects.filter(subject=moved.audit_subject).latest("pk").delete()
    named = [fault.split(":")[0] for fault in anchor_faults([late, early, middle])]
    assert len(named) == 2
    assert list(anchor_faults([early])) == []


def test_what_the_anchor_says_of_itself_is_part_of_it(comment):
    mark, version, scope, at, last, events, digest = printed().split(":")
    said = [
        (scope, "20200101T000000Z", last, events),
        (scope, at, str(int(last) + 1), events),
        (comment.site.slug, at, last, events),
    ]
    for words in said:
        assert (
            len(list(anchor_faults([Anchor.read(":".join([mark, version, *words, digest]))]))) == 1
        )


def test_an_empty_ledger_has_an_anchor():
    kept = anchor_of(ALL)
    assert (kept.last, kept.events) == (0, 0)
    factories.make_article()
    assert list(anchor_faults([kept])) == []


def test_anchors_are_read_out_of_a_mail(comment, tmp_path):
    mail = tmp_path / "mail"
    mail.write_text(f"Subject: audit\n\n> {printed()}\n\nNothing else.\n{printed()}\n")
    out, sound = verified(mail)
    assert sound
    assert "and 2 anchors checked" in out


@pytest.mark.parametrize(
    "text",
    [
        "discussion-audit:1:@all:20261130T110000Z:5:5:abc",
        "discussion-audit:2:@all:20261130T110000Z:5:5:" + "a" * 64,
        "discussion-audit:1:@all:20261332T110000Z:5:5:" + "a" * 64,
        "discussion-audit:",
    ],
)
def test_what_is_no_anchor_is_refused_and_not_passed_over(text, tmp_path):
    with pytest.raises(NoAnchor):
        Anchor.read(text)
    (tmp_path / "file").write_text(text)
    for given in (text, str(tmp_path / "file")):
        with pytest.raises(CommandError, match="discussion-audit"):
            call_command("verify_audit", anchor=[given])


def test_a_file_without_an_anchor_and_no_file_are_refused(tmp_path):
    (tmp_path / "empty").write_text("Nothing here.\n")
    with pytest.raises(CommandError, match="There is no anchor in"):
        call_command("verify_audit", anchor=[str(tmp_path / "empty")])
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_audit", anchor=[str(tmp_path / "nowhere")])


def test_an_unknown_site_has_no_anchor():
    with pytest.raises(CommandError, match="There is no site"):
        call_command("audit_anchor", site="nowhere")


def test_batches_leave_out_nothing(comment, monkeypatch):
    whole = anchor_of(ALL)
    monkeypatch.setattr(anchors, "BATCH", 2)
    assert list(anchor_faults([whole])) == []


@pytest.mark.django_db(transaction=True)
def test_an_event_that_is_still_being_written_is_waited_for_or_beyond(monkeypatch):
    """It has its key already, and may not turn up later below the anchor's end."""
    article = factories.make_article()
    monkeypatch.setattr(anchors, "LOCK_TIMEOUT", "10ms")
    written, looked = threading.Event(), threading.Event()

    def write():
        with transaction.atomic():
            factories.make_comment(article)
            written.set()
            looked.wait(10)
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        written.wait(10)
        try:
            kept = anchor_of(ALL)
        except LedgerBusy:
            kept = None
        looked.set()
        writer.result()
    assert (kept is None) is (connection.vendor == "postgresql")
    assert list(anchor_faults([kept or anchor_of(ALL)])) == []
