"""A policy editor drafts, sees the difference, publishes; nobody else can, and nothing is lost."""

import re
from copy import deepcopy

import pytest

from articles.models import PolicyVersion
from discussion.models import User
from moderation.flows.change_draft import change_draft
from moderation.flows.draft_policy_version import draft_policy_version
from moderation.models import Membership
from moderation.policy.editing import whole
from moderation.policy.load import load_policy
from moderation.policy.toml import toml_from_policy
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/policyversion/"


@pytest.fixture
def site():
    return factories.make_site()


@pytest.fixture
def pia(site):
    return factories.make_moderator(site, "pia", Membership.Role.POLICY_EDITOR)


@pytest.fixture
def draft(site, pia):
    return draft_policy_version(site, editor=pia)


@pytest.fixture
def editor(client, pia):
    client.force_login(pia)
    return client


def page_of(version):
    return f"{LIST}{version.pk}/change/"


def publish_of(version):
    return f"/admin/policies/{version.pk}/publish/"


def fields_of(answer):
    """What a browser would send of the draft's form."""
    html = answer.content.decode().split('id="policy-form"')[1].split("</form>")[0]
    sent = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', html))
    sent |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.S))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.S):
        sent[name] = "".join(re.findall(r"<option selected>([^<]*)", options))
    return sent


def send(editor, draft, step="save", **fields):
    sent = fields_of(editor.get(page_of(draft)))
    return editor.post(page_of(draft), {**sent, "step": step, **fields})


def stored(draft):
    return PolicyVersion.objects.get(pk=draft.pk)


def test_a_draft_begins_with_one_button(editor, site):
    assert "Draft the next version" in editor.get(LIST).content.decode()
    answer = editor.post("/admin/policies/draft/", {"site": site.slug})
    draft = PolicyVersion.objects.get(published_at=None)
    assert answer.url == page_of(draft)


def test_the_form_sent_back_as_it_is_changes_nothing(editor, draft):
    before = draft.digest
    assert send(editor, draft).status_code == 302
    kept = stored(draft)
    assert whole(kept.document) == whole(draft.document)
    send(editor, kept)
    assert stored(draft).digest == kept.digest != ""
    assert before == draft.digest


def test_words_and_thresholds_are_stored_and_shown_as_a_difference(editor, draft):
    fields = {
        "clauses-0-wording": "No hatred of anybody for who they are.",
        "clauses-0-rules-0-hold_at": "0,7",
    }
    send(editor, draft, **fields)
    html = editor.get(page_of(draft)).content.decode()
    assert "<del>people </del><ins>anybody </ins>" in html
    assert re.search(r"<del>0.8</del>.*<ins>0.7</ins>", html)
    assert stored(draft).document["clauses"][0]["rules"][0]["hold_at"] == 0.7


def test_clauses_and_rules_come_go_and_move_without_script(editor, draft):
    for step in ("add-clause", "up-clause-2", "add-rule-1", "remove-clause-0"):
        assert send(editor, draft, step).status_code == 302
    clauses = stored(draft).document["clauses"]
    assert [clause["id"] for clause in clauses] == ["", "illegal-content"]
    assert clauses[0]["rules"] == [{"attribute": ""}]


def test_what_is_wrong_stands_beside_its_field_and_keeps_it_from_being_published(editor, draft):
    send(editor, draft, "add-clause")
    send(editor, draft, **{"clauses-0-rules-0-hold_at": "much", "clauses-1-id": "ignored"})
    html = editor.get(page_of(draft)).content.decode()
    named = re.findall(r'id="(clauses-[^"]+)-problems"', html)
    assert named == [
        "clauses-0-rules-0-hold_at",
        "clauses-2-title",
        "clauses-2-id",
        "clauses-2-wording",
    ]
    assert 'aria-describedby="clauses-2-title-problems"' in html
    assert "4 problems to mend" in html
    assert "Publish these changes" not in editor.get(publish_of(draft)).content.decode()
    refused = editor.post(publish_of(draft), {"seen": stored(draft).digest, "instead_of": 1})
    assert refused.status_code == 409
    assert stored(draft).published_at is None


