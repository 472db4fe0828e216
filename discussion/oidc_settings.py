"""An OpenID Connect provider for staff, from the environment: docs/staff-sign-in.md."""

import importlib.util
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from discussion import environment

LOCAL = ("http://127.0.0.1:", "http://localhost:")
ENDPOINTS = ("OIDC_AUTHORIZATION_ENDPOINT", "OIDC_TOKEN_ENDPOINT", "OIDC_JWKS_URI")


@dataclass(frozen=True, slots=True)
class Oidc:
    """The provider, and what its word is worth here."""

    issuer: str
    client_id: str
    client_secret: str
    # On the button: Sign in with ...
    name: str
    # Names the account: `email` (verified) by its address, any other claim by its user name.
    claim: str
    # In `amr` or as `acr`: the provider has asked for a second factor itself.
    second_factor: tuple[str, ...]
    scopes: str
    # All three, or none: then the issuer's discovery document names them.
    authorization_endpoint: str = ""
    token_endpoint: str = ""
    jwks_uri: str = ""


def from_environment() -> Oidc | None:
    """Return the provider, None without OIDC_ISSUER.

    Raises ImproperlyConfigured: discussion.E001 for what is missing, E002 for what is wrong.
    """
    # As it is: an issuer may end in a slash, and has to be the same to the letter.
    issuer = _secure("OIDC_ISSUER")
    if not issuer:
        return None
    if not all(importlib.util.find_spec(module) for module in ("authlib", "requests")):
        raise ImproperlyConfigured(
            "OIDC_ISSUER needs the extra `oidc`: pip install 'discussion[oidc]' (discussion.E001)."
        )
    endpoints = [_secure(name) for name in ENDPOINTS]
    if any(endpoints) and not all(endpoints):
        names = ", ".join(ENDPOINTS)
        raise ImproperlyConfigured(f"Give all of {names}, or none (discussion.E001).")
    return Oidc(
        issuer,
        _needed("OIDC_CLIENT_ID"),
        _needed("OIDC_CLIENT_SECRET"),
        environment.read("OIDC_NAME", "your organisation"),
        environment.read("OIDC_CLAIM", "email"),
        tuple(environment.words("OIDC_SECOND_FACTOR", ["mfa"])),
        environment.read_as(
            "OIDC_SCOPES", "openid email", _scopes, "words with `openid` among them"
        ),
        *endpoints,
    )


def _scopes(text: str) -> str:
    if "openid" not in text.split():
        raise ValueError(text)
    return text


def _needed(name: str) -> str:
    why = "OIDC_ISSUER is set: give what the provider issued for this service"
    return environment.required(name, environment.read(name), why)


def _secure(name: str) -> str:
    text = environment.read(name)
    if text and not text.startswith(("https://", *LOCAL)):
        raise environment.wrong(name, text, "an address that starts with https://")
    return text
