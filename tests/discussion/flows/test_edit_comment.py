"""When a text may still be changed."""

import pytest

from discussion.errors import AlreadyReplied
from discussion.flows.edit_comment import edit_comment
from discussion.models.comment import MAX_DEPTH
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def deepest():
    """A comment on the deepest level, and its article."""
    article = factories.make_article()
    comment = factories.published(article, "0")
    for level in range(1, MAX_DEPTH + 1):
        comment = factories.published(article, f"level {level}", parent=comment)
    return comment


def test_an_answered_text_stays_as_it_is():
    article = factories.make_article()
    comment = factories.published(article)
    factories.make_comment(article, "But", author="Ben", parent=comment)
    with pytest.raises(AlreadyReplied):
        edit_comment(factories.fresh(comment), "Another text.")


def test_on_the_deepest_level_an_answer_stands_beside_what_it_answers(deepest):
    factories.make_comment(deepest.article, "But", author="Ben", parent=deepest)
    with pytest.raises(AlreadyReplied):
        edit_comment(factories.fresh(deepest), "Another text.")


def test_on_the_deepest_level_ones_own_next_comment_is_no_answer(deepest):
    factories.make_comment(deepest.article, "And", parent=deepest)
    assert edit_comment(factories.fresh(deepest), "Another text.").number == 2