def test_a_published_id_stays_whatever_is_sent(editor, draft):
    send(editor, draft, **{"clauses-0-id": "renamed"})
    assert stored(draft).document["clauses"][0]["id"] == "hateful-language"


def test_an_attribute_of_a_sites_own_service_is_taken(editor, draft):
    send(editor, draft, **{"clauses-0-rules-0-attribute": "external_ads"})
    assert "No scorer or detector produces it" not in editor.get(page_of(draft)).content.decode()
    sent = {"seen": stored(draft).digest, "instead_of": 1}
    assert editor.post(publish_of(draft), sent).status_code == 302
    assert stored(draft).published_at is not None


def test_only_what_is_produced_is_offered_and_another_attribute_is_named(editor, draft):
    html = editor.get(page_of(draft)).content.decode()
    assert "<option>attack_on_publication</option>" in html
    assert "<option>blocked_phrase</option>" not in html
    send(editor, draft, **{"clauses-0-rules-0-attribute": "sarcasm"})
    assert "No scorer or detector produces it" in editor.get(page_of(draft)).content.decode()
    assert (
        editor.post(publish_of(draft), {"seen": stored(draft).digest, "instead_of": 1}).status_code
        == 409
    )


def test_publishing_names_the_changes_and_asks_once_more(editor, site, draft):
    answer = send(editor, draft, "publish", **{"clauses-0-rules-0-hold_at": "0.5"})
    assert answer.url == publish_of(draft)
    html = editor.get(answer.url).content.decode()
    assert re.search(r"<del>0.8</del>.*<ins>0.5</ins>", html)
    assert stored(draft).published_at is None
    sent = dict(re.findall(r'name="(seen|instead_of)" value="([^"]*)"', html))
    done = editor.post(answer.url, sent, follow=True)
    site.refresh_from_db()
    assert site.policy.number == 2
    shown = done.content.decode()
    assert "Version 2 is in force." in shown
    assert "What it changed against version 1" in shown


def test_a_draft_that_changes_nothing_has_nothing_to_publish(editor, draft):
    assert "Publish these changes" not in editor.get(publish_of(draft)).content.decode()


def test_what_another_editor_stored_is_not_overwritten_and_what_was_typed_stays(
    editor, site, draft
):
    sent = fields_of(editor.get(page_of(draft)))
    other = factories.make_moderator(site, "paul", Membership.Role.POLICY_EDITOR)
    document = deepcopy(factories.POLICY)
    document["clauses"][0]["wording"] = "Paul wrote this."
    change_draft(draft, whole(document), seen=draft.digest, editor=other)
    answer = editor.post(
        page_of(draft), {**sent, "step": "save", "clauses-0-wording": "Pia wrote this."}
    )
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Pia wrote this.</textarea>" in html
    assert "<del>Paul </del><ins>Pia </ins>" in html
    assert stored(draft).document["clauses"][0]["wording"] == "Paul wrote this."
    again = fields_of(answer)
    editor.post(page_of(draft), {**again, "step": "save"})
    assert stored(draft).document["clauses"][0]["wording"] == "Pia wrote this."


def test_a_confirmation_of_what_is_no_longer_so_publishes_nothing(editor, site, pia, draft):
    send(editor, draft, **{"clauses-0-rules-0-hold_at": "0.5"})
    seen = stored(draft).digest
    send(editor, draft, **{"clauses-0-rules-0-hold_at": "0.1"})
    assert editor.post(publish_of(draft), {"seen": seen, "instead_of": 1}).status_code == 409
    now = stored(draft).digest
    assert editor.post(publish_of(draft), {"seen": now, "instead_of": "9"}).status_code == 409
    assert editor.post(publish_of(draft), {"seen": now}).status_code == 409
    site.refresh_from_db()
    assert site.policy.number == 1


def test_a_whole_policy_is_taken_from_toml(editor, site, draft):
    text = toml_from_policy(load_policy(site.policy)).replace("hold_at = 0.8", "hold_at = 0.6")
    sent = {"seen": draft.digest, "step": "toml", "toml": text.replace("\n", "\r\n")}
    assert editor.post(page_of(draft), sent).status_code == 302
    rules = [clause["rules"][0]["hold_at"] for clause in stored(draft).document["clauses"]]
    assert rules == [0.6, 0.6]


