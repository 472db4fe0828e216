"""Ten ways in without the app, each good for once, for the day when the phone is gone."""

import secrets

from articles.audit import keyed_digest
from discussion.models import User
from moderation.models import RecoveryCode

HOW_MANY = 10
# Without what is misread: i l o u. 32 letters, 10 places: 50 bits.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
HALF = 5


def renew_codes(user: User) -> list[str]:
    """Replace the user's codes by new ones and return them; nobody can read them again.

    Inside a transaction that has locked the user's authenticator.
    """
    codes = [f"{_half()}-{_half()}" for _ in range(HOW_MANY)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=digest_of(user, plain(code))) for code in codes
    )
    return codes


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at__isnull=True).count()


def digest_of(user: User, code: str) -> str:
    """Return what is stored of a code: keyed outside the database, so that nobody who reads the
    table can try its codes at home."""
    return keyed_digest("recovery-code", f"{user.pk}:{code}")


def plain(typed: str) -> str:
    """Return a code as it was made, however it was typed: spaces, hyphens and case do not count."""
    return "".join(typed.split()).replace("-", "").lower()


def _half() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(HALF))
