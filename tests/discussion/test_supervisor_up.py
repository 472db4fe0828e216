"""`manage.py up` as a person runs it: real broker, web, worker and beat."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from queue import Empty, Queue

import pytest

from tests.services.migrated import copy_migrated

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "manage.py", "up", "--no-demo", "--concurrency", "1"]
PATIENCE = 120
DATABASE = "discussion.sqlite3"
# Words of their command lines; both workers are `discussion worker`.
CHILDREN = (
    "valkey-server",
    "granian",
    "info --concurrency",
    "--queues outward",
    "discussion beat",
)

pytestmark = pytest.mark.processes


class Up:
    """A running `manage.py up` and what it has said."""

    def __init__(self, folder, *arguments):
        self.port = free_port()
        self.lines = []
        self._queue = Queue()
        # Embedded whatever the run's own mode is: that is what the command is for.
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.process = subprocess.Popen(
            [*COMMAND, "--port", str(self.port), *arguments],
            cwd=ROOT,
            env={**kept, "DISCUSSION_DATA": str(folder)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        with self.process.stdout:
            for line in self.process.stdout:
                self._queue.put(line.rstrip())

    def wait_for(self, pattern):
        """Return the first line from now on that matches."""
        while True:
            try:
                line = self._queue.get(timeout=PATIENCE)
            except Empty:
                pytest.fail(f"never said {pattern!r}:\n" + "\n".join(self.lines))
            self.lines.append(line)
            if re.search(pattern, line):
                return line

    def wait_for_links(self):
        self.wait_for(r"^up +│ ready in [0-9.]+ s$")
        return self.wait_for(r"/api/v1/docs/$")

    def end(self):
        """Wait for the end; return the exit code and all that was said."""
        code = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        while not self._queue.empty():
            self.lines.append(self._queue.get())
        return code, "\n".join(self.lines)

    def children(self):
        """Return the process ids of the children by what their command line holds."""
        found = {}
        for name in CHILDREN:
            for pid in pids():
                if name in command_of(pid) and parent_of(pid) == self.process.pid:
                    found[name] = pid
        return found


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pids():
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
    except OSError:
        return ""


def parent_of(pid):
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        return int(status.rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def environment_of(pid):
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def leftovers(folder):
    """Return the command lines of live processes that were started for that data folder."""
    sign = f"DISCUSSION_DATA={folder}\0".encode()
    return [command_of(pid) for pid in pids() if sign in environment_of(pid) and command_of(pid)]


@pytest.fixture
def up(tmp_path):
    started = []
    copy_migrated(tmp_path / DATABASE)

    def start(*arguments):
        started.append(Up(tmp_path, *arguments))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.process.send_signal(signal.SIGTERM)
            one.process.send_signal(signal.SIGTERM)
        one.end()


def test_it_starts_all_says_where_to_look_and_ends_with_nothing_left(up, tmp_path):
    (tmp_path / DATABASE).unlink()
    run = up("--for", "0")
    code, said = run.end()
    assert code == 0, said
    assert re.search(r"^up +│ moderator rosa, password \S{12,}$", said, re.MULTILINE)
    assert re.search(r"^up +│ ready in [0-9.]+ s$", said, re.MULTILINE)
    for page in ("/", "/admin/", "/api/v1/docs/"):
        assert f"  http://127.0.0.1:{run.port}{page}\n" in said
    assert leftovers(tmp_path) == []


def stops_cleanly(run, number, folder):
    run.process.send_signal(number)
    code, said = run.end()
    assert code == 0, said
    assert leftovers(folder) == []
    return said


def test_every_child_that_is_killed_comes_back_and_a_signal_stops_all(up, tmp_path):
    run = up()
    run.wait_for_links()
    first = run.children()
    assert len(first) == len(CHILDREN)
    for child, name in [
        ("granian", "web"),
        ("discussion beat", "beat"),
        ("valkey-server", "broker"),
        ("--queues outward", "outward"),
        ("info --concurrency", "worker"),
    ]:
        os.kill(first[child], signal.SIGKILL)
        run.wait_for(rf"^up +│ {name} ended \(signal 9\) and is started again")
    run.wait_for(r"^worker │ .*ready\.")
    assert not set(run.children().values()) & set(first.values())
    stops_cleanly(run, signal.SIGTERM, tmp_path)


def test_after_a_killed_supervisor_the_next_start_goes_on_refuses_a_second_and_hears_ctrl_c(
    up, tmp_path
):
    run = up()
    run.wait_for_links()
    run.process.kill()
    run.end()
    following = up()
    following.wait_for_links()
    serves_no_such_page(following)
    code, said = up().end()
    assert code == 1
    assert "already runs on" in said
    assert f"process {following.process.pid}" in said
    said = stops_cleanly(following, signal.SIGINT, tmp_path)
    assert "password" not in said  # the account is there already


def serves_no_such_page(run):
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"http://127.0.0.1:{run.port}/no-such-page", timeout=10)
    assert answer.value.code == 404
    answer.value.close()


def test_a_taken_port_is_said_before_anything_starts(up, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        code, said = up("--port", str(port)).end()
    assert code == 1
    assert f"Port {port} is taken" in said
    assert f"--port {port + 1}" in said
    assert leftovers(tmp_path) == []
