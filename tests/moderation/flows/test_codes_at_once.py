"""One code brought by two at the same moment: one of the two comes too late."""

import time
from functools import partial

import pytest

from discussion.models import User
from moderation.errors import AlreadyEnrolled, CodeRefused
from moderation.flows.enrol_second_factor import enrol_second_factor
from moderation.flows.use_code import use_code
from moderation.models import Authenticator, RecoveryCode
from moderation.staff.one_time_codes import code_at, new_key
from tests import factories
from tests.moderation import staff
from tests.services.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rosa():
    return factories.make_moderator(factories.make_site(), "rosa")


def enrolled(user):
    key = new_key()
    return enrol_second_factor(user, key, code_at(key, time.time()), session=None)


def outcome(act):
    try:
        act()
    except (CodeRefused, AlreadyEnrolled) as error:
        return error.code
    return "taken"


@pytest.mark.parametrize("again", range(3))
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_two_with_one_code_one_is_refused(rosa, kind, again):
    codes = enrolled(rosa)
    code = codes[0] if kind == "recovery" else staff.code_of(rosa, later=30)
    both = [partial(outcome, partial(use_code, rosa, code)) for _ in range(2)]
    assert sorted(at_once(*both)) == ["code-refused", "taken"]


@pytest.mark.parametrize("again", range(3))
def test_of_two_apps_added_at_once_one_is_refused(rosa, again):
    both = [partial(outcome, partial(enrolled, User(pk=rosa.pk))) for _ in range(2)]
    assert sorted(at_once(*both)) == ["already-enrolled", "taken"]
    assert Authenticator.objects.count() == 1
    assert RecoveryCode.objects.count() == 10
