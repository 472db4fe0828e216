"""The form for a notice of illegal content, as somebody without account or script meets it."""

import pytest
from django.test import Client

from moderation.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db

SAID = {
    "explanation": "It threatens my neighbour.",
    "name": "Ida",
    "email": "ida@example.org",
    "good_faith": "on",
}


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def comment(article):
    return factories.published(article, "<b>A fair point.</b>", author="Mal")


def page_of(comment):
    return f"/{comment.site.slug}/notice/?comment={comment.public_id}"


def test_it_shows_what_the_notice_is_about(client, comment):
    answer = client.get(page_of(comment))
    page = answer.content.decode()
    assert "&lt;b&gt;A fair point.&lt;/b&gt;" in page
    assert page.count("<h1") == 1
    assert "no-store" in answer.headers["Cache-Control"]
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]


def test_the_reference_is_shown_at_once(client, comment):
    answer = client.post(page_of(comment), SAID)
    assert answer.status_code == 202
    assert Notice.objects.get().reference in answer.content.decode()


@pytest.mark.parametrize(
    ("missing", "told"),
    [("explanation", "Explain why"), ("good_faith", "in good faith")],
)
def test_what_is_missing_is_told_and_nothing_is_lost(client, comment, missing, told):
    answer = client.post(page_of(comment), {**SAID, missing: ""})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert "ida@example.org" in page
    assert not Notice.objects.exists()


def test_an_address_that_is_none_is_refused(client, comment):
    assert client.post(page_of(comment), {**SAID, "email": "ida"}).status_code == 400
    assert not Notice.objects.exists()


def test_what_is_not_public_has_no_such_page(client, article, comment):
    elsewhere = factories.make_site("Elsewhere")
    held = factories.held(article, author="Eve")
    for path in (
        page_of(held),
        page_of(comment).replace(comment.site.slug, elsewhere.slug),
        f"/{comment.site.slug}/notice/",
        f"/{comment.site.slug}/notice/?comment=x",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, SAID).status_code == 404


def test_a_network_has_few_of_them_by_form_and_api_together(client, comment, settings):
    settings.THROTTLES = {**settings.THROTTLES, "notice": "2/hour"}
    api = {
        "comment_id": str(comment.public_id),
        "explanation": "Against the law.",
        "good_faith": True,
    }
    client.post("/api/v1/notices/", api, content_type="application/json")
    statuses = [client.post(page_of(comment), SAID).status_code for _ in range(2)]
    assert statuses == [202, 429]


def test_a_form_that_is_not_right_counts_for_nothing(client, comment, settings):
    settings.THROTTLES = {**settings.THROTTLES, "notice": "1/hour"}
    client.post(page_of(comment), {**SAID, "email": "ida"})
    assert client.post(page_of(comment), SAID).status_code == 202


def test_another_page_cannot_send_it(comment):
    assert Client(enforce_csrf_checks=True).post(page_of(comment), SAID).status_code == 403
