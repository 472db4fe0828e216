"""The OIDC provider of staff: authorization code with PKCE, state and nonce, by Authlib.

Needs the extra `oidc`; imported only where `settings.OIDC` is set. Each sign-in reads the
provider's documents anew: there are few, and nothing here can be out of date.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoOAuth2App, OAuth
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

from discussion.oidc_settings import Oidc
from moderation.errors import ProviderAway, ProviderRefused
from moderation.flows.recognise_staff import Vouched

# Signatures by the provider's private key. Not `none`, which some providers list, and not HMAC,
# whose key whoever knows the client's secret has.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
SECONDS = 5
CLOCKS_APART_SECONDS = 60
DISCOVERY = "/.well-known/openid-configuration"
BASIC, IN_BODY = "client_secret_basic", "client_secret_post"

log = structlog.get_logger(__name__)


def start(provider: Oidc, request: HttpRequest, back: str) -> HttpResponse:
    """Send the browser to the provider, which sends it to the address `back`.

    Raises ProviderAway, ProviderRefused.
    """
    with _named_errors():
        answer: HttpResponse = _client(provider).authorize_redirect(request, back)
        return answer


def finish(provider: Oidc, request: HttpRequest) -> Vouched:
    """Return whom the provider vouches for, in the request with which the browser came back.

    Each state is good once, and only in the session that it was made for. Raises ProviderAway,
    ProviderRefused.
    """
    with _named_errors():
        client = _client(provider)
        token = client.authorize_access_token(
            request, claims_options=_expected(provider), leeway=CLOCKS_APART_SECONDS
        )
        claims = token["userinfo"]  # of the ID token; a KeyError where there was none
        said = claims if provider.claim in claims else _asked(client, token, claims["sub"])
        subject, named = claims["sub"], said.get(provider.claim, "")
        if not (isinstance(subject, str) and subject and isinstance(named, str)):
            raise TypeError("no name for a person")
    return Vouched(
        issuer=provider.issuer,
        subject=subject,
        email=named if provider.claim == "email" else "",
        email_verified=said.get("email_verified") is True,
        username="" if provider.claim == "email" else named,
        second_factor=bool(_methods(claims) & set(provider.second_factor)),
    )


def _client(provider: Oidc) -> DjangoOAuth2App:
    known = {
        "authorize_url": provider.authorization_endpoint,
        "access_token_url": provider.token_endpoint,
        "jwks_uri": provider.jwks_uri,
        "issuer": provider.issuer,
    }
    discovered = {"server_metadata_url": provider.issuer.rstrip("/") + DISCOVERY}
    client = OAuth().register(
        "staff",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        client_kwargs={
            "scope": provider.scopes,
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
        **(known if provider.jwks_uri else discovered),
    )
    metadata = client.load_server_metadata()
    if metadata["issuer"] != provider.issuer:
        raise ValueError("another issuer's document")
    _restrict(client, metadata)
    return client


def _restrict(client: DjangoOAuth2App, metadata: dict[str, Any]) -> None:
    """Take of what the provider offers only signatures that can be believed, and the way in which
    it wants to be shown this service's secret."""
    listed = metadata.get("id_token_signing_alg_values_supported", SIGNATURES)
    signatures = [name for name in SIGNATURES if name in listed]
    if not signatures:
        raise ValueError("no signature that can be believed")
    metadata["id_token_signing_alg_values_supported"] = signatures
    if BASIC not in metadata.get("token_endpoint_auth_methods_supported", [BASIC]):
        client.client_kwargs["token_endpoint_auth_method"] = IN_BODY


def _expected(provider: Oidc) -> dict[str, Any]:
    """Authlib by itself would take a token for somebody else if its `azp` names this service."""
    return {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
    }


def _asked(client: DjangoOAuth2App, token: dict[str, Any], subject: str) -> Mapping[str, Any]:
    """Return what the provider says elsewhere of the same person, if it has such a place."""
    if "userinfo_endpoint" not in client.server_metadata:
        return {}
    said: Mapping[str, Any] = client.userinfo(token=token)
    if said["sub"] != subject:
        raise ValueError("about another person")
    return said


def _methods(claims: Mapping[str, Any]) -> set[str]:
    """Return the words by which the provider says how the person signed in there."""
    methods = claims.get("amr")
    return {str(claims.get("acr", "")), *(map(str, methods) if isinstance(methods, list) else ())}


@contextmanager
def _named_errors() -> Iterator[None]:
    try:
        yield
    except RequestException as error:
        log.warning("provider.away", error=type(error).__name__)
        raise ProviderAway from error
    except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError, RuntimeError) as error:
        # Its words are the provider's or the visitor's: only what kind it is goes to the log.
        log.warning("provider.refused", error=type(error).__name__)
        raise ProviderRefused from error
