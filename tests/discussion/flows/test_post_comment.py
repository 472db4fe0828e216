"""POST's transaction: comment, revision, job and audit together, or nothing."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import AuditEvent
from discussion.errors import ArticleClosed, AuthorBanned, DuplicateComment, KeyReused, ParentGone
from discussion.flows.post_comment import post_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.idempotency import RequestKey
from discussion.models import Author, Comment, Revision
from discussion.models.comment import MAX_DEPTH
from moderation.models import Screening
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_stores_a_pending_comment_with_its_job_and_its_first_event():
    comment = factories.make_comment(factories.make_article(), "Hello **there**.")
    revision = comment.revisions.get()
    assert (comment.status, comment.listed, revision.state) == ("pending", False, "pending")
    assert "<strong>there</strong>" in revision.fragment
    assert Screening.objects.get(revision=revision).attempts == 0
    assert AuditEvent.objects.get(subject=comment.audit_subject).kind == "comment.posted"


def test_it_leaves_nothing_behind_when_the_job_cannot_be_written(monkeypatch):
    article = factories.make_article()

    def broken(*args: object, **kwargs: object) -> None:
        raise IntegrityError("no job")

    monkeypatch.setattr(Screening.objects, "create", broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.make_comment(article)
    assert not Comment.objects.exists()
    assert not Revision.objects.exists()


def test_replies_stand_below_their_parent_in_the_order_of_the_path():
    article = factories.make_article()
    root = factories.published(article, "Root")
    reply = factories.published(article, "Reply", author="Ben", parent=root)
    other = factories.published(article, "Another root", author="Ben")
    in_order = list(Comment.objects.order_by("path"))
    assert in_order == [root, reply, other]
    assert (reply.depth, reply.root_id) == (1, root.pk)


def test_replies_below_the_deepest_level_attach_to_it():
    article = factories.make_article()
    comment = factories.published(article, "0")
    for level in range(1, MAX_DEPTH + 3):
        comment = factories.published(article, f"level {level}", parent=comment)
    assert comment.depth == MAX_DEPTH
    assert comment.parent.depth == MAX_DEPTH - 1


@pytest.fixture
def chain():
    """A published comment on each level, the deepest last."""
    article = factories.make_article()
    comments = [factories.published(article, "level 0")]
    for level in range(1, MAX_DEPTH + 1):
        comments.append(factories.published(article, f"level {level}", parent=comments[-1]))
    return comments


@pytest.mark.parametrize("gone", [MAX_DEPTH - 1, MAX_DEPTH])
def test_the_deepest_level_is_answered_while_it_and_what_it_hangs_on_are_published(chain, gone):
    withdraw_comment(factories.fresh(chain[gone]))
    with pytest.raises(ParentGone):
        factories.make_comment(chain[-1].article, "Too late.", author="Ben", parent=chain[-1])


def test_the_same_text_twice_at_the_deepest_level_is_refused(chain):
    article = chain[-1].article
    factories.published(article, "Twice.", author="Ben", parent=chain[-1])
    with pytest.raises(DuplicateComment):
        factories.make_comment(article, "Twice.", author="Ben", parent=chain[-1])


@pytest.mark.parametrize("closing", [{"commenting": "closed"}, {"closes_at": timezone.now()}])
def test_it_refuses_a_closed_article(closing):
    with pytest.raises(ArticleClosed):
        factories.make_comment(factories.make_article(**closing))


@pytest.mark.parametrize("restriction", ["banned", "suspended"])
def test_it_refuses_an_author_who_may_not_write(restriction):
    article = factories.make_article()
    factories.make_author(article.site, "Mal", restriction=restriction)
    with pytest.raises(AuthorBanned):
        factories.make_comment(article, author="Mal")


def test_it_refuses_an_author_who_was_banned_since_they_were_read():
    article = factories.make_article()
    mal = factories.make_author(article.site, "Mal")
    Author.objects.update(restriction="banned")
    with pytest.raises(AuthorBanned):
        post_comment(author=mal, article=article, parent=None, body="Still here.")


def test_it_takes_an_author_whose_suspension_has_ended():
    article = factories.make_article()
    factories.make_author(
        article.site, "Mal", restriction="suspended", restricted_until=timezone.now()
    )
    assert factories.make_comment(article, author="Mal").status == "pending"


def test_it_refuses_a_reply_to_what_is_not_published():
    article = factories.make_article()
    with pytest.raises(ParentGone):
        factories.make_comment(article, "But", parent=factories.make_comment(article))
    assert Comment.objects.count() == 1


def test_it_refuses_the_same_text_twice_in_one_place():
    article = factories.make_article()
    factories.make_comment(article, "Twice.")
    with pytest.raises(DuplicateComment):
        factories.make_comment(article, "Twice.")
    assert factories.make_comment(article, "Twice.", author="Ben")


def test_a_repeated_key_gets_the_first_comment_and_makes_no_other():
    article = factories.make_article()
    author = factories.make_author(article.site)
    key = RequestKey(article.site_id, "author:1", "k1", fingerprint="same")
    first, again = (
        post_comment(author=author, article=article, parent=None, body="Once.", key=key)
        for _ in range(2)
    )
    assert first.comment == again.comment
    assert (first.text is None, again.text is None) == (False, True)
    assert Comment.objects.count() == 1


def test_a_key_that_came_with_another_request_is_refused():
    article = factories.make_article()
    author = factories.make_author(article.site)
    one = RequestKey(article.site_id, "author:1", "k1", fingerprint="one")
    other = RequestKey(article.site_id, "author:1", "k1", fingerprint="other")
    post_comment(author=author, article=article, parent=None, body="One.", key=one)
    with pytest.raises(KeyReused):
        post_comment(author=author, article=article, parent=None, body="Other.", key=other)
