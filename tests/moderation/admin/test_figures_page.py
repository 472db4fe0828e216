"""The dashboard as a page: who sees it, what it answers to, and that the CSV says the same."""

import csv
import html
import io
import re
from operator import attrgetter
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from discussion.models import User
from moderation.models import Membership
from moderation.policy.types import Outcome
from tests import factories

pytestmark = pytest.mark.django_db

PAGE, CSV = "admin:desk-figures", "admin:desk-figures-csv"
INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)")
NAMES = (
    "comments",
    "outcomes",
    "clauses",
    "waits",
    "overturned",
    "complaints",
    "articles",
    "second-looks",
)
MOST_QUERIES = 25


@pytest.fixture
def article():
    return factories.make_article(section="World")


@pytest.fixture
def otto(article, client):
    """An auditor: reads all, changes nothing."""
    user = factories.make_moderator(article.site, "otto", Membership.Role.AUDITOR)
    client.force_login(user)
    return user


@pytest.fixture
def busy(article):
    """A site with something in every figure of decisions."""
    rosa = factories.make_moderator(article.site)
    factories.published(article, "Good.")
    factories.decide(factories.held(article), rosa, Outcome.REJECT)
    factories.held(article, author="Max")


def page(client, **asked):
    return client.get(reverse(PAGE), asked)


@pytest.mark.parametrize("role", Membership.Role.values)
def test_every_role_of_the_site_sees_it(client, article, role):
    client.force_login(factories.make_moderator(article.site, "somebody", role))
    answer = page(client)
    assert answer.status_code == 200
    assert "Figures of" in answer.content.decode()


def test_who_has_no_site_is_refused_and_who_is_nobody_signs_in(client, article):
    assert page(client).url.startswith("/admin/login/")
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert page(client).status_code == 403


def test_another_site_is_unknown(client, article, otto):
    factories.make_site("Foreign Times")
    for name in ("foreign-times", "no-such-site"):
        assert page(client, site=name).status_code == 404
        assert client.get(reverse(CSV, args=["comments"]), {"site": name}).status_code == 404
    assert "Foreign Times" not in page(client).content.decode()


def test_whoever_has_several_sites_chooses_one(client, article):
    second = factories.make_site("Second Post")
    user = factories.make_moderator(article.site)
    Membership.objects.create(user=user, site=second, role=Membership.Role.AUDITOR)
    client.force_login(user)
    answer = page(client, site=second.slug)
    assert answer.context["site"] == second
    assert '<option value="second-post" selected>' in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"from": "yesterday"}, "Give the day like 2026-11-23."),
        ({"from": "2026-11-02", "to": "2026-11-01"}, "The last day is before the first."),
        ({"from": "2020-01-01", "to": "2026-01-01"}, "At most 400 days at a time."),
        ({"section": "Weather"}, "This site has no such section."),
    ],
)
def test_what_cannot_be_is_named(client, article, otto, asked, says):
    answer = page(client, **asked)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert answer.context["shown"] is None
    csv_answer = client.get(reverse(CSV, args=["comments"]), asked)
    assert csv_answer.status_code == 400
    assert says in csv_answer.content.decode()


def test_it_shows_the_last_four_weeks_unless_asked_for_others(client, article, otto, busy):
    today = timezone.now().date()
    answer = page(client)
    assert answer.context["shown"].comments == 3
    assert f'value="{today}"' in answer.content.decode()
    earlier = page(client, **{"from": "2026-01-01", "to": "2026-01-31"})
    assert earlier.context["shown"].comments == 0


def test_a_section_is_asked_for_by_name(client, article, otto, busy):
    factories.make_article(article.site, "Cup final", section="Sport")
    assert page(client, section="Sport").context["shown"].comments == 0
    assert page(client, section="World").context["shown"].comments == 3
    assert '<option value="Sport">Sport</option>' in page(client).content.decode()


def test_the_csv_beside_each_picture_has_the_pictures_numbers(client, article, otto, busy):
    shown = page(client).context["shown"]
    assert [panel.table.name for panel in shown.panels] == list(NAMES)
    for panel in shown.panels:
        answer = client.get(reverse(CSV, args=[panel.table.name]))
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"].startswith('attachment; filename="the-daily-ledger-')
        heading, *rows = csv.reader(io.StringIO(answer.content.decode(), newline=""))
        assert heading == list(panel.table.columns)
        expected = [["" if cell is None else str(cell) for cell in row] for row in panel.table.rows]
        assert rows == expected


def test_the_page_itself_has_the_same_numbers_as_a_table(client, article, otto, busy):
    answer = page(client)
    text = html.unescape(answer.content.decode())
    for panel in filter(attrgetter("drawing"), answer.context["shown"].panels):
        for name, numbers in panel.table.lines:
            cells = "".join(f"<td>{number}</td>" for number in numbers)
            assert f'<th scope="row" dir="auto">{name}</th>{cells}' in text


def test_a_title_that_is_a_formula_is_harmless_in_csv(client, article, otto):
    evil = factories.make_article(article.site, "=1+1", slug="evil", external_id="evil")
    factories.held(evil)
    answer = client.get(reverse(CSV, args=["articles"]))
    assert answer.content.decode().splitlines()[1] == "'=1+1,1,1"


def test_there_is_no_csv_of_anything_else(client, article, otto):
    assert client.get(reverse(CSV, args=["secrets"])).status_code == 404


def test_its_pictures_are_sound_and_nothing_on_it_is_inline(client, article, otto, busy):
    text = page(client).content.decode()
    pictures = re.findall(r'<svg class="chart".*?</svg>', text, re.DOTALL)
    assert len(pictures) == 5
    ids = [
        each.get("id")
        for picture in pictures
        for each in ElementTree.fromstring(picture).iter()
        if each.get("id")
    ]
    assert len(ids) == len(set(ids)) == 2 * len(pictures)
    assert not INLINE.search(text)
    assert text.count("<h1") == 1


def test_the_page_asks_a_fixed_number_of_queries(
    client, article, otto, busy, django_assert_max_num_queries
):
    """What the figures ask is pinned beside them; the bars around the page are counted here too."""
    page(client)  # the first visit of a session has queries of its own
    asked = set()
    for number in range(2):
        for nth in range(4 * number):
            factories.published(article, f"Good {nth}.", author=f"Ada{nth}")
        with django_assert_max_num_queries(MOST_QUERIES) as queries:
            page(client)
        asked.add(len(queries))
    assert len(asked) == 1
