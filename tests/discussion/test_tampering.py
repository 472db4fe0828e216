"""Whatever somebody does to a ledger that was anchored, `verify_audit --anchor` names it.

TAMPERINGS sets how many are tried; `make soak` tries a thousand on each database.
"""

import itertools
import os
from random import Random

import pytest
from django.db import connection, transaction

from articles.anchor import ALL, anchor_faults, anchor_of
from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from discussion.flows.edit_comment import edit_comment
from discussion.flows.withdraw_comment import withdraw_comment
from discussion.verification import ledger_faults
from moderation.flows.decide_appeal import decide_appeal
from moderation.flows.open_appeal import open_appeal
from moderation.models import Membership
from moderation.policy.types import Outcome
from tests import factories
from tests.tampering.tools import LATER
from tests.tampering.ways import WAYS, tamperings

pytestmark = pytest.mark.django_db

TAMPERINGS = int(os.environ.get("TAMPERINGS", "60"))


@pytest.fixture
def anchored():
    """The anchor of a ledger in which everything has happened, and which went on since; the
    database's own guards are out of the attacker's way.
    """
    article = factories.make_article()
    factories.make_article(factories.make_site("Another Paper"))
    rosa = factories.make_moderator(article.site)
    remy = factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)
    public = factories.published(article, "First thought.")
    factories.published(article, "I agree.", author="Ben", parent=public)
    for outcome in (Outcome.REJECT, Outcome.PUBLISH):
        factories.decide(factories.held(article, author=outcome), rosa, outcome)
    factories.held(article)
    appealed = factories.held(article, author="Cleo")
    factories.decide(appealed, rosa, Outcome.REJECT)
    appealed = factories.fresh(appealed)
    appeal = open_appeal(appealed, author=appealed.author, words="It was meant otherwise.")
    decide_appeal(appeal, moderator=remy, overturn=True, reasoning="Read again.")
    edit_comment(factories.published(article, "A second one.", author="Dan"), "You idiot, Dan.")
    factories.screen()
    withdraw_comment(factories.published(article, "A slip of the pen.", author="Eve"))
    publish_policy(draft_policy(article.site, factories.POLICY), actor="operator:test")
    kept = anchor_of(ALL)
    factories.published(article, "Since then.", author=LATER.title())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
    assert list(itertools.chain(anchor_faults([kept]), ledger_faults())) == []
    return kept


def test_each_tampering_is_named(anchored):
    """Each is undone before the next."""
    missed = []
    for way, seed in tamperings(TAMPERINGS):
        with transaction.atomic():
            words = WAYS[way](Random(seed))
            found = itertools.chain(anchor_faults([anchored]), ledger_faults())
            if not any(words in fault for fault in found):
                missed.append((way, seed))
            transaction.set_rollback(True)
    assert missed == []
