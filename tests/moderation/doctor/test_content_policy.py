"""Which policies of a page stand in the embed's way."""

import pytest

from moderation.doctor.content_policy import missing_sources

HOST = "https://talk.example.org"
PAGE = "https://news.example.org"


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "img-src 'self'",
        f"default-src 'self' {HOST}",
        "default-src https:",
        "default-src *",
        "script-src *.example.org; connect-src *.example.org",
        f"script-src {HOST}; connect-src {HOST}; default-src 'none'",
        f"script-src 'none'; script-src-elem {HOST}; connect-src {HOST}",
        f"SCRIPT-SRC {HOST.upper()}; Connect-Src talk.example.org",
        f"script-src 'strict-dynamic' 'nonce-4711'; connect-src {HOST}",
        f"script-src {HOST}; script-src 'none'; connect-src {HOST}",
    ],
)
def test_what_names_the_service_lets_the_embed_work(policy):
    assert missing_sources(policy, HOST, PAGE) == []


@pytest.mark.parametrize(
    ("policy", "missing"),
    [
        ("default-src 'self'", ["script-src", "connect-src"]),
        ("default-src 'none'", ["script-src", "connect-src"]),
        (f"default-src 'self'; script-src {HOST}", ["connect-src"]),
        (f"default-src 'self'; connect-src {HOST}", ["script-src"]),
        (f"script-src {HOST}; script-src-elem 'self'", ["script-src"]),
        ("default-src http://talk.example.org", ["script-src", "connect-src"]),
        ("default-src https://talk.example.org:8443", ["script-src", "connect-src"]),
        ("default-src *.talk.example.org", ["script-src", "connect-src"]),
        ("default-src https://talk.example.org.evil.example", ["script-src", "connect-src"]),
        (f"script-src 'strict-dynamic' {HOST}", ["script-src"]),
        (f"script-src 'none'; script-src {HOST}", ["script-src"]),
    ],
)
def test_what_does_not_is_named(policy, missing):
    assert missing_sources(policy, HOST, PAGE) == missing


def test_on_the_services_own_page_self_is_enough():
    assert missing_sources("default-src 'self'", HOST, HOST) == []
