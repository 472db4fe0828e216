"""The nested form of claims that the Coral project's sites sign: what it says, laid flat."""

from typing import Any

from discussion.tokens import AUDIENCE

# By the claims of the plain form. `role` is not among them: no token makes a moderator.
_OF_THE_USER = {"sub": "id", "name": "username", "email": "email", "badges": "badges"}


def is_nested(claims: dict[str, Any]) -> bool:
    """Whether the person stands in `user`."""
    return isinstance(claims.get("user"), dict) and "sub" not in claims


def flat_claims(claims: dict[str, Any]) -> dict[str, Any]:
    """Return the same in the plain form. Such a token is for comments where it names no `aud`;
    what the person lacks is left out.
    """
    user = claims["user"]
    around = {name: value for name, value in claims.items() if name != "user"}
    person = {
        claim: user[name]
        for claim, name in _OF_THE_USER.items()
        if name in user and user[name] is not None
    }
    return {"aud": AUDIENCE, **around, **person}
