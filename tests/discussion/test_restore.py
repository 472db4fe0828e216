"""The drill: a backup made while comments come and are judged, put into an empty place."""

import hashlib
import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connections

from articles.anchor import ALL, anchor_of
from discussion.models import Comment
from moderation.policy.types import Outcome
from tests import factories
from tests.api_calls import Api
from tests.services.backups import back_up, restore
from tests.services.until import until

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]

BEFORE = 8


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def busy(article):
    """Comments come and are judged, below another article, until the test ends."""
    weather = factories.make_article(article.site, "Weather")
    going, ending = threading.Event(), threading.Event()

    def come():
        number = 0
        while not ending.is_set():
            number += 1
            factories.make_comment(weather, f"{words(-number)} and rain")
            if number % 3 == 0:
                factories.screen()
                going.set()
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(come)
        going.wait(30)
        yield
        ending.set()
        work.result()


def words(number):
    """No two alike: the same again and again would be held as a flood."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:20]


def said(number):
    return words(number) if number % 2 else f"You idiot {words(number)}"


def page_of(article):
    return Api().get(f"articles/{article.public_id}/comments/").content.decode()


def test_what_was_acknowledged_before_a_backup_is_there_after_it(article, busy, tmp_path):
    rosa = factories.make_moderator(article.site)
    acknowledged = {}
    for number in range(BEFORE):
        comment = factories.make_comment(article, said(number), author=f"Ada {number}")
        acknowledged[str(comment.public_id)] = said(number)
    waiting = Comment.objects.filter(article=article, status="pending")
    until(lambda: not waiting.exists(), what="a judgement")
    factories.decide(comment, rosa, Outcome.REJECT)
    anchor, page = anchor_of(ALL), page_of(article)
    environment = restore(back_up(tmp_path), tmp_path)
    looked = subprocess.run(
        [sys.executable, "-m", "tests.services.restored", str(article.public_id), str(anchor)],
        input=json.dumps(acknowledged).encode(),
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        timeout=300,
    )
    assert looked.returncode == 0, looked.stderr.decode()
    found = json.loads(looked.stdout)
    assert found == {"faults": [], "page": page}
    assert len(json.loads(page)["results"]) == BEFORE / 2 - 1
