"""What has to hold after an attack, by the names that cases use.

Limits of time and memory (`time_ms_max:500`) are noted and shown with the result, and not asserted:
the machines that run these tests have better and worse days. That no text costs more than its
length explains is tests/discussion/test_rendering.py's to show, and its like.
"""

import json
import re
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from discussion.models import Author, Comment, WebhookEndpoint
from tests.attacks import served_checks, shown, stored
from tests.attacks.adapter import Sent
from tests.attacks.cases import NotJudged
from tests.attacks.inert import faults_of_page
from tests.attacks.world import OWN, caller

Check = Callable[[Sent, int], None]


def assert_expected(sent: Sent, measured: Collection[str] = ()) -> dict[str, bool]:
    """Assert what the case expects; of the checks that are only measured, return whether they hold.

    The first look is at the answers: never a fault, a code that the case allows, no inner life.
    """
    for answer in sent.answers:
        assert answer.status_code < 500, answer.content[:500]
        assert b"Traceback" not in answer.content
        if sent.allowed:
            assert answer.status_code in sent.allowed, (answer.status_code, answer.content[:500])
    held = {}
    for name, limit in sorted(map(_parted, sent.case.checks), key=_place):
        if name in NOTED:
            continue
        if name not in CHECKS:
            raise NotJudged(f"{sent.case.id}: no check of the name {name}")
        try:
            CHECKS[name](sent, limit)
            held[name] = True
        except AssertionError:
            if name not in measured:
                raise
            held[name] = False
    return {name: held[name] for name in measured if name in held}


def assert_absent(sent: Sent) -> None:
    """Assert that what was sent to a surface that there is not has come to nothing."""
    if sent.surface.startswith("query."):
        assert {answer.json()["code"] for answer in sent.answers} == {"unknown-parameter"}
        return
    endpoints = WebhookEndpoint.objects.values_list("url", "name", "kinds", "secrets__sealed")
    assert sent.text not in str(list(endpoints))
    if sent.comment is not None:
        shown.bring_before_everybody(sent)
        pages = sent.world.pages(sent.comment).values()
        assert not [page for page in pages if sent.text in page.content.decode()]
        own = sent.world.reader.get(f"comments/{sent.comment.public_id}/")
        assert sent.text not in own.content.decode()


def _parted(check: str) -> tuple[str, int]:
    name, _, limit = check.partition(":")
    return name, int(limit or 0)


def _place(check: tuple[str, int]) -> tuple[bool, str]:
    """What looks at the comment before it is judged comes first."""
    return check[0] not in FIRST, check[0]


def no_5xx(sent: Sent, limit: int) -> None:
    """Every answer has been looked at; and the list can be read afterwards."""
    assert sent.world.nobody.get(sent.world.comments).status_code == 200


def list_still_200(sent: Sent, limit: int) -> None:
    sent.world.screen()
    for place, answer in sent.world.pages(sent.comment).items():
        assert answer.status_code in {200, 404}, place
    assert sent.world.nobody.get(sent.world.comments).status_code == 200
    assert sent.world.reader.get(sent.world.comments).status_code == 200


def refused(sent: Sent, limit: int) -> None:
    assert sent.is_refused


def page_size_capped(sent: Sent, limit: int) -> None:
    for answer in sent.answers:
        assert answer.status_code >= 400 or len(answer.json()["results"]) <= 100


def list_as_ever(sent: Sent, limit: int) -> None:
    """What was asked for changes nothing: refused, or the list that everybody gets."""
    for answer in sent.answers:
        if answer.status_code < 400:
            plain = sent.world.nobody.get(sent.world.comments).json()
            assert answer.json()["results"] == plain["results"]


def no_foreign_rows(sent: Sent, limit: int) -> None:
    for answer in sent.answers:
        assert b"Number 0." not in answer.content
        rows = answer.json().get("results", [])
        assert {row["article_id"] for row in rows} <= {str(sent.world.article.public_id)}


def same_access_rules(sent: Sent, limit: int) -> None:
    """Another spelling of an id is nowhere, or leads to what everybody may read."""
    assert sent.comment is not None
    plain = sent.world.nobody.get(f"comments/{sent.comment.public_id}/")
    for answer in sent.answers:
        assert answer.status_code == 404 or answer.json() == plain.json()


def json_or_escaped_error(sent: Sent, limit: int) -> None:
    for answer in sent.answers:
        if not answer.headers["Content-Type"].startswith("application/"):
            assert faults_of_page(answer.content.decode(), OWN) == []
            assert sent.case.text not in answer.content.decode()


def no_outbound_request(sent: Sent, limit: int) -> None:
    assert (sent.world.calls.looked_up, sent.world.calls.connected) == ([], [])


def no_outbound_request_to_blocked_address(sent: Sent, limit: int) -> None:
    """Nor when what was set up in spite of all is used."""
    sent.world.tell_everybody()
    assert sent.world.calls.blocked == []


