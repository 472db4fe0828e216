"""One case at a time: what a decision does, and where it leads."""

import pytest
from django.urls import reverse

from discussion.flows.withdraw_comment import withdraw_comment
from discussion.models import ChangeRequest, Decision
from moderation.models import Membership, ReviewItem
from moderation.policy.types import Outcome
from moderation.queue import claim_item
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def rosa(article):
    return factories.make_moderator(article.site, "rosa")


@pytest.fixture
def desk(client, rosa):
    """A browser in which Rosa is signed in."""
    client.force_login(rosa)
    return client


def page_of(comment):
    item = ReviewItem.objects.filter(comment=comment).latest("id")
    return reverse("admin:moderation_reviewitem_change", args=[item.pk])


@pytest.fixture
def rude(article):
    return factories.held(article)


def decide(desk, comment, outcome, *, version=None, **said):
    version = factories.fresh(comment).version if version is None else version
    data = {"version": version, "outcome": outcome, **said}
    return desk.post(page_of(comment), data)


def test_publishing_publishes_and_leads_to_the_next_case(desk, rude, article):
    other = factories.held(article, author="Ben")
    answer = decide(desk, rude, "publish")
    assert (answer.status_code, answer.url) == (302, page_of(other))
    assert factories.fresh(rude).status == "published"


def test_rejecting_tells_the_author_the_clause_and_the_reasoning(desk, rude, rosa):
    decide(desk, rude, "reject", clause="hateful-language", reasoning="Too rude.", private_note="x")
    decision = factories.fresh(rude).decision
    assert (decision.outcome, decision.clauses, decision.actor) == (
        "reject",
        ["hateful-language"],
        rosa,
    )
    assert decision.statement.facts["reasoning"] == "Too rude."
    assert "x" not in str(decision.statement.facts.values())
    assert decision.text.private_note == "x"


def test_prepared_words_of_one_clause_are_not_sent_for_another(desk, rude):
    page = desk.get(page_of(rude))
    words = page.context["form"].initial["reasoning"]
    decide(desk, rude, "reject", clause="illegal-content", reasoning=words)
    assert "Illegal content" in factories.fresh(rude).decision.statement.facts["reasoning"]


@pytest.mark.parametrize(
    "said", [{}, {"clause": "hateful-language"}, {"reasoning": "Rude."}], ids=str
)
def test_a_rejection_without_clause_and_reasoning_is_refused(desk, rude, said):
    answer = decide(desk, rude, "reject", private_note="kept", **said)
    assert answer.status_code == 422
    assert "kept" in answer.content.decode()
    assert factories.fresh(rude).status == "held"


def test_the_second_of_two_moderators_gets_the_new_state_and_overwrites_nothing(desk, rude):
    seen = factories.fresh(rude).version
    remy = factories.make_moderator(rude.site, "remy", Membership.Role.SENIOR_MODERATOR)
    factories.decide(rude, remy, Outcome.PUBLISH)
    said = {"clause": "hateful-language", "reasoning": "As I wrote."}
    answer = decide(desk, rude, "reject", version=seen, **said)
    assert answer.status_code == 412
    page = answer.content.decode()
    assert "As I wrote." in page
    assert "Somebody was faster: remy decided" in page
    assert f'name="version" value="{factories.fresh(rude).version}"' in page
    assert factories.fresh(rude).status == "published"
    assert Decision.objects.filter(comment=rude).count() == 2


def test_a_comment_withdrawn_meanwhile_cannot_be_decided(desk, rude):
    seen = factories.fresh(rude).version
    withdraw_comment(factories.fresh(rude))
    assert decide(desk, rude, "publish", version=seen).status_code == 412
    assert factories.fresh(rude).status == "withdrawn"


def test_keeping_on_hold_leaves_one_open_item(desk, rude):
    decide(desk, rude, "hold")
    assert ReviewItem.objects.filter(comment=rude, closed_at=None).count() == 1
    assert factories.fresh(rude).status == "held"


