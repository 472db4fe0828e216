"""The list of signals, the largest table of all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import Membership, Signal
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "admin:moderation_signal_changelist"


@pytest.fixture
def desk(client):
    article = factories.make_article()
    factories.published(article)
    client.force_login(factories.make_moderator(article.site, "olga", Membership.Role.AUDITOR))
    return client


def test_it_offers_every_attribute_without_asking_the_table_for_them(desk):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = desk.get(reverse(PAGE))
    assert page.status_code == 200
    assert not [each for each in asked if "DISTINCT" in each["sql"]]
    assert b"attribute=threat" in page.content


def test_it_shows_those_of_one_attribute(desk):
    page = desk.get(reverse(PAGE), {"attribute": "threat"})
    assert page.status_code == 200
    shown = {row.attribute for row in page.context["cl"].result_list}
    assert shown == {"threat"} < {*Signal.objects.values_list("attribute", flat=True)}
