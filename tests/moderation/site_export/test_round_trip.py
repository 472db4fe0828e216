"""A site leaves and comes back: what it left with, it has again, word for word."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Site
from discussion.flows.edit_comment import edit_comment
from discussion.flows.feature_comment import feature_comment
from discussion.flows.lock_thread import lock_thread
from discussion.flows.react import react
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import Author, Comment, Reaction
from moderation.models import Membership, ReviewItem
from moderation.policy.types import Outcome
from moderation.site_export.file import site_lines, write_site
from tests import factories
from tests.person_world import forget

pytestmark = pytest.mark.django_db(transaction=True)

# When it was written, and the settings of the site: an import leaves them to its editors.
APART = {"export", "site", "policy"}


def rich_site():
    """A site with every state that a comment can have, but one that nobody has judged."""
    site = factories.make_site(domain="ledger.example")
    remy = factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)
    article = factories.make_article(
        site, url="https://ledger.example/1", section="World", tags=["war", "talks"]
    )
    factories.make_article(site, "Silence", commenting="closed", closes_at=timezone.now())
    root = factories.published(article, "A *fair* point.", author="Ben")
    reply = factories.published(article, "I agree, “mostly”.", parent=root)
    answered = factories.published(article, "Taken back.", author="Cleo")
    factories.published(article, "An answer to it.", parent=answered, author="Ben")
    withdraw_comment(answered)
    edited = factories.published(article, "As it was.", author="Dora")
    edit_comment(edited, "As it is.", request_id="")
    factories.screen()
    factories.held(article, parent=reply)
    factories.decide(factories.held(article, author="Max"), remy, Outcome.REJECT)
    forget(factories.published(article, "A secret.", author="Eve").author)
    for reader in ("Ben", "Dora"):
        react(factories.fresh(reply), factories.author_at(site, reader), "like")
    feature_comment(factories.fresh(edited), actor=f"user:{remy.pk}")
    lock_thread(factories.fresh(root), actor=f"user:{remy.pk}")
    Author.objects.filter(display_name="Mal").update(
        restriction="suspended", restricted_until=timezone.now(), restriction_reason="Abuse."
    )
    return site


def told(site):
    """The lines of the site that an import takes back, each by its kind and id."""
    lines = [line for line in site_lines(site) if line["kind"] not in APART]
    return {(line["kind"], line["id"]): json.loads(json.dumps(line)) for line in lines}


def test_what_left_is_there_again(tmp_path):
    site = rich_site()
    before, out = told(site), tmp_path / "site.jsonl.gz"
    statuses = sorted(Comment.objects.values_list("status", flat=True))
    assert set(statuses) == {"erased", "held", "published", "rejected", "withdrawn"}
    write_site(site, out)
    call_command("flush", interactive=False, verbosity=0)
    again = factories.make_site(domain="ledger.example")
    call_command("import_comments", "jsonl", str(out), site=again.slug)
    assert told(Site.objects.get(pk=again.pk)) == before
    assert sorted(Comment.objects.values_list("status", flat=True)) == statuses
    call_command("verify_audit")
    # What waited for a person waits for one again.
    assert ReviewItem.objects.filter(closed_at=None).count() == statuses.count("held")
    # And once more, nothing is there twice.
    call_command("import_comments", "jsonl", str(out), site=again.slug)
    assert told(again) == before


def test_readers_see_it_as_it_was(tmp_path, client):
    site = rich_site()
    article = site.articles.get(url="https://ledger.example/1")
    page = f"/api/v1/articles/{article.public_id}/comments/"
    before, out = client.get(page).json(), tmp_path / "site.jsonl"
    write_site(site, out)
    call_command("flush", interactive=False, verbosity=0)
    again = factories.make_site(domain="ledger.example")
    call_command("import_comments", "jsonl", str(out), site=again.slug)
    assert again.articles.get(url="https://ledger.example/1").public_id == article.public_id
    assert client.get(page).json() == before
    assert Reaction.objects.count() == 2