def test_opening_claims_and_anothers_claim_is_shown(desk, rude, rosa):
    desk.get(page_of(rude))
    item = ReviewItem.objects.get(comment=rude)
    assert item.claimed_by == rosa
    remy = factories.make_moderator(rude.site, "remy")
    ReviewItem.objects.update(claimed_by=None, claimed_until=None)
    claim_item(item, remy)
    assert "remy is looking at this comment as well" in desk.get(page_of(rude)).content.decode()


def test_who_only_sees_is_offered_no_decision_and_claims_nothing(client, rude):
    auditor = factories.make_moderator(rude.site, "audrey", Membership.Role.AUDITOR)
    client.force_login(auditor)
    assert '<form method="post" class="decision"' not in client.get(page_of(rude)).content.decode()
    assert ReviewItem.objects.get(comment=rude).claimed_by is None
    assert decide(client, rude, "publish").status_code == 403
    assert factories.fresh(rude).status == "held"


@pytest.mark.parametrize("path", ["0/change/", "x/change/", f"{10**30}/change/"])
def test_what_is_no_item_is_not_found(desk, path):
    assert desk.get(f"/admin/moderation/reviewitem/{path}").status_code == 404


def test_any_comment_has_the_page_also_one_that_nobody_was_asked_about(desk, article):
    fine = factories.published(article, "A fair point.", author="Ben")
    address = reverse("admin:desk-comment", args=[fine.pk])
    page = desk.get(address)
    assert "Leave published" in page.content.decode()
    said = {"clause": "hateful-language", "reasoning": "On second thoughts."}
    desk.post(address, {"version": fine.version, "outcome": "reject", **said})
    assert factories.fresh(fine).status == "rejected"


def test_a_comment_that_is_not_judged_yet_cannot_be_decided(desk, article):
    waiting = factories.make_comment(article)
    address = reverse("admin:desk-comment", args=[waiting.pk])
    assert "The machine is still reading it" in desk.get(address).content.decode()
    assert desk.post(address, {"version": 1, "outcome": "publish"}).status_code == 422


def test_another_sites_comment_is_not_found(desk):
    elsewhere = factories.make_article(factories.make_site("Foreign Times"))
    foreign = factories.published(elsewhere)
    assert desk.get(reverse("admin:desk-comment", args=[foreign.pk])).status_code == 404


def test_the_author_is_asked_to_change_it_in_words(desk, rude):
    assert decide(desk, rude, "change", words=" ").status_code == 422
    assert not ChangeRequest.objects.exists()
    decide(desk, rude, "change", words="Leave out the second word.")
    assert ChangeRequest.objects.get().words == "Leave out the second word."
    page = desk.get(reverse("admin:desk-comment", args=[rude.pk])).content.decode()
    assert "Leave out the second word." in page
    assert "Undo" in page


def test_the_way_leads_through_the_queue_that_was_chosen(desk, article):
    cases = [page_of(factories.held(article, author=f"Mal {number}")) for number in range(3)]
    unread = factories.make_comment(article, "STUB:NAN x")
    factories.screen()
    view = "?view=clause-hateful-language"
    way = desk.get(cases[1] + view).context["way"]
    assert {way.previous, way.next} == {cases[0] + view, cases[2] + view}
    ways = [desk.get(case + view).context["way"] for case in cases]
    assert page_of(unread) + view not in {way.next for way in ways}


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_decision_without_a_version_is_refused(desk, rude, version):
    assert decide(desk, rude, "publish", version=version).status_code in {400, 412}
    assert factories.fresh(rude).status == "held"


def test_the_page_costs_the_same_queries_for_a_long_history(
    desk, article, django_assert_num_queries
):
    parent = factories.published(article, "Root.", author="Ben")
    rude = factories.held(article, parent=parent)
    desk.get(page_of(rude))
    with django_assert_num_queries(QUERIES):
        desk.get(page_of(rude))
    for number in range(8):
        factories.published(article, f"Neighbour {number}", author=f"N{number}", parent=parent)
    with django_assert_num_queries(QUERIES):
        desk.get(page_of(rude))


QUERIES = 27
