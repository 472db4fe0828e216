"""References that a person can read out on the telephone, and nobody can guess."""

import secrets

# Crockford's base 32: no letter that is taken for a digit, none that makes words.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, LETTERS = 2, 4


def new_reference() -> str:
    """Return a reference of 40 random bits, like N-7F3K-92QD."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS))
    return "-".join(("N", *groups))
