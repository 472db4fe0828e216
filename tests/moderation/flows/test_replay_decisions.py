"""Every machine decision can be made again from what was stored."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.flows.draft_policy import draft_policy
from articles.flows.publish_policy import publish_policy
from moderation.models import Signal
from tests import factories

pytestmark = pytest.mark.django_db

BODIES = ["Thank you.", "You idiot.", "STUB:NAN x", "STUB:1.5 x", "STUB:NO_LABEL x", "STUB:0.8 x"]


@pytest.fixture
def site():
    article = factories.make_article()
    for body in BODIES:
        factories.make_comment(article, body)
    factories.screen()
    return article.site


def test_stored_signals_give_the_stored_outcomes(site, capsys):
    call_command("replay", site=site.slug)
    assert f"{len(BODIES)} decisions replayed, 0 differ." in capsys.readouterr().out


def test_each_decision_is_replayed_by_the_policy_it_was_made_under(site, capsys):
    stricter = {**factories.POLICY, "title": "Stricter"}
    stricter["clauses"] = [dict(stricter["clauses"][0])]
    stricter["clauses"][0]["rules"] = [{"attribute": "toxicity", "hold_at": 0.001}]
    publish_policy(draft_policy(site, stricter), actor="operator:test")
    call_command("replay", site=site.slug)
    assert "0 differ" in capsys.readouterr().out


def test_a_changed_signal_shows(site, capsys):
    Signal.objects.filter(attribute="toxicity", value=0.99).update(value=0.1)
    Signal.objects.filter(attribute="threat", value=0.99).update(value=0.1)
    with pytest.raises(CommandError):
        call_command("replay", site=site.slug)
    assert "1 differ" in capsys.readouterr().out


def test_an_unknown_site_is_an_error_in_words(db):
    with pytest.raises(CommandError, match="no site “nowhere”"):
        call_command("replay", site="nowhere")


def test_memory_and_queries_are_bounded(site, django_assert_max_num_queries):
    assert connection.vendor
    with django_assert_max_num_queries(8):
        call_command("replay", site=site.slug)
