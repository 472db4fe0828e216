"""Settings from the environment: what is read, what is refused, and in which words."""

import os
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from discussion import environment

ROOT = Path(__file__).resolve().parents[2]
SERVER = {
    "DATABASE_URL": "postgres://owner:p%40ss@127.0.0.1/discussion",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "PUBLIC_URL": "https://comments.example.org",
    "SECRET_KEY": "s3cret-" + "kB7xQ2mW9z" * 5,
    "AUDIT_KEY": "a" * 50,
    "SEALING_KEY": "b" * 50,
    "EMAIL_URL": "smtp+tls://comments:p%40ss@mail.example.org",
}


def manage(*arguments, data, **variables):
    """Run a command with these variables alone; return its exit code and what it said."""
    path = {"PATH": os.environ["PATH"], "DISCUSSION_DATA": str(data)}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_file_can_hold_the_value(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("TRIAL_FILE", str(tmp_path / "secret"))
    assert environment.read("TRIAL") == "from a file"


def test_the_variable_goes_before_its_file(monkeypatch, tmp_path):
    monkeypatch.setenv("TRIAL", "direct")
    monkeypatch.setenv("TRIAL_FILE", str(tmp_path / "not there"))
    assert environment.read("TRIAL") == "direct"


def test_a_file_that_cannot_be_read_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("TRIAL_FILE", str(tmp_path / "not there"))
    with pytest.raises(ImproperlyConfigured, match=r"TRIAL_FILE=.*No such file.*discussion\.E002"):
        environment.read("TRIAL")


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("Yes", True), ("off", False), ("FALSE", False), ("", True)]
)
def test_a_flag_is_read_in_any_usual_spelling(monkeypatch, text, value):
    monkeypatch.setenv("TRIAL", text)
    assert environment.flag("TRIAL", default=True) is value


@pytest.mark.parametrize("text", ["2", "yess", " ", "none"])
def test_a_flag_that_is_no_flag_is_refused_in_a_sentence(monkeypatch, text):
    monkeypatch.setenv("TRIAL", text)
    with pytest.raises(ImproperlyConfigured, match=r"cannot be used: give one of 1, true, yes"):
        environment.flag("TRIAL", default=True)


@pytest.mark.parametrize("text", ["0", "11", "1.5", "ten", "-1", "1e1"])
def test_a_number_outside_its_bounds_is_refused(monkeypatch, text):
    monkeypatch.setenv("TRIAL", text)
    with pytest.raises(ImproperlyConfigured, match="a whole number from 1 to 10"):
        environment.number("TRIAL", 5, at_least=1, at_most=10)


@pytest.mark.parametrize("text", ["example.org", "ftp://example.org", "https://", "https:/x"])
def test_an_address_of_another_kind_is_refused(monkeypatch, text):
    monkeypatch.setenv("TRIAL", text)
    with pytest.raises(ImproperlyConfigured, match=r"starts with https://\.\.\. or http://"):
        environment.address("TRIAL", "", ["https", "http"])


def test_a_refused_address_does_not_show_its_password(monkeypatch):
    monkeypatch.setenv("TRIAL", "mysql://owner:hunter2@db/x")
    with pytest.raises(ImproperlyConfigured, match=r"TRIAL='mysql://\.\.\.'") as refused:
        environment.address("TRIAL", "", ["postgres"])
    assert "hunter2" not in str(refused.value)


def test_an_address_loses_the_slash_at_its_end(monkeypatch):
    monkeypatch.setenv("TRIAL", "https://example.org/")
    assert environment.address("TRIAL", "", ["https"]) == "https://example.org"


def test_a_choice_is_read_in_any_case_and_nothing_else_is(monkeypatch):
    monkeypatch.setenv("TRIAL", "JSON")
    assert environment.choice("TRIAL", "text", ["json", "text"]) == "json"
    monkeypatch.setenv("TRIAL", "xml")
    with pytest.raises(ImproperlyConfigured, match="one of json, text"):
        environment.choice("TRIAL", "text", ["json", "text"])


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = environment.kept_secret("TRIAL_KEY", tmp_path, may_create=True)
    assert environment.kept_secret("TRIAL_KEY", tmp_path, may_create=True) == first
    assert len(first) >= environment.SHORTEST_SECRET
    file = tmp_path / "trial_key.txt"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_processes_that_start_together_get_the_same_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = pool.map(
            lambda _: environment.kept_secret("TRIAL_KEY", tmp_path, may_create=True), range(32)
        )
    assert len(set(made)) == 1


def test_a_short_secret_is_refused_without_being_shown(monkeypatch, tmp_path):
    monkeypatch.setenv("TRIAL_KEY", "too-short")
    with pytest.raises(ImproperlyConfigured, match=r"32 characters.*E001") as refused:
        environment.kept_secret("TRIAL_KEY", tmp_path, may_create=True)
    assert "too-short" not in str(refused.value)


def test_sockets_stay_in_the_data_folder_while_the_path_is_short():
    assert environment.socket_folder(Path("/srv/discussion")) == Path("/srv/discussion")


def test_sockets_of_a_long_path_get_a_short_folder_that_stays_the_same():
    long, other = Path("/srv/" + "x" * 100), Path("/srv/" + "y" * 100)
    folder = environment.socket_folder(long)
    assert len(str(folder / "broker.sock")) <= environment.LONGEST_SOCKET_PATH
    assert folder == environment.socket_folder(long) != environment.socket_folder(other)


def test_a_server_without_mail_is_told_so(tmp_path):
    code, said = manage("check", data=tmp_path, **{**SERVER, "EMAIL_URL": ""})
    assert (code, "discussion.W001" in said) == (0, True)


@pytest.mark.parametrize("text", ["Comments <no-reply@example.org>", "no-reply@example.org"])
def test_a_sender_may_have_a_name(monkeypatch, text):
    monkeypatch.setenv("TRIAL", text)
    assert environment.sender("TRIAL", "") == text


@pytest.mark.parametrize("text", ["nobody", "Comments", "a@b\nBcc: c@d", "@example.org"])
def test_a_sender_without_an_address_is_refused(monkeypatch, text):
    monkeypatch.setenv("TRIAL", text)
    with pytest.raises(ImproperlyConfigured, match=r"discussion\.E002"):
        environment.sender("TRIAL", "")


def test_the_server_settings_pass_djangos_deployment_check(tmp_path):
    code, said = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **SERVER)
    assert code == 0, said


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "AUDIT_KEY", "SEALING_KEY", "REDIS_URL", "PUBLIC_URL"]
)
def test_the_server_does_not_start_without(name, tmp_path):
    variables = {key: value for key, value in SERVER.items() if key != name}
    code, said = manage("check", data=tmp_path, **variables)
    assert code != 0
    assert f"{name} is not set. With DATABASE_URL set" in said
    assert "discussion.E001" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "maybe"),
        ("LOG_LEVEL", "loud"),
        ("TRUSTED_PROXIES", "many"),
    ],
)
def test_it_does_not_start_with_a_wrong(name, value, tmp_path):
    code, said = manage("check", data=tmp_path, **{name: value})
    assert code != 0
    assert f"{name}={value!r} cannot be used: give " in said
    assert "discussion.E002" in said


def test_every_variable_is_documented():
    settings = (ROOT / "discussion/settings.py").read_text(encoding="utf-8")
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    read = set(re.findall(r"environment\.\w+\(\s*\"([A-Z_]+)\"", settings))
    assert len(read) > 20
    assert {name for name in read if f"| `{name}`" not in page} == set()