@pytest.mark.parametrize("text", ["", "title = ", "title = 'x'", "a = " + "[" * 5_000, "\0"])
def test_toml_that_is_no_policy_is_named_and_kept_on_the_page(editor, draft, text):
    answer = editor.post(page_of(draft), {"seen": draft.digest, "step": "toml", "toml": text})
    assert answer.status_code == 400
    assert answer.context["toml_problems"]
    assert stored(draft).digest == draft.digest


def test_a_draft_is_given_up(editor, draft):
    editor.post(page_of(draft), {"seen": "old", "step": "drop"})
    assert PolicyVersion.objects.filter(pk=draft.pk).exists()
    answer = editor.post(page_of(draft), {"seen": draft.digest, "step": "drop"}, follow=True)
    assert "The draft is gone." in answer.content.decode()
    assert not PolicyVersion.objects.filter(pk=draft.pk).exists()
    assert editor.get(page_of(draft)).status_code == 404


def test_a_button_that_there_is_not_is_refused(editor, draft):
    assert send(editor, draft, "remove-clause-99").status_code == 400
    assert send(editor, draft, "").status_code == 400


def test_hostile_words_are_shown_as_words(editor, draft):
    send(editor, draft, **{"clauses-0-wording": "</textarea><script>alert(1)</script>\0"})
    html = editor.get(page_of(draft)).content.decode()
    assert "<script>alert" not in html
    assert "alert(1)" in html


@pytest.mark.parametrize("role", ["moderator", "senior_moderator", "auditor", "reader_support"])
def test_other_staff_read_and_cannot_write(client, site, draft, role):
    client.force_login(factories.make_moderator(site, "rosa", role))
    html = client.get(page_of(draft)).content.decode()
    assert "it judges nothing" in html
    assert 'id="policy-form"' not in html
    assert "Draft the next version" not in client.get(LIST).content.decode()
    before = draft.digest
    client.post(page_of(draft), {"seen": before, "step": "drop"})
    client.post(page_of(draft), {"seen": before, "step": "save", "title": "x"})
    assert stored(draft).digest == before
    assert client.get("/admin/policies/draft/").status_code == 403
    assert client.post("/admin/policies/draft/", {"site": site.slug}).status_code == 403
    assert client.get(publish_of(draft)).status_code == 404
    assert client.post(publish_of(draft), {"seen": before, "instead_of": 1}).status_code == 404
    assert stored(draft).published_at is None


def test_an_editor_of_another_site_finds_nothing(client, site, draft):
    other = factories.make_site("Evening Post")
    client.force_login(factories.make_moderator(other, "eve", Membership.Role.POLICY_EDITOR))
    assert client.get(page_of(draft)).status_code == 404
    assert client.get(publish_of(draft)).status_code == 404
    assert client.post("/admin/policies/draft/", {"site": site.slug}).status_code == 404


def test_a_published_version_has_no_form_for_anybody(client, site):
    client.force_login(User.objects.create_superuser("sam"))
    html = client.get(page_of(site.policy)).content.decode()
    assert "In force" in html
    assert 'id="policy-form"' not in html


def test_nobody_who_is_not_signed_in_sees_any_of_it(client, draft):
    for path in (page_of(draft), publish_of(draft), "/admin/policies/draft/"):
        assert client.get(path).url.startswith("/admin/login/")


def test_the_page_takes_the_same_number_of_queries_for_a_longer_policy(
    editor, site, pia, draft, django_assert_max_num_queries
):
    long = deepcopy(factories.POLICY)
    long["clauses"] += [{**long["clauses"][0], "id": f"clause-{n}"} for n in range(20)]
    counts = []
    for document in (factories.POLICY, long):
        now = stored(draft)
        change_draft(now, whole(document), seen=now.digest, editor=pia)
        with django_assert_max_num_queries(14) as queries:
            assert editor.get(page_of(draft)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_after_publishing_what_waits_may_be_judged_again(editor, site):
    html = editor.get(page_of(site.policy)).content.decode()
    assert f"/admin/jobs/rejudge/?site={site.slug}" in html
