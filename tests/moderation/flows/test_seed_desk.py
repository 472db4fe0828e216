"""A plan for a desk is followed altogether, or not at all."""

import json

import pytest

from articles.errors import DomainError
from discussion.models import User
from moderation.flows.seed_desk import seed_desk
from moderation.flows.seed_thread import seed_thread
from moderation.judge import Judge
from moderation.models import Membership, ReasoningTemplate, Report
from tests import factories
from tests.stub_scorer import StubScorer

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def threads(article, tmp_path):
    """A folder with a thread of two comments, which are posted: a fair one, and one held."""
    file = tmp_path / article.site.slug / f"{article.slug}.jsonl"
    file.parent.mkdir()
    rows = [
        {"key": "fair", "parent": None, "author": "ada", "name": "Ada", "text": "A fair point."},
        {"key": "rude", "parent": None, "author": "mal", "name": "Mal", "text": "You idiot."},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert seed_thread(article, file, Judge(StubScorer(), ())) == 2
    return tmp_path


def plan(article, *steps):
    names = {"first_name": "Nell", "last_name": "Brandt"}
    words = {"clause": "hateful-language", "title": "Abuse", "text": "It abuses a reader."}
    return {
        "staff": [{"username": "nell", "role": "senior_moderator", **names}],
        "settings": {"second_look_share": 0.5},
        "views": [{"name": "Reported", "labels": ["reported:yes"]}],
        "templates": [words],
        "threads": [{"site": article.site.slug, "article": article.slug, "steps": list(steps)}],
    }


REPORT = {"do": "report", "comment": "fair", "by": "mal", "reason": "other"}


def test_each_step_is_taken_by_the_flow_of_the_desk(article, threads):
    assert seed_desk(plan(article, REPORT), threads) == 1
    report = Report.objects.get()
    assert report.revision.text == "A fair point."
    assert report.reporter.subject == "mal"


def test_a_second_time_nothing_is_done(article, threads):
    seed_desk(plan(article, REPORT), threads)
    assert seed_desk(plan(article, REPORT), threads) == 0
    assert ReasoningTemplate.objects.count() == 1


def test_the_desk_of_people_who_work_there_is_left_alone(article, threads):
    factories.make_moderator(article.site)
    assert seed_desk(plan(article, REPORT), threads) == 0
    assert not Report.objects.exists()


@pytest.mark.parametrize("comment", ["rude", "unknown"])
def test_a_plan_that_does_not_fit_leaves_nothing_behind(article, threads, comment):
    with pytest.raises(DomainError):
        seed_desk(plan(article, REPORT, {**REPORT, "comment": comment, "by": "ada"}), threads)
    assert not Report.objects.exists()
    assert not Membership.objects.exists()
    assert not User.objects.exists()


def test_the_accounts_have_no_password_and_no_address(article, threads):
    seed_desk(plan(article), threads)
    nell = User.objects.get()
    assert not nell.has_usable_password()
    assert nell.email == ""
