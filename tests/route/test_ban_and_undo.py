"""A senior bans an author and clears their queue at once; then takes it all back."""

from functools import partial

import pytest
from django.test import Client as DjangoClient

from discussion.verification import ledger_faults
from moderation.models import Job, Membership
from tests import factories
from tests.services.until import until

RUDE = "Shut up, you pathetic moron"
FRIENDLY = "Thank you for this careful report, I learned a lot."


@pytest.fixture
def remy(site):
    """The senior moderator in a browser."""
    client = DjangoClient()
    role = Membership.Role.SENIOR_MODERATOR
    client.force_login(factories.make_moderator(site, "remy", role))
    return client


def status_of(client, posted):
    return client.get(f"/api/v1/comments/{posted.json['id']}/").json["status"]


def became(client, comments, status):
    until(
        lambda: {status_of(client, each) for each in comments} == {status},
        what=f"that all are {status}",
    )


def test_a_ban_with_what_is_waiting_rejected_and_taken_back(
    start_worker, reader, site, comments_url, remy
):
    start_worker()
    mal = reader("Mal")
    comments = [mal.post(comments_url, {"body": f"{RUDE}, number {n}."}) for n in range(3)]
    became(mal, comments, "held")

    author = factories.author_at(site, "Mal")
    page = remy.get(f"/admin/authors/{author.pk}/").content.decode()
    assert "Reject what is waiting (3)" in page
    said = {"reason": "You insult others.", "clause": "hateful-language", "lasts": "7"}
    remy.post(f"/admin/authors/{author.pk}/sanctions/ban/", {**said, "reject_waiting": "on"})
    became(mal, comments, "rejected")
    refused = mal.post(comments_url, {"body": FRIENDLY})
    assert (refused.status, refused.json["code"]) == (403, "author-banned")
    assert refused.json["restriction"]["reason"] == "You insult others."
    statement = mal.get(f"/api/v1/comments/{comments[0].json['id']}/decision/").json
    assert "Hateful language" in str(statement)

    job = Job.objects.get()
    until(partial(_is_done, job), what="the end of the job")
    remy.post(f"/admin/jobs/{job.pk}/undo/")
    became(mal, comments, "held")
    ban = author.sanctions.get()
    remy.post(f"/admin/sanctions/{ban.pk}/lift/", {"because": "It was the wrong reader."})
    assert mal.post(comments_url, {"body": FRIENDLY}).status == 202
    assert list(ledger_faults()) == []


def _is_done(job):
    job.refresh_from_db()
    return job.state == "done"
