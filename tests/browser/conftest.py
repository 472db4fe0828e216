"""A real Chromium, and pages that report what their content policy refused."""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from articles.flows.add_reader_key import add_reader_key
from discussion.api import cors
from tests import factories
from tests.browser.newspaper import printed
from tests.services.available import chromium

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"


@pytest.fixture(scope="session")
def browser(django_db_setup):
    """One browser for the run. Only tests that are marked `browser` may ask for it."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser):
    """A page of 1280 x 800; `page.complaints` gathers errors and what the policy refused."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on(
        "console",
        lambda line: line.type == "error" and page.complaints.append(line.text),
    )
    yield page
    assert page.complaints == []
    context.close()


@pytest.fixture
def takes_pictures():
    """Whether screenshots are wanted: with SCREENSHOTS=1."""
    return os.environ.get("SCREENSHOTS") == "1"


@pytest.fixture
def shoot(takes_pictures):
    """Save a screenshot into the documentation, when they are wanted; else do nothing."""

    def save(page, name):
        if takes_pictures:
            picture = Image.open(BytesIO(page.screenshot(animations="disabled")))
            # A third of the bytes, and nobody sees a difference.
            picture.convert("RGB").quantize(128).save(SCREENSHOTS / f"{name}.png", optimize=True)

    return save


@pytest.fixture
def paper(live_server, settings):
    """A newspaper of another origin, whose article embeds its discussion."""
    settings.PUBLIC_URL = live_server.url
    cors._origins.cache_clear()
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    site = factories.make_site("The Daily Ledger", domain="paper.example")
    add_reader_key(site, actor="operator:test")
    article = factories.make_article(site, url="https://paper.example/talks", external_id="cms-1")
    with printed(live_server.url, article) as paper:
        site.allowed_origins = [paper.origin]
        site.save(update_fields=["allowed_origins"])
        paper.body = paper.embed(token_url="/token")
        yield paper
