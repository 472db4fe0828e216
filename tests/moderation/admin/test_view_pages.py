"""Saving what the queue shows, and keeping the saved views in order, as a moderator does it."""

import pytest

from moderation.models import Membership, SavedView
from tests import factories

pytestmark = pytest.mark.django_db

QUEUE = "/admin/moderation/reviewitem/"
VIEWS = f"{QUEUE}views/"


@pytest.fixture
def article():
    return factories.make_article(section="World", tags=["ceasefire"])


@pytest.fixture
def remy(article):
    return factories.make_moderator(article.site, "remy", Membership.Role.SENIOR_MODERATOR)


@pytest.fixture
def desk(client, article):
    client.force_login(factories.make_moderator(article.site, "rosa"))
    return client


def save(desk, query, name="War", **more):
    return desk.post(VIEWS, {"query": query, "name": name, **more}, follow=True)


def test_what_is_shown_is_saved_and_shown_again(desk, article):
    rude = factories.held(article)
    page = save(desk, "view=highest&section=World&tag=ceasefire&waiting=30")
    view = SavedView.objects.get()
    assert (view.labels, view.waiting_minutes, view.site) == (
        ["band:high", "section:World", "tag:ceasefire"],
        30,
        None,
    )
    assert page.redirect_chain[-1][0] == f"{QUEUE}?view=saved-{view.pk}"
    [tab] = [tab for tab in page.context["tabs"] if tab.here]
    assert (tab.view.name, tab.count) == ("War", "0")
    SavedView.objects.update(waiting_minutes=0)
    page = desk.get(f"{QUEUE}?view=saved-{view.pk}")
    assert [row.item.comment for row in page.context["rows"]] == [rude]


def test_a_view_of_one_site_stays_there(desk, article):
    save(desk, "section=World&site=the-daily-ledger")
    assert SavedView.objects.get().site == article.site
    save(desk, f"view=saved-{SavedView.objects.get().pk}&band=high", name="War, high")
    assert SavedView.objects.get(name="War, high").site == article.site


def test_who_runs_the_desk_saves_for_everybody(client, article, remy):
    client.force_login(remy)
    save(client, "section=World", shared="the-daily-ledger")
    view = SavedView.objects.get()
    assert (view.owner, view.site) == (None, article.site)


def test_who_does_not_run_it_is_told_so(desk, article):
    page = save(desk, "section=World", shared="the-daily-ledger")
    assert "Your role at this site does not allow that." in page.content.decode()
    assert not SavedView.objects.exists()


def test_a_foreign_site_or_view_cannot_be_saved_from(desk):
    factories.make_site("Foreign Times")
    assert save(desk, "section=World", shared="foreign-times").status_code == 404
    assert save(desk, "view=saved-7").status_code == 404
    assert not SavedView.objects.exists()


def test_a_view_is_renamed_and_deleted(desk):
    save(desk, "section=World")
    page = desk.get(VIEWS).content.decode()
    assert "War" in page
    change = f"{VIEWS}{SavedView.objects.get().pk}/"
    desk.post(change, {"name": "Peace"})
    assert SavedView.objects.get().name == "Peace"
    desk.post(change, {"name": ""})
    assert SavedView.objects.get().name == "Peace"
    desk.post(change, {"delete": "yes", "name": "Peace"})
    assert "No view is saved yet." in desk.get(VIEWS).content.decode()


def test_a_strangers_view_is_not_there_and_a_shared_one_is_not_changed(desk, article, remy):
    strange = SavedView.objects.create(owner=remy, name="Mine")
    shared = SavedView.objects.create(site=article.site, name="Ours")
    assert desk.post(f"{VIEWS}{strange.pk}/", {"delete": "yes"}).status_code == 404
    page = desk.post(f"{VIEWS}{shared.pk}/", {"delete": "yes"}, follow=True).content.decode()
    assert "Your role at this site does not allow that." in page
    assert SavedView.objects.count() == 2
    assert "Delete" not in page


def test_hostile_names_are_shown_and_never_obeyed(desk):
    save(desk, "section=World", name="<script>alert(1)</script>")
    for page in (QUEUE, VIEWS):
        shown = desk.get(page).content.decode()
        assert "&lt;script&gt;alert(1)" in shown
        assert "<script>alert" not in shown
