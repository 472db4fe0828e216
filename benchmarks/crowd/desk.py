"""A moderator's visit to the desk, by its pages: sign-in, then queue, review page and decision."""

import random
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from benchmarks.crowd.client import Answer, Request
from benchmarks.crowd.records import Records
from benchmarks.crowd.scene import Moderator, Scene

LOGIN = "/admin/login/"
QUEUE = "/admin/moderation/reviewitem/"
_ITEM = re.compile(rf'"({QUEUE}\d+/change/)[?"]')
_VERSION = re.compile(r'name="version" value="(\d+)"')
REJECTED = 0.3


def at_the_desk(scene: Scene, records: Records, drawn: random.Random, due: float) -> None:
    """Decide about one of the items at the top of the queue, if there is any."""
    moderator = scene.moderators.get()
    try:
        if not moderator.cookies:
            _sign_in(moderator, records, due)
        queue = _ask(moderator, records, "queue", QUEUE)
        if items := sorted(set(_ITEM.findall(queue.text))):
            _decide(moderator, records, drawn.choice(items), reject=drawn.random() < REJECTED)
    finally:
        scene.moderators.put(moderator)


def _sign_in(moderator: Moderator, records: Records, due: float) -> None:
    page = records.ask(Request("sign-in", "GET", LOGIN), due)
    _keep_cookies(moderator, page)
    said = {"username": moderator.name, "password": moderator.password, "next": "/admin/"}
    _ask(moderator, records, "sign-in", LOGIN, said)


def _decide(moderator: Moderator, records: Records, path: str, *, reject: bool) -> None:
    page = _ask(moderator, records, "review page", path)
    seen = _VERSION.search(page.text)
    if seen is None:
        return
    said = {"version": seen[1], "outcome": "publish"}
    if reject:
        said |= {"outcome": "reject", "clause": "hateful-language", "reasoning": "It insults."}
    _ask(moderator, records, "decision", path, said)


def _ask(
    moderator: Moderator, records: Records, kind: str, path: str, said: dict[str, str] | None = None
) -> Answer:
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in moderator.cookies.items())}
    if said is None:
        request = Request(kind, "GET", path, headers)
    else:
        headers["X-CSRFToken"] = moderator.cookies.get("csrftoken", "")
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        request = Request(kind, "POST", path, headers, urlencode(said))
    answer = records.ask(request)
    _keep_cookies(moderator, answer)
    return answer


def _keep_cookies(moderator: Moderator, answer: Answer) -> None:
    for header in answer.headers.get_all("Set-Cookie", []):
        moderator.cookies |= {name: part.value for name, part in SimpleCookie(header).items()}
