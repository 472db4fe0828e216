"""What a membership allows below moderation: writing on the pages of one's own site, no other."""

import pytest

from discussion.models import User
from discussion.pages.people import COMMENT_AS_STAFF
from moderation.models import Membership
from tests import factories

Role = Membership.Role
pytestmark = pytest.mark.django_db


def test_staff_may_comment_on_the_pages_of_their_own_site_alone():
    ours, theirs = factories.make_site(), factories.make_site("Another Paper")
    rosa = factories.make_moderator(ours)
    assert rosa.has_perm(COMMENT_AS_STAFF, ours)
    assert not rosa.has_perm(COMMENT_AS_STAFF, theirs)
    assert not rosa.has_perm(COMMENT_AS_STAFF)
    assert not rosa.has_perm("articles.change_site", ours)


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        (Role.READER_SUPPORT, True),
        (Role.SENIOR_MODERATOR, True),
        (Role.POLICY_EDITOR, False),
        (Role.AUDITOR, False),
    ],
)
def test_who_only_reads_or_writes_policies_does_not_answer_readers(role, answers):
    site = factories.make_site()
    assert factories.make_moderator(site, role=role).has_perm(COMMENT_AS_STAFF, site) is answers


def test_an_account_without_membership_may_not():
    site = factories.make_site()
    nobody = User.objects.create_user("nobody", is_staff=True)
    assert not nobody.has_perm(COMMENT_AS_STAFF, site)


def test_who_left_may_not():
    site = factories.make_site()
    rosa = factories.make_moderator(site)
    rosa.is_active = False
    assert not rosa.has_perm(COMMENT_AS_STAFF, site)
