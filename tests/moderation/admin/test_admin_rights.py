"""Who sees and changes which rows: the whole admin, walked by its registry."""

import re

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from discussion.flows.resend_webhook import ping_webhook
from discussion.models import User
from moderation.admin.scoped import ScopedAdmin
from moderation.flows.escalate_comment import escalate_comment
from moderation.flows.give_notice import Sender, give_notice
from moderation.flows.open_appeal import open_appeal
from moderation.flows.report_comment import report_comment
from moderation.flows.start_job import start_rejudge
from moderation.models import (
    DeskSettings,
    Membership,
    ReasoningTemplate,
    RetentionRule,
    ReviewItem,
)
from tests import factories
from tests.webhooks import endpoint_at

pytestmark = pytest.mark.django_db

ADD, CHANGE, DELETE = "add", "change", "delete"
NOTHING: frozenset[str] = frozenset()

# What the operator may do; staff of a site may do none of it anywhere, but what follows.
MAY = {
    "Site": {ADD, CHANGE},
    "SiteKey": {ADD},
    "ReaderKey": {ADD},
    "KeySet": {ADD, DELETE},
    "ReaderRules": {CHANGE},
    "Membership": {ADD, DELETE},
    "User": {ADD, CHANGE},
    "Alert": NOTHING,
    "Appeal": NOTHING,
    "Article": NOTHING,
    "AuditEvent": NOTHING,
    "Author": NOTHING,
    "Comment": NOTHING,
    "Decision": NOTHING,
    "DeskSettings": NOTHING,
    "Escalation": NOTHING,
    "ExternalModerator": {ADD, CHANGE},
    "FeedSource": {ADD, CHANGE, DELETE},
    "Job": NOTHING,
    "Notice": NOTHING,
    "OutboxEvent": NOTHING,
    "PolicyVersion": NOTHING,
    "ReasoningTemplate": {ADD, CHANGE, DELETE},
    "Report": NOTHING,
    "RetentionRule": {ADD, CHANGE, DELETE},
    "ReviewItem": NOTHING,
    "Screening": NOTHING,
    "Signal": NOTHING,
    "Statement": NOTHING,
    "WebhookDelivery": NOTHING,
    "WebhookEndpoint": {ADD},
    "WorkerHeartbeat": NOTHING,
}
ROLES_MAY = {
    ("ReasoningTemplate", "senior_moderator"): {ADD, CHANGE, DELETE},
    ("RetentionRule", "senior_moderator"): {ADD, CHANGE, DELETE},
    ("WebhookEndpoint", "senior_moderator"): {ADD},
}
OPERATORS_ALONE = {
    "ExternalModerator",
    "FeedSource",
    "KeySet",
    "Membership",
    "ReaderKey",
    "ReaderRules",
    "SiteKey",
    "User",
    "WorkerHeartbeat",
}

INLINE = re.compile(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)(?![^>]*application/json)")

PAGES = {model.__name__: page for model, page in admin.site._registry.items()}


@pytest.fixture
def article():
    return factories.make_article()


@pytest.fixture
def sam():
    return User.objects.create_superuser("sam")


