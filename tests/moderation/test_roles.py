"""Who may do what at a site: the whole table, and that it holds at that site alone."""

import pytest

from discussion.models import User
from moderation.models import Membership
from moderation.roles import ROLES, Act, may, sites_where
from tests import factories

pytestmark = pytest.mark.django_db

SUPPORT, MODERATOR, SENIOR = "reader_support", "moderator", "senior_moderator"
EDITOR, AUDITOR = "policy_editor", "auditor"
EVERYBODY = {SUPPORT, MODERATOR, SENIOR, EDITOR, AUDITOR}

TABLE = {
    Act.SEE: EVERYBODY,
    Act.ANSWER: {SUPPORT, MODERATOR, SENIOR},
    Act.DECIDE: {MODERATOR, SENIOR},
    Act.HOLD_AUTHORS: {MODERATOR, SENIOR},
    Act.RESTRICT_AUTHORS: {SENIOR},
    Act.FORGET_AUTHORS: {SENIOR},
    Act.DECIDE_APPEALS: {SENIOR},
    Act.ESCALATE: {MODERATOR, SENIOR},
    Act.LIFT_ESCALATIONS: {SENIOR},
    Act.RUN_DESK: {SENIOR},
    Act.RUN_JOBS: {SENIOR, EDITOR},
    Act.PUBLISH_POLICY: {EDITOR},
    Act.SET_UP: set(),
}


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def elsewhere():
    return factories.make_site("Foreign Times")


def test_every_act_stands_in_the_table():
    assert set(TABLE) == set(Act) == set(ROLES)
    assert set(Membership.Role.values) == EVERYBODY


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_role_may_what_the_table_says_at_its_own_site_alone(site, elsewhere, role):
    user = factories.make_moderator(site, "rosa", role)
    assert {act for act in Act if may(user, act, site.pk)} == {
        act for act, roles in TABLE.items() if role in roles
    }
    assert not any(may(user, act, elsewhere.pk) for act in Act)


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_no_role_needs_more_than_to_be_staff(client, site, role):
    user = factories.make_moderator(site, "rosa", role)
    assert user.is_staff and not user.is_superuser
    assert not user.get_all_permissions()
    client.force_login(user)
    pages = ["", "moderation/reviewitem/", "discussion/comment/", "articles/policyversion/"]
    pages += ["articles/auditevent/", "account/", "password_change/"]
    assert {client.get(f"/admin/{page}").status_code for page in pages} == {200}


def test_two_roles_add_up(site, elsewhere):
    user = factories.make_moderator(site, "rosa", AUDITOR)
    Membership.objects.create(user=user, site=site, role=EDITOR)
    Membership.objects.create(user=user, site=elsewhere, role=MODERATOR)
    assert may(user, Act.PUBLISH_POLICY, site.pk)
    assert not may(user, Act.DECIDE, site.pk)
    assert sites_where(user, Act.DECIDE) == {elsewhere.pk}
    assert sites_where(user, Act.SEE) == {site.pk, elsewhere.pk}


def test_the_operator_may_everything_everywhere(site, elsewhere):
    sam = User.objects.create_superuser("sam")
    assert all(sites_where(sam, act) == {site.pk, elsewhere.pk} for act in Act)


@pytest.mark.parametrize("superuser", [False, True])
def test_who_is_switched_off_may_nothing(site, superuser):
    user = factories.make_moderator(site)
    user.is_active, user.is_superuser = False, superuser
    assert not any(sites_where(user, act) for act in Act)
