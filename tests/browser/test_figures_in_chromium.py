"""The figures, the second look and the report before a real browser: readable, accessible, kept in
their frame on a phone, with nothing that the content policy refuses.
"""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from discussion.models import Decision
from moderation.models import SecondLook
from moderation.policy.types import Outcome
from tests import factories
from tests.browser.accessibility import violations
from tests.browser.staff import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("figures", "second-look", "transparency")
SCREENS = [("light", 1280), ("light", 390), ("dark", 1280), ("dark", 390)]


@pytest.fixture
def remy():
    """A senior moderator of a site with four weeks behind it, and one text to look at again."""
    now = timezone.now()
    with time_machine.travel(now - timedelta(days=30)):
        article = factories.make_article(section="World", title="Who fired at the clinic?")
        rosa = factories.make_moderator(article.site, "rosa")
        remy = factories.make_moderator(article.site, "remy", "senior_moderator")
    for day in range(25, 0, -3):
        with time_machine.travel(now - timedelta(days=day), tick=False) as clock:
            for number in range(day % 4 + 1):
                factories.published(article, f"On day {day}, {number}.", author=f"Ada{day}{number}")
            rude = factories.held(article, author=f"Mal{day}")
            clock.shift(timedelta(minutes=day * 3))
            factories.decide(rude, rosa, Outcome.REJECT if day % 2 else Outcome.PUBLISH)
    for decision in Decision.objects.filter(second_look=None, actor_kind="machine")[:12]:
        judged(decision, remy, "reject" if decision.outcome == "hold" else "publish")
    parent = factories.published(article, "The ministry published its own pictures. Why so late?")
    text = "Because somebody asked them to.\n\nAnd nobody read the second page."
    reply = factories.published(article, text, author="Ben", parent=parent)
    SecondLook.objects.create(site=article.site, decision=reply.decision, share=0.1)
    return remy


def judged(decision, judge, outcome):
    SecondLook.objects.create(
        site=decision.site,
        decision=decision,
        share=0.1,
        judge=judge,
        outcome=outcome,
        judged_at=timezone.now(),
    )


def opened(page, live_server, name):
    page.goto(f"{live_server.url}{reverse(f'admin:desk-{name}')}")
    page.wait_for_selector("h1")


def test_every_page_is_accessible_in_light_and_dark_and_fits_a_phone(page, live_server, remy):
    sign_in(page, live_server, remy)
    for scheme, width in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for name in PAGES:
            opened(page, live_server, name)
            assert violations(page) == [], (name, scheme, width)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)


def test_a_text_is_judged_again_by_keys_alone(page, live_server, remy):
    sign_in(page, live_server, remy)
    opened(page, live_server, "second-look")
    page.get_by_text("And nobody read the second page.").wait_for()
    page.keyboard.press("f")
    page.wait_for_selector("text=Stored. Thank you.")
    assert SecondLook.objects.get(decision__comment__author__display_name="Ben").judge == remy