def asked_by(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


def allowed(page, user):
    request = asked_by(user)
    return {act for act in (ADD, CHANGE, DELETE) if getattr(page, f"has_{act}_permission")(request)}


def test_every_registered_model_stands_in_the_table():
    assert set(PAGES) == set(MAY)


def test_the_operator_may_do_what_the_table_says_and_no_more(sam, article):
    assert {name: allowed(page, sam) for name, page in PAGES.items()} == MAY


@pytest.mark.parametrize("role", Membership.Role.values)
def test_staff_of_a_site_change_no_row_but_what_their_role_is_for(role, article):
    user = factories.make_moderator(article.site, "rosa", role)
    for name, page in PAGES.items():
        assert allowed(page, user) == ROLES_MAY.get((name, role), set())
        assert page.has_view_permission(asked_by(user)) is (name not in OPERATORS_ALONE), name


def test_inlines_change_nothing(sam):
    request = asked_by(sam)
    for page in PAGES.values():
        for inline in page.get_inline_instances(request):
            assert not inline.has_add_permission(request, None)
            assert not inline.has_change_permission(request, None)
            assert not inline.has_delete_permission(request, None)


def test_staff_without_membership_see_nothing(client, article):
    client.force_login(User.objects.create_user("nobody", is_staff=True))
    assert {client.get(address(page)).status_code for page in PAGES.values()} == {403}


def address(page, *rest):
    return "/".join(["/admin", page.opts.app_label, page.opts.model_name, *rest, ""])


@pytest.fixture
def elsewhere():
    """Another site with a row of every kind, each told by the word `foreign`."""
    site = factories.make_site("Foreign Times")
    article = factories.make_article(site, "A foreign affair", section="Foreign")
    parent = factories.published(article, "A foreign remark.", author="Foreigner")
    held = factories.held(article, author="Foreign Mal", parent=parent)
    open_appeal(held, author=held.author, words="A foreign complaint.")
    report_comment(parent, reporter=held.author, reason="other", text="A foreign report.")
    ReasoningTemplate.objects.create(site=site, clause="hateful-language", title="Foreign")
    RetentionRule.objects.create(site=site, what="reports", days=30)
    foreigner = Sender(name="A foreign sender")
    give_notice(parent, explanation="Foreign law.", sender=foreigner, good_faith=True)
    # The threat in what is held raised an alert.
    DeskSettings.objects.create(site=site, alert_url="https://foreign.example/")
    remy = factories.make_moderator(site, "foreign-remy", Membership.Role.SENIOR_MODERATOR)
    escalate_comment(held, to="police", reason="A foreign matter.", user=remy)
    start_rejudge(site, user=remy, waiting=True, published=True)
    ping_webhook(endpoint_at(site, "https://foreign.example/")[0], actor="operator:test")
    return site


SCOPED = {
    name: page
    for name, page in PAGES.items()
    if isinstance(page, ScopedAdmin) and name not in OPERATORS_ALONE
}


def rows_of(answer):
    """What a list shows: the queue has rows of its own, the others a list of Django's."""
    if "rows" in answer.context:
        return [row.item for row in answer.context["rows"]]
    return answer.context["cl"].result_list


def test_another_sites_rows_are_in_no_list_filter_search_or_page(client, article, elsewhere):
    client.force_login(factories.make_moderator(article.site))
    for name, page in SCOPED.items():
        foreign = page.model._default_manager.filter(**{f"{page.site_path}__in": [elsewhere.pk]})
        assert foreign.exists(), name
        for query in ("", "?q=foreign") + (("?site=foreign-times",) if page.list_filter else ()):
            answer = client.get(address(page) + query)
            assert answer.status_code == 200
            assert not set(rows_of(answer)) & set(foreign), name
        assert "foreign" not in client.get(address(page)).content.decode().lower(), name
        for act in ("change", "delete", "history"):
            assert client.get(address(page, str(foreign[0].pk), act)).status_code in {403, 404}


def test_what_is_the_operators_is_closed_to_moderators(client, article):
    client.force_login(factories.make_moderator(article.site))
    for name in OPERATORS_ALONE:
        assert client.get(address(PAGES[name])).status_code == 403
        assert client.get(address(PAGES[name], "add")).status_code == 403


def test_every_list_and_page_opens_for_the_operator(client, sam, elsewhere):
    client.force_login(sam)
    for page in PAGES.values():
        assert client.get(address(page)).status_code == 200
        row = page.get_queryset(asked_by(sam)).first()
        if row is not None:
            assert client.get(address(page, str(row.pk), "change")).status_code == 200


def test_no_page_has_inline_code_that_the_content_policy_would_refuse(client, sam, elsewhere):
    client.force_login(sam)
    for page in PAGES.values():
        row = page.get_queryset(asked_by(sam)).first()
        paths = [address(page), *([address(page, str(row.pk), "change")] if row else [])]
        for path in paths:
            answer = client.get(path)
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe-inline" not in policy
            assert "frame-ancestors 'none'" in policy
            assert not INLINE.search(answer.content.decode()), path


def test_a_decision_from_another_page_is_refused(article):
    rude = factories.held(article)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.make_moderator(article.site))
    item = ReviewItem.objects.get(comment=rude)
    path = f"/admin/moderation/reviewitem/{item.pk}/change/"
    assert strict.post(path, {"version": rude.version, "outcome": "publish"}).status_code == 403
    assert factories.fresh(rude).status == "held"


def test_nobody_is_asked_to_sign_in(client, article):
    assert client.get("/admin/login/").status_code == 200
    for page in PAGES.values():
        assert client.get(address(page)).url.startswith("/admin/login/")


def test_a_moderator_needs_no_superuser_to_open_the_desk(client, article):
    client.force_login(factories.make_moderator(article.site))
    page = client.get("/admin/").content.decode()
    assert ">Queue</a>" in page
    assert "Site keys" not in page
