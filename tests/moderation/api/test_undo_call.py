"""Taking back a decision over HTTP: guarded by the version that was seen."""

import pytest

from moderation.policy.types import Outcome
from tests import factories
from tests.api_calls import assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def rude():
    return factories.held(factories.make_article())


@pytest.fixture
def rosa(rude):
    return factories.make_moderator(rude.site, "rosa")


@pytest.fixture
def remy(rude):
    return factories.make_moderator(rude.site, "remy")


@pytest.fixture
def undo(client, rude, rosa):
    """Rosa's call about the rude comment, with the version that it has now or another one."""
    client.force_login(rosa)

    def call(comment=rude, *, version=None):
        seen = factories.fresh(comment).version if version is None else version
        path = f"/api/v1/moderation/comments/{comment.public_id}/undo/"
        headers = {"If-Match": f'"{seen}"'} if seen else {}
        return client.post(path, "", content_type="application/json", headers=headers)

    return call


def test_the_own_decision_is_taken_back_and_the_restoring_one_answered(undo, rude, rosa):
    factories.decide(rude, rosa, Outcome.PUBLISH)
    answer = undo()
    assert (answer.status_code, answer.json()["comment_status"]) == (201, "held")
    assert answer.json()["reasons"] == ["undone"]
    assert answer.headers["ETag"] == f'"{factories.fresh(rude).version}"'


def test_without_the_version_it_is_refused(undo, rude, rosa):
    factories.decide(rude, rosa, Outcome.PUBLISH)
    assert_problem(undo(version=0), 428, "if-match-required")


def test_a_stale_one_is_told_the_present_state(undo, rude, rosa, remy):
    seen = factories.decide(rude, rosa, Outcome.PUBLISH).comment.version
    factories.decide(rude, remy, Outcome.REJECT)
    problem = assert_problem(undo(version=seen), 412, "stale")
    assert problem["present"]["decision"]["decided_by"]["name"] == "remy"
    assert factories.fresh(rude).status == "rejected"


def test_anothers_decision_and_the_machines_are_nothing_to_undo(undo, rude, remy):
    assert_problem(undo(), 409, "nothing-to-undo")
    factories.decide(rude, remy, Outcome.PUBLISH)
    assert_problem(undo(), 409, "nothing-to-undo")


def test_another_sites_comment_is_not_there(undo):
    elsewhere = factories.make_site("Foreign Times")
    foreign = factories.held(factories.make_article(elsewhere, "Elsewhere"))
    assert_problem(undo(foreign), 404, "not-found")
