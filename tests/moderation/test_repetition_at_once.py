"""Two workers who read the same text at the same moment: one of the two is the second."""

from functools import partial

import pytest

from discussion.models import Revision
from moderation.circumstances import floods
from tests import factories
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "Nobody asked the people of this town whether they wanted the bridge closed for a year."


@pytest.mark.parametrize("again", range(3))
def test_of_two_equal_texts_one_is_held(again):
    site = factories.make_site()
    articles = [factories.make_article(site, f"Article {number}") for number in range(2)]
    for article in articles:
        factories.make_comment(article, TEXT)
    revisions = Revision.objects.select_related("comment__article").order_by("pk")
    found = at_once(*(partial(floods, [revision]) for revision in revisions))
    assert sorted(finding.value for one in found for finding in one.values()) == [0.0, 1.0]
