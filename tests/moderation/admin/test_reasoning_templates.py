"""Words to start from: who writes them, and how a rejection uses them."""

import pytest
from django.urls import reverse

from articles.models import AuditEvent
from moderation.errors import NotAllowed, ReasonRequired, TemplateTaken, UnknownClause
from moderation.flows.write_template import drop_template, write_template
from moderation.models import Membership, ReasoningTemplate, ReviewItem
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/moderation/reasoningtemplate/"


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def remy(site):
    return factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def desk(client, remy):
    client.force_login(remy)
    return client


def fields(site, **other):
    values = {"clause": "hateful-language", "title": "Insult", "text": "You insulted a reader."}
    return {"site": site.pk, "place": 0, **values, **other}


def template(site, **other):
    values = {"clause": "hateful-language", "title": "Insult", "text": "You insulted a reader."}
    return ReasoningTemplate(site=site, **{**values, **other})


def test_who_runs_the_desk_writes_changes_and_drops_them(desk, site):
    desk.post(f"{LIST}add/", fields(site))
    row = ReasoningTemplate.objects.get()
    desk.post(f"{LIST}{row.pk}/change/", fields(site, text="You insulted somebody."))
    row.refresh_from_db()
    assert row.text == "You insulted somebody."
    desk.post(f"{LIST}{row.pk}/delete/", {"post": "yes"})
    assert not ReasoningTemplate.objects.exists()
    kinds = AuditEvent.objects.filter(kind__startswith="template.").order_by("pk")
    assert [event.kind for event in kinds] == [
        "template.written",
        "template.written",
        "template.dropped",
    ]


@pytest.mark.parametrize(
    "wrong", [{"clause": "no-such"}, {"text": " "}, {"title": ""}, {"text": "a\x07b"}], ids=str
)
def test_what_cannot_be_said_is_refused_by_the_form(desk, site, wrong):
    answer = desk.post(f"{LIST}add/", fields(site, **wrong))
    assert answer.context["errors"]
    assert not ReasoningTemplate.objects.exists()


def test_another_sites_are_neither_seen_nor_written(desk, site):
    foreign = factories.make_site("Foreign Times")
    theirs = template(foreign)
    theirs.save()
    assert desk.get(f"{LIST}{theirs.pk}/change/").status_code == 404
    desk.post(f"{LIST}add/", fields(foreign, title="Another"))
    assert ReasoningTemplate.objects.count() == 1


def test_a_moderator_reads_them_and_changes_none(client, site):
    row = template(site)
    row.save()
    client.force_login(factories.make_moderator(site, "rosa"))
    assert client.get(LIST).status_code == 200
    assert client.post(f"{LIST}add/", fields(site)).status_code == 403
    assert client.post(f"{LIST}{row.pk}/change/", fields(site)).status_code == 403


def test_the_flow_refuses_what_the_form_would(site, remy):
    rosa = factories.make_moderator(site, "rosa")
    with pytest.raises(NotAllowed):
        write_template(template(site), user=rosa)
    with pytest.raises(UnknownClause):
        write_template(template(site, clause="no-such"), user=remy)
    with pytest.raises(ReasonRequired):
        write_template(template(site, text=" "), user=remy)
    write_template(template(site), user=remy)
    with pytest.raises(TemplateTaken):
        write_template(template(site), user=remy)
    with pytest.raises(NotAllowed):
        drop_template(ReasoningTemplate.objects.get(), user=rosa)


def test_a_template_is_not_moved_to_a_site_from_one_that_is_not_theirs(site, remy):
    foreign = template(factories.make_site("Foreign Times"))
    foreign.save()
    foreign.site = site
    with pytest.raises(NotAllowed):
        write_template(foreign, user=remy)


@pytest.fixture
def rude(site):
    return factories.held(factories.make_article(site))


def page_of(comment):
    item = ReviewItem.objects.filter(comment=comment).latest("id")
    return reverse("admin:moderation_reviewitem_change", args=[item.pk])


def reject(desk, comment, **said):
    data = {"version": comment.version, "outcome": "reject", **said}
    answer = desk.post(page_of(comment), data)
    decision = factories.fresh(comment).decision
    return decision.text.reasoning if answer.status_code == 302 else ""


def test_a_rejection_starts_from_the_first_template_of_the_clause(desk, site, rude):
    template(site, title="Second", text="The second.", place=2).save()
    template(site, title="First", text="The first.", place=1).save()
    form = desk.get(page_of(rude)).context["form"]
    assert form.initial["reasoning"] == "The first."


def test_a_template_that_was_chosen_without_a_script_is_sent(desk, site, rude):
    template(site, title="First", text="The first.").save()
    second = template(site, title="Second", text="The second.", place=1)
    second.save()
    said = {"clause": "hateful-language", "reasoning": "The first.", "template": second.pk}
    assert reject(desk, rude, **said) == "The second."


def test_a_template_of_another_clause_is_not_sent(desk, site, rude):
    other = template(site, clause="illegal-content", title="Threat", text="You threatened.")
    other.save()
    said = {"clause": "hateful-language", "reasoning": "You threatened.", "template": other.pk}
    assert "Hateful language" in reject(desk, rude, **said)


def test_own_words_are_sent_as_they_are(desk, site, rude):
    template(site).save()
    said = {"clause": "hateful-language", "reasoning": "In my own words."}
    assert reject(desk, rude, **said) == "In my own words."
