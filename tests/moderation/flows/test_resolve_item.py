"""A moderator rules on the text that was seen, and on no other."""

import pytest

from articles.models import OutboxEvent
from discussion.errors import RevisionPending, StaleComment
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.ruling import ruled_revision
from moderation.flows.resolve_item import resolve_item
from moderation.models import ReviewItem
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site)


def open_texts() -> list[str]:
    items = ReviewItem.objects.filter(closed_at=None)
    return list(items.values_list("revision__text", flat=True))


def looked_at_later(article):
    """A public comment with an open item, as post-moderation has it."""
    article.moderation = "post"
    article.save(update_fields=["moderation"])
    return factories.published(article, "A nice text.")


def test_a_text_that_is_not_judged_yet_cannot_be_ruled_on(article, rosa):
    comment = factories.make_comment(article)
    with pytest.raises(RevisionPending):
        factories.decide(comment, rosa, Outcome.PUBLISH)
    assert factories.fresh(comment).status == "pending"


def test_an_edit_made_after_the_page_was_opened_is_not_decided_by_it(article, rosa):
    comment = looked_at_later(article)
    seen = comment.version
    edit_comment(comment, "You idiot, unseen.")
    for version in (seen, factories.fresh(comment).version):
        with pytest.raises((StaleComment, RevisionPending)):
            resolve_item(
                factories.fresh(comment),
                seen_version=version,
                outcome=Outcome.PUBLISH,
                moderator=rosa,
            )
    factories.screen()
    assert factories.fresh(comment).status == "published"
    assert factories.fresh(comment).public_revision.text == "You idiot, unseen."  # post: published
    assert open_texts() == ["You idiot, unseen."]


def test_rejecting_an_edit_brings_the_public_text_back_into_the_queue(article, rosa):
    comment = looked_at_later(article)
    article.moderation = "machine"
    article.save(update_fields=["moderation"])
    edit_comment(comment, "You idiot.")
    factories.screen()
    assert open_texts() == ["You idiot."]
    factories.decide(comment, rosa, Outcome.REJECT)
    assert factories.fresh(comment).public_revision.text == "A nice text."
    assert open_texts() == ["A nice text."]
    factories.decide(comment, rosa, Outcome.PUBLISH)
    assert open_texts() == []


def test_restoring_a_comment_restores_the_text_that_was_judged_last_not_its_rejected_edit(
    article, rosa
):
    comment = factories.published(article, "A good text.")
    edit_comment(comment, "You idiot.")
    factories.screen()
    factories.decide(comment, rosa, Outcome.REJECT)
    factories.decide(comment, rosa, Outcome.REJECT)
    assert factories.fresh(comment).status == "rejected"
    assert ruled_revision(factories.fresh(comment)).text == "A good text."
    factories.decide(comment, rosa, Outcome.PUBLISH)
    assert factories.fresh(comment).public_revision.text == "A good text."


def test_confirming_what_is_public_tells_nobody_twice(article, rosa):
    comment = looked_at_later(article)
    factories.decide(comment, rosa, Outcome.PUBLISH)
    kinds = OutboxEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["queue.entered", "comment.published", "queue.left"]


def test_a_guessed_version_decides_nothing(article, rosa):
    comment = factories.held(article)
    with pytest.raises(StaleComment):
        resolve_item(
            comment, seen_version=comment.version + 1, outcome=Outcome.PUBLISH, moderator=rosa
        )
    assert factories.fresh(comment).status == "held"


def test_withdrawing_a_held_comment_with_replies_changes_the_page(article, rosa):
    parent = factories.published(article, "Parent")
    factories.published(article, "Reply", author="Ben", parent=parent)
    factories.decide(parent, rosa, Outcome.HOLD)
    article.refresh_from_db()
    before = article.version
    withdraw_comment(factories.fresh(parent))
    article.refresh_from_db()
    assert article.version == before + 1
