"""What readers and authors can say against a comment or a decision, told through HTTP with a real
worker and the real model.
"""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client as Browser
from django.utils import timezone

from discussion.models import Comment
from discussion.verification import ledger_faults
from moderation.flows.mail_notices import mail_notices
from moderation.management.commands.seed import SEEDS
from moderation.models import Membership, Notice, Report, ReviewItem
from tests import factories
from tests.route.http import Client
from tests.services.until import until

FRIENDLY = "Thank you for this careful report, I learned a lot."
REJECT = {
    "action": "reject",
    "clause": "hateful-language",
    "reasoning": "It insults another reader.",
}
SENIOR = Membership.Role.SENIOR_MODERATOR


@pytest.fixture
def staff(site, live_server):
    """Makes a client of a member of the site's staff, with session and CSRF token."""

    def client(name: str, role: str = SENIOR) -> Client:
        browser = Browser()
        browser.force_login(factories.make_moderator(site, name, role))
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={'t' * 32}"
        return Client(live_server.url, headers={"Cookie": cookies, "X-CSRFToken": "t" * 32})

    return client


def published(client, url, body=FRIENDLY):
    """The path of a comment that its author sees published."""
    posted = client.post(url, {"body": body})
    path = f"/api/v1/comments/{posted.json['id']}/"
    until(lambda: client.get(path).json["status"] != "pending", what="a judgement")
    assert client.get(path).json["status"] == "published"
    return path


def decide(moderator, path, said):
    comment = Comment.objects.get(public_id=path.split("/")[-2])
    desk = f"/api/v1/moderation/comments/{comment.public_id}/decisions/"
    return moderator.post(desk, said, If_Match=f'"{comment.version}"')


def test_rejected_appealed_and_overturned_by_another_person(
    start_worker, reader, anybody, staff, comments_url
):
    start_worker()
    mal, rosa, remy = reader("Mal"), staff("rosa"), staff("remy")
    path = published(mal, comments_url)
    assert mal.get(path).json["can"]["appeal"] is False
    assert decide(rosa, path, REJECT).status == 201
    assert anybody.get(path).status == 404

    # Its author reads why, and complains.
    statement = mal.get(f"{path}decision/").json
    assert "It insults another reader." in str(statement)
    assert mal.get(path).json["can"]["appeal"] is True
    opened = mal.post(f"{path}appeals/", {"words": "I thank somebody here."})
    assert opened.status == 201
    assert mal.post(f"{path}appeals/", {"words": "Again!"}).json["code"] == "appeal-exists"

    # Rosa, who decided, may not answer. Remy sees both sides, and overturns.
    decision = f"/api/v1/moderation/appeals/{opened.json['id']}/decision/"
    answer = {"action": "overturn", "reasoning": "There is no insult in it."}
    assert rosa.post(decision, answer).json["code"] == "same-person"
    [waiting] = remy.get("/api/v1/moderation/appeals/").json["results"]
    assert waiting["words"] == "I thank somebody here."
    assert waiting["decision"]["reasoning"] == "It insults another reader."
    assert remy.post(decision, answer).status == 201

    # It is back at its place, and its author knows.
    assert "careful report" in str(anybody.get(comments_url).json["results"])
    told = mal.get(f"/api/v1/appeals/{opened.json['id']}/").json
    assert (told["state"], told["reasoning"]) == ("overturned", "There is no insult in it.")
    assert "remy" not in str(told)
    assert list(ledger_faults()) == []


def trusted(reader, site, name):
    """A reader who was right three times before, as the rows of a year would have it."""
    client = reader(name)
    author = factories.author_at(site, name)
    article = factories.make_article(site, f"An old story of {name}")
    for number in range(3):
        old = factories.make_comment(article, f"Old words {number}.", author=f"Eve {number}")
        Report.objects.create(
            site=site,
            comment=old,
            revision=old.revisions.get(),
            reporter=author,
            reason="other",
            weight=0.5,
            upheld=True,
            settled_at=timezone.now(),
        )
    return client


class TestThreeTrustedReaders:
    def test_without_a_rule_they_call_a_person_and_hide_nothing(
        self, start_worker, reader, anybody, site, comments_url
    ):
        start_worker()
        path = published(reader("Mal"), comments_url)
        for name in ("Ben", "Ida", "Jon"):
            answer = trusted(reader, site, name).post(f"{path}reports/", {"reason": "other"})
            assert answer.status == 201
        assert anybody.get(path).json["status"] == "published"
        comment = Comment.objects.get(public_id=path.split("/")[-2])
        assert ReviewItem.objects.get(comment=comment, closed_at=None).reports == 3

    def test_under_a_rule_the_machine_takes_it_from_the_page_until_a_person_looks(
        self, start_worker, reader, anybody, staff, comments_url, article, tmp_path
    ):
        _put_rule_into_force(article.site, tmp_path)
        start_worker()
        mal, rosa = reader("Mal"), staff("rosa")
        path = published(mal, comments_url)
        for name in ("Ben", "Ida", "Jon"):
            assert anybody.get(path).status == 200
            trusted(reader, article.site, name).post(f"{path}reports/", {"reason": "other"})
        assert anybody.get(path).status == 404

        # Its author is told; a person publishes it again, and the reports were not right.
        statement = mal.get(f"{path}decision/").json
        assert statement["decided_by"] == "machine"
        assert statement["reasoning"].startswith("Readers reported this comment")
        assert decide(rosa, path, {"action": "publish"}).status == 201
        assert anybody.get(path).json["status"] == "published"
        comment = Comment.objects.get(public_id=path.split("/")[-2])
        assert set(comment.reports.values_list("upheld", flat=True)) == {False}
        assert list(ledger_faults()) == []


RULE = """
[[clauses.rules]]
attribute = "trusted_reports"
hold_at = 0.75
"""


def _put_rule_into_force(site, folder):
    """As an editor does: the rule is written below the last clause, checked, and published."""
    file = folder / "policy.toml"
    file.write_text((SEEDS / "policies" / "default.toml").read_text() + RULE)
    call_command("policy", "check", str(file))
    call_command("policy", "publish", str(file), site=site.slug)


def test_a_notice_of_illegal_content_is_received_decided_and_answered(
    start_worker, reader, anybody, staff, comments_url
):
    start_worker()
    path = published(reader("Mal"), comments_url)
    given = anybody.post(
        "/api/v1/notices/",
        {
            "comment_url": anybody.get(path).json["permalink"],
            "explanation": "It betrays where my neighbour lives.",
            "name": "Ida",
            "email": "ida@example.org",
            "good_faith": True,
        },
    )
    assert given.status == 202
    reference = given.json["reference"]
    assert anybody.get(path).status == 200  # a notice hides nothing by itself

    mail_notices()
    [receipt] = mail.outbox
    assert (receipt.to, reference in receipt.subject) == (["ida@example.org"], True)

    # It is the first thing that the desk shows.
    rosa = staff("rosa", Membership.Role.MODERATOR)
    [item] = rosa.get("/api/v1/moderation/queue/").json["results"]
    assert [reason["code"] for reason in item["why"]["reasons"]] == ["notice"]
    assert decide(rosa, path, REJECT).status == 201
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        mail_notices()
    answer = mail.outbox[-1]
    assert "The comment was removed. Ground: Hateful language." in answer.body
    assert "Decided by a person." in answer.body
    assert Notice.objects.get().upheld is True
    assert anybody.get(path).status == 404
    assert list(ledger_faults()) == []
