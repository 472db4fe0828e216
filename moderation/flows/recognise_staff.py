"""Whom a provider's word means: an account that the operator made, or nobody."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from discussion.models import User
from moderation.errors import AddressUnverified, LinkedOtherwise, UnknownStaff
from moderation.models import ProviderLink
from moderation.staff.audit import audit_account


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a provider says of somebody, its signature and everything around it verified."""

    issuer: str
    subject: str
    # The account is named by the one or by the other.
    email: str = ""
    email_verified: bool = False
    username: str = ""
    # The provider has asked for one itself.
    second_factor: bool = False


def recognise_staff(vouched: Vouched) -> tuple[User, bool]:
    """Return the account, and whether this was the first time, which links it to the person there.

    From then on it is found by the provider's subject alone.

    No account is made and no role given. Raises UnknownStaff, AddressUnverified, LinkedOtherwise.
    """
    known = _linked(vouched)
    if known is not None:
        return known, False
    user = _named(vouched)
    try:
        with transaction.atomic():
            ProviderLink.objects.create(user=user, issuer=vouched.issuer, subject=vouched.subject)
            audit_account(user, "provider.linked", actor=f"user:{user.pk}")
    except IntegrityError as error:
        # The account has another subject, or this one was linked at the same moment.
        if (known := _linked(vouched)) is None:
            raise LinkedOtherwise from error
        return known, False
    return user, True


def _linked(vouched: Vouched) -> User | None:
    link = (
        ProviderLink.objects.filter(issuer=vouched.issuer, subject=vouched.subject)
        .select_related("user")
        .first()
    )
    if link is None:
        return None
    if not (link.user.is_active and link.user.is_staff):
        raise UnknownStaff
    return link.user


def _named(vouched: Vouched) -> User:
    """Return the one active member of staff with that address, or that user name."""
    staff = User.objects.filter(is_active=True, is_staff=True)
    if vouched.username:
        users = list(staff.filter(username=vouched.username))
    elif vouched.email and not vouched.email_verified:
        raise AddressUnverified
    else:
        # A database folds more letters into one than an address may, like an i without its dot.
        alike = staff.filter(email__iexact=vouched.email).exclude(email="")
        users = [user for user in alike if user.email.lower() == vouched.email.lower()]
    if len(users) != 1:
        raise UnknownStaff
    return users[0]
