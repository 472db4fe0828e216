"""Moderators come with Django's session and its CSRF token; a reader's token never makes one."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from discussion.models import User
from moderation.roles import Act, sites_where


class StaffSession(SessionAuthentication):
    """The session of the admin; every change needs the CSRF token, as a header."""

    def enforce_csrf(self, request: Request) -> None:
        """Look for the token in the header alone: Django's own request does not read a JSON body
        for it, which is to be read only once the caller is known."""
        super().enforce_csrf(request._request)  # type: ignore[arg-type]  # it asks no more of it


class IsStaffOfASite(BasePermission):
    """A member of staff with a role at some site; which sites they see, the look-ups say."""

    message = "This is for the staff of a site."
    code = "not-staff"

    def has_permission(self, request: Request, view: object) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_staff and bool(sites_where(user, Act.SEE))


def staff(request: Request) -> User:
    """Return the signed-in member of staff; only for views behind IsStaffOfASite."""
    assert isinstance(request.user, User)
    return request.user
