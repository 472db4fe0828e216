"""A small OpenID Connect provider on 127.0.0.1, with a real key: discovery, token, keys, userinfo.

It signs in whoever asks, at once. A test changes what it says of them, or how it lies.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "desk", "a secret of the desk"


def new_rsa_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """What it says (`claims`), and the ways in which it can be wrong."""

    claims: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "rosa-at-home",
            "email": "rosa@ledger.example",
            "email_verified": True,
        }
    )
    # Changes the claims of the ID token before it is signed.
    lie: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
    sign: Callable[["Provider", dict[str, Any]], str | None] = lambda provider, claims: jwt.encode(
        claims, provider.key, "RS256", {"kid": provider.kid}
    )
    userinfo: dict[str, Any] | None = None
    discovery: dict[str, Any] = field(default_factory=dict)
    kid: str = "2026"
    url: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self):
        self.key = KEY

    def authorize(self, url):
        """Return where the browser is sent after signing in there, with a code in the address."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert url.startswith(f"{self.url}/authorize?")
        assert said["response_type"] == "code" and said["code_challenge_method"] == "S256"
        assert said["client_id"] == CLIENT_ID
        code = secrets.token_urlsafe(8)
        self.codes[code] = said
        return f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said['state']})}"

    def token(self, form, authorization):
        """Return the answer to a code: only for whom it was made, and once."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        pair = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET.replace(' ', '+')}".encode()).decode()
        plain = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        known = authorization in {f"Basic {pair}", f"Basic {plain}"}
        if asked is None or asked["code_challenge"] != challenge or not known:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        token = self.sign(self, self.lie(claims))
        answer = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300}
        return 200, answer if token is None else {**answer, "id_token": token}

    def document(self):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **({"userinfo_endpoint": f"{self.url}/me"} if self.userinfo is not None else {}),
            **self.discovery,
        }

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": self.kid, "use": "sig", "alg": "RS256"}]}


KEY = new_rsa_key()
STRANGERS_KEY = new_rsa_key()


def serve(provider):
    """Start it on a free port and return the server; `provider.url` is where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            provider.asked.append(self.path)
            answers = {
                "/.well-known/openid-configuration": provider.document,
                "/keys": provider.keys,
                "/me": lambda: provider.userinfo,
            }
            self.answer(200, answers[self.path]())

        def do_POST(self):
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(*provider.token(form, self.headers.get("Authorization")))

        def answer(self, status, content):
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
