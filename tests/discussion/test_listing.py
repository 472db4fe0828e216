"""A published reply always has its place in the thread, whatever happens above it meanwhile."""

from functools import partial

import pytest

from discussion.errors import StaleComment
from discussion.flows.set_status import lock_version
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Comment
from tests import factories
from tests.services.at_once import at_once

ROUNDS = 8


@pytest.mark.django_db(transaction=True)
def test_a_reply_published_while_its_parent_is_withdrawn_stays_in_the_thread():
    article = factories.make_article()
    for number in range(ROUNDS):
        parent = factories.published(article, f"Parent {number}")
        reply = factories.make_comment(article, f"Reply {number}", author="Ben", parent=parent)
        at_once(partial(withdraw_comment, factories.fresh(parent)), factories.screen)
        assert factories.fresh(parent).status == "withdrawn"
        assert factories.fresh(reply).status == "published"
        assert factories.fresh(parent).listed
    lost = Comment.objects.filter(listed=True, parent__listed=False)
    assert not lost.exists()


@pytest.mark.django_db
def test_who_read_an_older_place_in_the_thread_is_refused():
    article = factories.make_article()
    parent = factories.published(article, "Parent")
    child = factories.published(article, "Child", author="Ben", parent=parent)
    withdraw_comment(factories.fresh(parent))
    seen = factories.fresh(parent)
    assert seen.listed
    withdraw_comment(factories.fresh(child))
    assert not factories.fresh(parent).listed
    with pytest.raises(StaleComment):
        lock_version(seen)
