"""Checks on what is kept, and on what the scorer of the tests makes of it."""

import re
import unicodedata

import pytest
from django.utils import timezone

from discussion.models import Decision
from moderation.models import ReviewItem, Screening
from moderation.scoring.base import ScorerUnavailable
from tests import factories
from tests.attacks.adapter import Sent
from tests.attacks.cases import LONGEST_BODY
from tests.attacks.world import caller

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_WORD_OF_NOTE = re.compile(r"word [`'\"“](\w+)")


def stored_verbatim(sent: Sent, limit: int) -> None:
    """As it was written, but for the two things that are documented: line ends and NFC."""
    assert sent.comment is not None
    written = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", sent.text))
    own = sent.world.reader.get(f"comments/{sent.comment.public_id}/").json()
    assert own["body_text"] == sent.comment.revisions.get().text == written


def plain_text(sent: Sent, limit: int) -> None:
    """Kept as it was sent, whatever language it is; looked for as words and nothing else."""
    if sent.surface == "query.search":
        queue = sent.answers[0].content.decode()
        assert "Nothing of what anybody looks for." not in queue
    elif sent.surface == "comment.body":
        stored_verbatim(sent, limit)
    elif sent.comment is not None:
        author = sent.comment.author
        claim = sent.surface.removeprefix("jwt.claim.")
        kept = {"name": author.display_name, "sub": author.subject, "email": author.email}
        assert kept.get(claim, sent.text) == sent.text


def fields_are_the_services(sent: Sent, limit: int) -> None:
    """Refused; or nothing of it but the text has been taken over."""
    if sent.is_refused:
        assert sent.answers[0].json()["code"] == "unknown-field", sent.answers[0].json()
        return
    assert sent.comment is not None
    ours = (sent.comment.status, sent.comment.author.subject, sent.comment.article)
    assert ours == ("pending", "u1", sent.world.article)


def length_after_normalising(sent: Sent, limit: int) -> None:
    if sent.comment is not None:
        kept = sent.comment.revisions.get().text
        assert len(unicodedata.normalize("NFC", kept)) == len(kept) <= LONGEST_BODY


def scored_as_stored(sent: Sent, limit: int) -> None:
    if sent.comment is not None:
        kept = sent.comment.revisions.get().text
        sent.world.screen()
        assert (status_of(sent) == "published") == ("idiot" not in kept)


def status_of(sent: Sent) -> str:
    assert sent.comment is not None
    return str(factories.fresh(sent.comment).status)


def held_or_rejected(sent: Sent, limit: int) -> None:
    """Also by what could not be read: that goes to a person."""
    named = _WORD_OF_NOTE.search(sent.case.said.get("note", ""))
    sent.world.screen(named[1] if named else "idiot")
    assert status_of(sent) in {"held", "rejected"}


def held_or_marked_unscorable(sent: Sent, limit: int) -> None:
    """What a scorer has no words for goes to a person. Only a real one has words: the shipped."""
    sent.world.screen_by_the_model()
    assert status_of(sent) in {"held", "rejected"}


def published_under_stub(sent: Sent, limit: int) -> None:
    sent.world.screen()
    assert status_of(sent) == "published"


def name_scored_or_reviewed(sent: Sent, limit: int) -> None:
    sent.world.screen()
    assert sent.comment is not None
    assert ReviewItem.objects.filter(comment=sent.comment).exists()


def every_window_scored(sent: Sent, limit: int) -> None:
    """A rude word is found wherever in a text of that length it stands."""
    length = min(len(sent.text), LONGEST_BODY - 10)
    for n, at in enumerate((0, length // 3, length // 2, length)):
        text = f"{sent.text[:at]} idiot {sent.text[at:length]}"
        author = caller(sent.world.token(f"w{n}"))
        assert author.post(sent.world.comments, {"body": text}).status_code == 202
        sent.world.screen()
        assert sent.world.newest().status == "held"


def held_for_person(sent: Sent, limit: int) -> None:
    sent.world.screen()
    assert status_of(sent) == "held"
    assert ReviewItem.objects.get(comment=sent.comment).reasons == ["not-scored"]


def never_published(sent: Sent, limit: int) -> None:
    sent.world.screen()
    assert status_of(sent) != "published"


def held_after_attempts(sent: Sent, limit: int) -> None:
    """Tried so often, each time when its lease has ended; then a person has it."""
    for _ in range(limit):
        factories.end_leases()
        with pytest.raises(ScorerUnavailable):
            sent.world.screen()
        assert status_of(sent) == "pending"
    factories.end_leases()
    sent.world.screen()
    held_for_person(sent, limit)


def retried_with_backoff(sent: Sent, limit: int) -> None:
    """What has failed is not tried again at once."""
    with pytest.raises(ScorerUnavailable):
        sent.world.screen()
    assert Screening.objects.get(revision__comment=sent.comment).lease_until > timezone.now()
    sent.world.screen()
    assert status_of(sent) == "pending"
    Screening.objects.update(attempts=0)


def neighbours_keep_their_scores(sent: Sent, limit: int) -> None:
    """Of a batch that came back short, nobody gets another's score."""
    neighbour = caller(sent.world.token("u2", name="Ben"))
    assert neighbour.post(sent.world.comments, {"body": "You are an idiot."}).status_code == 202
    rude = sent.world.newest()
    sent.world.screen()
    assert (status_of(sent), factories.fresh(rude).status) == ("held", "held")
    assert factories.fresh(rude).decision.score == pytest.approx(0.99)
    assert factories.fresh(sent.comment).decision.score is None


def one_effective_decision(sent: Sent, limit: int) -> None:
    sent.world.screen()
    sent.world.screen()
    assert Decision.objects.filter(revision__comment=sent.comment).count() == 1


def rescored_after_edit(sent: Sent, limit: int) -> None:
    """The new text is judged, and until then nobody reads it."""
    assert sent.comment is not None
    shown = sent.world.fragments(sent.comment)[f"listed {sent.comment.public_id}"]
    assert "A fair point." in shown
    judged = Decision.objects.filter(revision__comment=sent.comment).count()
    sent.world.screen("xylophone-marmalade")
    assert Decision.objects.filter(revision__comment=sent.comment).count() == judged + 1


CHECKS = {
    "stored_verbatim": stored_verbatim,
    "stored_or_matched_as_plain_text": plain_text,
    "field_ignored_or_refused": fields_are_the_services,
    "unknown_fields_ignored_or_refused": fields_are_the_services,
    "length_checked_after_normalising": length_after_normalising,
    "scored_text_is_the_stored_text": scored_as_stored,
    "held_or_rejected": held_or_rejected,
    "held_or_rejected_or_marked_unscorable": held_or_marked_unscorable,
    "published_under_stub": published_under_stub,
    "name_scored_or_reviewed": name_scored_or_reviewed,
    "every_window_scored": every_window_scored,
    "held_for_person": held_for_person,
    "never_published": never_published,
    "held_for_person_after_attempts": held_after_attempts,
    "retried_with_backoff": retried_with_backoff,
    "no_score_assigned_to_the_wrong_comment": neighbours_keep_their_scores,
    "one_effective_decision": one_effective_decision,
    "rescored_after_edit": rescored_after_edit,
}
# What a case of the tiers `goal` and `record` is measured by, and not held to.
MEASURED = {
    "held_or_rejected",
    "held_or_rejected_or_marked_unscorable",
    "name_scored_or_reviewed",
}