def identity_is_iss_plus_sub_only(sent: Sent, limit: int) -> None:
    """Whatever else the token says, its author is the one of that subject at that site."""
    assert sent.comment is not None
    claims = sent.case.given["claims"]
    assert (sent.comment.author.subject, sent.comment.site) == (claims["sub"], sent.world.site)
    assert not Author.objects.exclude(subject=claims["sub"]).exists()


def role_never_raised(sent: Sent, limit: int) -> None:
    assert caller(sent.text).get("moderation/queue/").status_code in {401, 403}


def refused_or_last_wins(sent: Sent, limit: int) -> None:
    for author in Author.objects.all():
        last = re.findall(r'"sub":"([^"]*)"', sent.case.given["claims_raw"])[-1]
        assert author.subject == last


def no_injected_header(sent: Sent, limit: int) -> None:
    """No header that the payload wants is in an answer, in a mail, or in what a site is told."""
    names = set(re.findall(r"(?:\r|\n|%0[ad])+([\w-]+):", sent.case.text, re.IGNORECASE))
    wanted = sent.case.text.rpartition(":")[2].strip(" %20")
    for answer in sent.answers:
        got = {*answer.headers.items(), *(("Set-Cookie", str(c)) for c in answer.cookies.values())}
        found = [(n, v) for n, v in got if n in names and wanted in v]
        assert not found
    for message in [*sent.world.mails(sent.case.text), *sent.world.messages()]:
        assert not names & set(message)


def no_redirect_off_site(sent: Sent, limit: int) -> None:
    for answer in sent.answers:
        target = answer.headers.get("Location", "")
        assert not urlsplit(target.replace("\\", "/")).netloc, target


def log_lines_are_whole(sent: Sent, limit: int) -> None:
    sent.world.screen()
    lines = sent.world.log.lines
    assert lines
    assert len(lines) == sent.world.log.records
    assert all(isinstance(json.loads(line), dict) for line in lines)


def control_characters_escaped(sent: Sent, limit: int) -> None:
    for line in sent.world.log.lines:
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", line), line


def no_token_or_comment_text_in_log(sent: Sent, limit: int) -> None:
    written = sent.world.log.stream.getvalue()
    texts = {sent.text, json.dumps(sent.text)[1:-1], sent.world.token().rpartition(".")[2]}
    assert not [text for text in texts if text and text in written]


def comment_unchanged(sent: Sent, limit: int) -> None:
    assert sent.comment is not None
    now = sent.world.reader.get(f"comments/{sent.comment.public_id}/").json()
    assert now == sent.seen_before


def nothing_stored(sent: Sent, limit: int) -> None:
    assert sent.world.stored() == sent.before


def stays_pending(sent: Sent, limit: int) -> None:
    if sent.comment is not None:
        assert Comment.objects.get(pk=sent.comment.pk).status == "pending"
        listed = sent.world.nobody.get(sent.world.comments).json()["results"]
        assert str(sent.comment.public_id) not in {row["id"] for row in listed}


# Noted and shown, not asserted.
NOTED = {"time_ms_max", "rss_growth_mb_max", "scored_within_ms"}
FIRST = {
    "stays_pending_until_scored",
    "field_ignored_or_refused",
    "stored_verbatim",
    "retried_with_backoff",
    "rescored_after_edit",
}
CHECKS: dict[str, Check] = {
    **shown.CHECKS,
    **stored.CHECKS,
    **served_checks.CHECKS,
    "no_5xx": no_5xx,
    "list_still_200": list_still_200,
    "not_stored": nothing_stored,
    "nothing_stored": nothing_stored,
    "comment_unchanged": comment_unchanged,
    "stays_pending_until_scored": stays_pending,
    "token_lifetime_capped": refused,
    "token_never_read_from_query": refused,
    "no_ambient_auth_on_cross_site_posts": refused,
    "page_size_capped": page_size_capped,
    "only_listed_orders": list_as_ever,
    "filter_ignored_or_refused": list_as_ever,
    "no_pending_rows": list_as_ever,
    "no_cross_article_rows": no_foreign_rows,
    "no_cross_tenant_read": no_foreign_rows,
    "same_access_rules": same_access_rules,
    "json_or_escaped_error": json_or_escaped_error,
    "no_outbound_request": no_outbound_request,
    "no_outbound_request_to_blocked_address": no_outbound_request_to_blocked_address,
    "identity_is_iss_plus_sub_only": identity_is_iss_plus_sub_only,
    "role_never_raised_by_token_unless_site_allows": role_never_raised,
    "refused_or_last_wins_consistently": refused_or_last_wins,
    "no_injected_header": no_injected_header,
    "no_redirect_off_site": no_redirect_off_site,
    "one_log_record_per_event": log_lines_are_whole,
    "control_characters_escaped": control_characters_escaped,
    "no_token_or_comment_text_in_log": no_token_or_comment_text_in_log,
}
