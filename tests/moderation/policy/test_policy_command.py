"""`manage.py policy`, as an editor uses it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.flows.create_site import create_site
from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from articles.models import AuditEvent, PolicyVersion
from moderation.policy.document import PolicyInvalid, document_from_policy, policy_from_document
from moderation.policy.load import load_policy

pytestmark = pytest.mark.django_db

FILE = """
title = "Comment policy"

[[clauses]]
id = "hateful-language"
title = "Hateful language"
wording = "Hateful language will be removed."

[[clauses.rules]]
attribute = "toxicity"
hold_at = 0.8
"""
DOCUMENT = {
    "title": "Comment policy",
    "introduction": "",
    "clauses": [
        {
            "id": "hateful-language",
            "title": "Hateful language",
            "wording": "Hateful language will be removed.",
            "ground": "",
            "rules": [{"attribute": "toxicity", "hold_at": 0.8}],
        }
    ],
}


@pytest.fixture
def site():
    return create_site(name="The Harbour Post", document=DOCUMENT, actor="command:test")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def policy(*arguments):
    """Run the command and return what it says, also when it fails."""
    said = StringIO()
    try:
        call_command("policy", *map(str, arguments), stdout=said)
    except CommandError as error:
        return said.getvalue() + f"failed: {error}"
    return said.getvalue()


def edited(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return file


def test_what_it_shows_can_be_published_again(site, tmp_path):
    shown = policy("show", "--site", site.slug)
    assert shown.startswith(f"# {site.slug}, version 1, published: 20")
    file = tmp_path / "shown.toml"
    file.write_text(shown, encoding="utf-8")
    said = policy("publish", file, "--site", site.slug)
    assert said == "Nothing changed: this policy is in force already.\n"
    assert PolicyVersion.objects.count() == 1


def test_the_only_site_need_not_be_named_but_one_of_two_must(site):
    assert policy("show") == policy("show", "--site", site.slug, "--version", 1)
    create_site(name="Another Paper", document=DOCUMENT, actor="command:test")
    assert policy("show") == (
        "failed: Name a site with --site. Sites: another-paper, the-harbour-post."
    )


def test_it_shows_no_version_that_is_not_there(site):
    assert policy("show", "--version", 7) == f"failed: {site.slug} has no such policy version."


def test_it_publishes_the_next_version_and_says_what_changed(site, file):
    said = policy("publish", edited(file, "0.8", "0.7\nreject_at = 0.95"), "--site", site.slug)
    assert said == (
        f"Version 2 is in force at {site.slug}.\n"
        "  clause hateful-language: toxicity holds at 0.7, rejects at 0.95;"
        " before: holds at 0.8\n"
        "The machine publishes and holds; it rejects under: hateful-language.\n"
    )
    site.refresh_from_db()
    assert site.policy.number == 2
    assert site.policy.published_at is not None
    assert load_policy(site.policy).clauses[0].rules[0].reject_at == 0.95
    event = AuditEvent.objects.filter(kind="policy.published").latest("sequence")
    assert event.data["number"] == 2


def test_a_file_with_problems_is_not_published_and_each_is_a_line(site, file):
    edited(file, "hold_at = 0.8", "hold_at = 1.3")
    edited(file, 'id = "hateful-language"', 'id = "Hate"')
    for arguments in (("check", file), ("publish", file, "--site", site.slug)):
        assert policy(*arguments) == (
            "clauses[0].id: is not in kebab-case, like hateful-language\n"
            "clauses[0].rules[0].hold_at: 1.3 is not between 0 and 1\n"
            "failed: The policy cannot be used; problems: 2."
        )
    assert PolicyVersion.objects.count() == 1


def test_a_rule_whose_attribute_nobody_produces_is_refused(site, file):
    said = policy("publish", edited(file, '"toxicity"', '"boredom"'), "--site", site.slug)
    assert said == (
        "boredom: no scorer or detector produces it\n"
        "failed: The policy cannot be used; problems: 1."
    )
    assert PolicyVersion.objects.count() == 1


def test_it_checks_a_file_and_the_version_in_force(site, file):
    in_order = "In order. The machine publishes and holds; it rejects nothing.\n"
    assert policy("check", file) == in_order
    assert policy("check", "--site", site.slug) == in_order


def test_it_says_that_a_policy_for_people_alone_holds_all(file):
    file.write_text(FILE.partition("[[clauses.rules]]")[0], encoding="utf-8")
    assert policy("check", file) == (
        "In order. No clause has a rule: every comment is held for a person.\n"
    )


def test_a_missing_file_is_said_in_a_sentence(tmp_path):
    assert "No such file or directory." in policy("check", tmp_path / "nowhere.toml")


def test_a_broken_policy_in_force_does_not_stand_in_the_way_of_a_good_one(site, file):
    broken = draft_policy(site, {"title": "Broken", "clauses": []})
    publish_policy(broken, actor="operator:test")
    with pytest.raises(PolicyInvalid):
        load_policy(broken)
    assert policy("check", "--site", site.slug).startswith("clauses: has no entry\n")
    assert "version 2 could not be read" in policy("publish", file, "--site", site.slug)
    site.refresh_from_db()
    assert document_from_policy(load_policy(site.policy)) == DOCUMENT


def test_a_site_without_a_policy_gets_its_first(site, file):
    site.policy = None
    site.save(update_fields=["policy"])
    assert policy("show") == f"failed: {site.slug} has no such policy version."
    assert "  first version\n" in policy("publish", file, "--site", site.slug)


def test_a_stored_version_is_loaded_as_the_policy_it_came_from(site):
    assert load_policy(site.policy) == policy_from_document(DOCUMENT)
