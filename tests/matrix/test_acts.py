"""Who may do what: each cell of the one table, by every call of the API and the desk that does it.

The table is `ROLES` in moderation/roles.py; docs/moderators.md prints it.
"""

import re
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.urls import resolve

from discussion.models import User
from moderation.roles import ROLES, Act
from tests.matrix.acts import calls
from tests.matrix.callers import EVERY_ROLE, NOBODY, READER, SERVER, STAFF, caller
from tests.matrix.rows import RichSite
from tests.matrix.url_map import every_route
from tests.matrix.watch import OWN, Watch

HANDBOOK = Path(__file__).parents[2] / "docs" / "moderators.md"
# Acts that no call below changes anything by.
SEEN_ELSEWHERE = {Act.SEE: "tests/moderation/test_roles.py opens the pages in each role"}
# Routes of staff that change nothing of a site's, or whose tests need more than one call.
BESIDE = {
    "one's own account": ("account/", "login", "logout", "password_change/", "/password/"),
    "one's own desk": ("/me/", "reviewitem/views/<int:pk>/", "jsi18n", "autocomplete"),
    "test_undo_page, test_undo_call": ("admin/undo/", "comments/<uuid:comment_id>/undo/"),
    "test_author_jobs, test_job_page": ("/jobs/<int:pk>/undo/", "/proposals/", "job_id>/undo/"),
    "test_webhook_pages": ("/on/", "/retire/", "/since/"),
    "test_policy_pages": ("/publish/",),
    "test_desk_settings_page": ("desksettings/",),
    "test_token_page, the operator's": ("admin/reader-token/",),
    "they show, whatever is sent": ("/figures/", "/transparency/", "/comments/<int:pk>/state/"),
}


def is_done(somebody, call, watch, *, expected):
    """Send it and take it back; return whether anything was written that stayed."""
    before = watch.known
    with transaction.atomic():
        headers = {"If-Match": f'"{call.version}"'} if call.version else {}
        with connection.execute_wrapper(watch):
            answer = somebody.send(call.method, call.path, call.said, **headers)
        assert answer.status_code < 500, (str(call), answer.status_code)
        # What is refused may have been written and taken back: only then is all compared.
        done = watch.wrote and (expected or bool(watch.changed()))
        transaction.set_rollback(True)
    watch.known, watch.wrote = before, False
    return done


@pytest.fixture
def own(db, no_limits):
    return RichSite("Site A", OWN)


def test_each_role_does_what_the_table_says_and_nothing_else(own):
    watch, wrong = Watch(own.site), []
    for role in STAFF:
        somebody = caller(role, own)
        for call in calls(own):
            allowed = all(role in ROLES[act] for act in call.acts)
            if is_done(somebody, call, watch, expected=allowed) is not allowed:
                wrong.append(f"{role}: {call} should {'be' if allowed else 'not be'} done")
    assert not wrong, "\n".join(wrong)


def test_the_operator_does_all_of_it_and_who_is_not_staff_nothing(own):
    watch, sam = Watch(own.site), caller(NOBODY, own)
    sam.client.force_login(User.objects.create_superuser("sam"))
    others = {name: caller(name, own) for name in (NOBODY, READER, SERVER)}
    for call in calls(own):
        assert is_done(sam, call, watch, expected=True), str(call)
        for name, somebody in others.items():
            assert not is_done(somebody, call, watch, expected=False), (name, str(call))


def only_reads(route, somebody):
    """Whether a change is refused before anything is looked up."""
    path = route.filled(dict.fromkeys(route.arguments, "0"))
    return somebody.send("POST", path).status_code == 405


def test_every_act_and_every_route_of_staff_is_in_the_table(own):
    """A new page or call of the desk says by which act it is done."""
    somebody, known = caller(EVERY_ROLE, own), calls(own)
    done = {act for call in known for act in call.acts}
    assert done | set(SEEN_ELSEWHERE) == set(Act), "add a call for the new act to acts.py"
    told = {resolve(call.path.partition("?")[0]).route for call in known}
    ends = tuple(end for each in BESIDE.values() for end in each)
    for route in every_route():
        of_staff = route.name.startswith("desk-") or "api/v1/moderation/" in route.path
        changes = set(route.methods) - {"GET"}
        if (
            of_staff
            and changes
            and route.path not in told
            and not any(e in route.path for e in ends)
        ):
            assert only_reads(route, somebody), (
                f"say in tests/matrix/acts.py which act {route.path} needs"
            )


def test_the_handbook_prints_the_table():
    line = re.compile(r"^\| .*\(`(\w+)`\) \|(.*)\|$", re.MULTILINE)
    printed = {
        act: {role for role, cell in zip(STAFF, cells.split("|"), strict=True) if cell.strip()}
        for act, cells in line.findall(HANDBOOK.read_text())
    }
    assert printed == {act.value: set(roles) for act, roles in ROLES.items()}
    heads = "| act | " + " | ".join(role.replace("_", " ") for role in STAFF) + " |"
    assert heads in HANDBOOK.read_text()
