"""Every page of the service with attacks for words: nothing runs, nothing is asked of another
host, and the content policy has nothing to refuse, since all of it is text.

The pages are Django's own map of its routes: a new one is walked from its first day.
"""

import itertools
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from tests.browser.hostile_rows import PAYLOADS, hostile_site
from tests.browser.staff import sign_in
from tests.matrix.kinds import kind_of
from tests.matrix.url_map import every_route

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# It would end the visit.
LEAVES = ("logout", "sign-out")
# What else there is answers programs.
OF_READERS = ("<slug:site>/", "mail/", "api/v1/docs/")
OF_STAFF = "admin/"


def addresses(rich, below):
    """Yield a page for each route that takes GET, and for each comment where one is named; a list
    whole, and searched for an attack, which mostly leaves nothing of it.
    """
    words = itertools.cycle(PAYLOADS)
    for route in every_route():
        wanted = route.path.startswith(below) and not any(word in route.path for word in LEAVES)
        if wanted and "GET" in route.methods:
            ids = [kind_of(route, argument)(rich) for argument in route.arguments]
            for values in itertools.product(*ids):
                path = route.filled(dict(zip(route.arguments, values, strict=True)))
                yield path
                if route.name.endswith("_changelist"):
                    yield f"{path}?{urlencode({'q': next(words)})}"


class Guard:
    """Remembers what a page should not have done, in `faults`."""

    def __init__(self, page, origin):
        self.page, self.origin, self.faults = page, origin, []
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def visit(self, path):
        self.page.goto(self.origin + path, wait_until="load")
        complaints = [line for line in self.page.complaints if "status of 40" not in line]
        self.faults += [f"{path}: {line}" for line in complaints]
        self.page.complaints.clear()

    def _dialog(self, dialog):
        self.faults.append(f"{self.page.url}: a dialog says {dialog.message}")
        dialog.dismiss()

    def _request(self, request):
        asked = urlsplit(request.url)
        if asked.scheme not in {"data", "blob"} and asked.netloc != urlsplit(self.origin).netloc:
            self.faults.append(f"{self.page.url} asks {request.url}")


@pytest.fixture
def guard(page, live_server, settings):
    settings.DEMO = True
    settings.THROTTLES = dict.fromkeys(settings.THROTTLES, "10000/minute")
    return Guard(page, live_server.url)


def is_page(answer):
    """Whether a browser shows it: tables are saved to files."""
    return not answer.streaming and answer.headers.get("Content-Type", "").startswith("text/html")


def walk(guard, client, paths):
    """Return how many pages were seen; what is no page is not shown to the browser."""
    pages = 0
    for path in paths:
        answer = client.get(path)
        if answer.status_code >= 500:
            guard.faults.append(f"{path}: {answer.status_code}")
        elif answer.content and is_page(answer):
            guard.visit(path)
            pages += 1
    return pages


def test_no_word_of_any_page_does_anything(guard, live_server):
    rich, client = hostile_site(), Client(raise_request_exception=False)
    assert walk(guard, client, addresses(rich, OF_READERS)) > 10
    rich.of_every_role.is_superuser = True
    rich.of_every_role.save(update_fields=["is_superuser"])
    client.force_login(rich.of_every_role)
    sign_in(guard.page, live_server, rich.of_every_role)
    assert walk(guard, client, addresses(rich, OF_STAFF)) > 150
    assert not guard.faults, "\n".join(guard.faults)
