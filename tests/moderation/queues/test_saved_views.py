"""Queues by name: who sees which, who may change them, and what they show."""

import pytest

from articles.models import AuditEvent
from moderation.errors import NotAllowed, TooManyViews, WordsRequired
from moderation.flows import keep_view
from moderation.flows.keep_view import delete_view, rename_view, save_view
from moderation.models import Membership, SavedView
from moderation.queues.saved_views import View, saved_views, view_named, views_for
from moderation.queues.wanted import Wanted
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def rosa(site):
    return factories.make_moderator(site, "rosa")


@pytest.fixture
def remy(site):
    return factories.make_moderator(site, "remy", Membership.Role.SENIOR_MODERATOR)


def seen_by(user, site):
    return [view.name for view in views_for(user, [site])]


def test_every_desk_has_views_by_clause_and_by_what_needs_a_person(site, rosa):
    assert seen_by(rosa, site) == [
        "All",
        "Hateful language",
        "Illegal content",
        "Reported",
        "Highest band",
        "Over 2 hours",
        "New authors",
        "Not scored",
        "Unknown language",
        "Floods",
    ]


def test_ones_own_view_is_nobody_elses(site, rosa, remy):
    save_view(rosa, name="My war", labels=["section:World"])
    assert seen_by(rosa, site)[-1] == "My war"
    assert "My war" not in seen_by(remy, site)


def test_views_of_one_name_say_of_which_site_they_are(site, remy):
    other = factories.make_site("Foreign Times")
    Membership.objects.create(user=remy, site=other, role=Membership.Role.SENIOR_MODERATOR)
    for place, name in ((site, "War"), (other, "War"), (other, "Sport")):
        save_view(remy, name=name, labels=["section:World"], site=place, shared=True)
    names = [view.name for view in views_for(remy, [site, other])]
    assert names[-3:] == ["Sport", f"War · {site.name}", "War · Foreign Times"]
    assert seen_by(remy, site)[-1] == "War"


def test_a_shared_view_is_everybodys_of_its_site(site, rosa, remy):
    view = save_view(remy, name="War", labels=["section:World"], site=site, shared=True)
    assert seen_by(rosa, site)[-1] == "War"
    other = factories.make_site("Foreign Times")
    eve = factories.make_moderator(other, "eve")
    assert "War" not in seen_by(eve, other)
    assert view_named(eve, f"saved-{view.pk}", {other.pk}) is None


def test_only_who_runs_the_desk_shares_a_view(site, rosa):
    with pytest.raises(NotAllowed):
        save_view(rosa, name="War", labels=[], site=site, shared=True)
    assert not SavedView.objects.exists()


def test_a_view_of_a_site_is_for_who_sees_it(rosa):
    foreign = factories.make_site("Foreign Times")
    with pytest.raises(NotAllowed):
        save_view(rosa, name="Spy", labels=[], site=foreign)


def test_nobody_changes_the_view_of_another(site, rosa, remy):
    own = save_view(rosa, name="My war", labels=[])
    shared = save_view(remy, name="War", labels=[], site=site, shared=True)
    for view, user in ((own, remy), (shared, rosa)):
        with pytest.raises(NotAllowed):
            rename_view(view, "Mine", user=user)
        with pytest.raises(NotAllowed):
            delete_view(view, user=user)
    assert set(SavedView.objects.values_list("name", flat=True)) == {"My war", "War"}


def test_what_everybody_works_by_is_audited_and_ones_own_is_not(site, rosa, remy):
    delete_view(save_view(rosa, name="My war", labels=[]), user=rosa)
    shared = save_view(remy, name="War", labels=[], site=site, shared=True)
    rename_view(shared, "  The   war ", user=remy)
    assert SavedView.objects.get().name == "The war"
    delete_view(shared, user=remy)
    told = AuditEvent.objects.filter(kind__startswith="view.").order_by("pk")
    assert [event.kind for event in told] == ["view.saved", "view.renamed", "view.deleted"]
    assert {str(event.data) for event in told} == {str({"view": shared.pk})}


def test_a_view_needs_a_name(rosa):
    with pytest.raises(WordsRequired):
        save_view(rosa, name="  ", labels=[])


def test_there_are_no_more_views_than_a_bar_can_show(rosa, monkeypatch):
    monkeypatch.setattr(keep_view, "MOST_SAVED", 1)
    save_view(rosa, name="One", labels=[])
    with pytest.raises(TooManyViews):
        save_view(rosa, name="Two", labels=[])


def test_a_view_shows_its_own_site_alone_and_never_one_that_was_lost(site, rosa):
    saved = save_view(rosa, name="War", labels=["section:World"], site=site)
    view = View.of(saved)
    assert view.selection({site.pk, site.pk + 1}).sites == {site.pk}
    assert view.selection({site.pk + 1}).sites == frozenset()


def test_what_is_wanted_of_a_kind_takes_the_place_of_the_views(site):
    view = View("x", "X", ("clause:a", "section:World"), waiting_minutes=120)
    selection = view.selection({site.pk}, Wanted(labels=("clause:b", "tag:t"), waiting_minutes=30))
    assert selection.groups == (("section:World",), ("clause:b",), ("tag:t",))
    assert selection.waiting_minutes == 30


def test_a_view_of_a_site_that_was_left_is_no_longer_seen(site, rosa):
    save_view(rosa, name="War", labels=[], site=site)
    assert not saved_views(rosa, set()).exists()
