"""`manage.py create_site`: one command from nothing to a page with comments."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Site
from discussion.identity import read_token
from tests import factories

pytestmark = pytest.mark.django_db


def made(name="The Daily Ledger", **options):
    out = StringIO()
    call_command("create_site", name, stdout=out, **options)
    return out.getvalue()


def test_it_says_what_the_publication_needs(settings):
    settings.PUBLIC_URL = "https://talk.example.org/"
    said = made(domain="ledger.example", origin=["https://www.ledger.example/"])
    assert 'src="https://talk.example.org/embed.js" data-site="the-daily-ledger"' in said
    site = Site.objects.get()
    assert (site.domain, site.allowed_origins) == ("ledger.example", ["https://www.ledger.example"])
    assert site.published_policy.number == 1
    assert site.keys.get().scopes == ["articles:write"]


def test_a_token_signed_with_the_printed_secret_is_a_readers(monkeypatch):
    said = made()
    key = Site.objects.get().reader_keys.get()
    assert f"kid {key.kid}" in said
    out = StringIO()
    call_command("reader_token", site="the-daily-ledger", sub="17", name="Ada", stdout=out)
    assert read_token(out.getvalue().strip()).subject == "17"


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"domain": "https://ledger.example"}, "like example.org"),
        ({"origin": ["ledger.example"]}, "like https://www.example.org"),
        ({"origin": ["https://ledger.example/news"]}, "like https://www.example.org"),
        ({"origin": ["https://ledger.example", "*"]}, "“\\*” is not written"),
        ({"policy": Path("none.toml")}, "cannot be used"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(options, says):
    with pytest.raises(CommandError, match=says):
        made(**options)
    assert not Site.objects.exists()


def test_a_second_site_of_the_name_is_refused():
    factories.make_site("The Daily Ledger")
    with pytest.raises(CommandError, match="the-daily-ledger"):
        made()
