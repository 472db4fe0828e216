"""A list comes from a file as a whole, or not at all."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.models import AuditEvent, Blocklist
from moderation.site_profile import profile_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return factories.make_site()


def run(*arguments, **options):
    out = io.StringIO()
    call_command("blocked_phrases", *arguments, stdout=out, stderr=out, **options)
    return out.getvalue()


def test_a_file_is_the_list_and_the_audit_says_so(site, tmp_path):
    file = tmp_path / "phrases.txt"
    file.write_text("\ufeffbuy gold\nZorblax\nBUY GOLD\n", "utf-8")
    assert run(site.slug, str(file)) == "2 lines are in force at the-daily-ledger.\n"
    site.refresh_from_db()
    assert profile_of(site).blocked_phrases == ("buy gold", "Zorblax")
    event = AuditEvent.objects.filter(site=site).latest("id")
    assert (event.kind, event.data) == ("site.changed", {"fields": ["blocked_phrases"]})
    assert run(site.slug, str(file)) == "2 lines are in force already at the-daily-ledger.\n"
    assert run(site.slug) == "buy gold\nZorblax\n"


def test_domains_have_a_list_of_their_own(site, tmp_path):
    file = tmp_path / "domains.txt"
    file.write_text("www.spam.example\n")
    run(site.slug, str(file), domains=True)
    site.refresh_from_db()
    assert profile_of(site).blocked_domains == ("spam.example",)
    assert profile_of(site).blocked_phrases == ()
    assert run(site.slug, domains=True) == "spam.example\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"ok then\nx\n", "Nothing was changed"), (b" \n", "is empty"), (b"\xff", "not UTF-8")],
)
def test_a_file_that_cannot_be_used_changes_nothing(site, tmp_path, content, said):
    file = tmp_path / "phrases.txt"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        run(site.slug, str(file))
    assert not Blocklist.objects.exists()


def test_an_unknown_site_and_a_missing_file_are_named(site, tmp_path):
    with pytest.raises(CommandError, match="There is no site “other”"):
        run("other", "-")
    with pytest.raises(CommandError, match="No such file"):
        run(site.slug, str(tmp_path / "none"))


def test_the_list_is_read_once_and_again_when_it_has_changed(
    site, tmp_path, django_assert_num_queries
):
    file = tmp_path / "phrases.txt"
    file.write_text("first words\n")
    run(site.slug, str(file))
    site.refresh_from_db()
    with django_assert_num_queries(1):
        first = profile_of(site).blocked_phrases
        assert profile_of(site).blocked_phrases is first
    file.write_text("other words\n")
    run(site.slug, str(file))
    site.refresh_from_db()
    assert profile_of(site).blocked_phrases == ("other words",)
