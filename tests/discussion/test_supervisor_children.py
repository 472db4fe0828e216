"""One child, and a family of them: started, read, restarted, given up, ended."""

import io
import json
import os
import signal
import sys
from threading import Event

import pytest

from discussion.supervisor.child import Child, Program
from discussion.supervisor.console import Console
from discussion.supervisor.crash_count import QUICK_EXITS, WRONG_CONFIGURATION, CrashCount
from discussion.supervisor.family import Family, GaveUp

SLEEP = "import time; time.sleep(60)"
DEAF = f"import signal; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); {SLEEP}"


def python(name, code, **more):
    return Program(name, (sys.executable, "-I", "-c", code), **more)


@pytest.fixture
def family():
    family = Family(Console(io.StringIO()), Event())
    yield family
    family.kill()


def said(family):
    return family.console.stream.getvalue()


def is_running(pid):
    """Whether it lives; a zombie that nobody has waited for yet does not."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_every_line_carries_the_name_of_its_process(family):
    family.start(python("web", "print('one'); print('two', flush=True); " + SLEEP))
    family.wait_until(lambda: "two" in said(family), name="web", seconds=10)
    assert said(family) == "web    │ one\nweb    │ two\n"


def test_lines_can_be_json_for_machines():
    stream = io.StringIO()
    Console(stream, as_json=True).line("worker", 'a "quoted" line')
    assert json.loads(stream.getvalue()) == {"process": "worker", "line": 'a "quoted" line'}


def test_colour_is_for_terminals_alone():
    stream = io.StringIO()
    Console(stream).line("web", "plain")
    assert "\x1b" not in stream.getvalue()
    Console(stream, colour=True).line("web", "bright")
    assert "\x1b[36m" in stream.getvalue()


def test_hidden_lines_are_not_shown(family):
    family.start(python("web", "print('noise 1'); print('news')", hidden=("noise",)))
    family.wait_until(lambda: "news" in said(family), name="web", seconds=10)
    assert "noise" not in said(family)


def test_bytes_that_are_no_text_do_not_stop_the_reading(family):
    family.start(
        python("web", r"import os; os.write(1, b'\xff\xfe\n'); os.write(1, b'after\n'); " + SLEEP)
    )
    family.wait_until(lambda: "after" in said(family), name="web", seconds=10)


def test_a_child_that_ends_is_started_again(family):
    family.start(python("web", "print('started', flush=True)"))
    family.wait_until(lambda: said(family).count("started") >= 2, name="web", seconds=10)
    assert "web ended (exit code 0) and is started again." in said(family)


def test_a_child_that_keeps_ending_is_given_up_with_its_last_lines(family):
    family.start(python("worker", "raise SystemExit('no such option')"))
    with pytest.raises(GaveUp, match="worker ended 5 times in a row") as gave_up:
        family.watch(seconds=30)
    assert "    no such option" in str(gave_up.value)
    assert said(family).count("started again") == QUICK_EXITS - 1


def test_a_wrong_configuration_is_not_tried_twice(family):
    code = f"print('the model is wrong', flush=True); raise SystemExit({WRONG_CONFIGURATION})"
    family.start(python("worker", code))
    with pytest.raises(GaveUp, match="cannot run with this configuration") as gave_up:
        family.watch(seconds=30)
    assert "the model is wrong" in str(gave_up.value)
    assert "started again" not in said(family)


def test_a_child_that_never_gets_ready_is_given_up(family):
    family.start(python("web", SLEEP))
    with pytest.raises(GaveUp, match=r"web was not ready within 0 s\. It said nothing\."):
        family.wait_until(lambda: False, name="web", seconds=0.2)


def test_a_wait_ends_when_a_stop_is_asked_for(family):
    family.start(python("web", SLEEP))
    family.stopping.set()
    family.wait_until(lambda: False, name="web", seconds=60)
    family.watch(seconds=None)


def test_the_last_started_is_stopped_first(family):
    goodbye = "import atexit, signal, sys, time; signal.signal(15, lambda *_: sys.exit(0)); "
    for name in ("broker", "web", "worker"):
        code = f"{goodbye} atexit.register(print, 'bye'); print('up', flush=True); time.sleep(60)"
        family.start(python(name, code))
    family.wait_until(lambda: said(family).count("up") == 3, name="worker", seconds=10)
    family.stop()
    ends = [line.split()[0] for line in said(family).splitlines() if line.endswith("bye")]
    assert ends == ["worker", "web", "broker"]


def test_a_deaf_child_is_killed_and_that_is_said(family, monkeypatch):
    monkeypatch.setattr("discussion.supervisor.family.STOP_SECONDS", 0.2)
    family.start(python("worker", DEAF))
    family.wait_until(lambda: "deaf" in said(family), name="worker", seconds=10)
    family.stop()
    assert "worker did not end within 0 s and was killed." in said(family)


def test_nothing_of_a_killed_childs_group_is_left():
    console = Console(io.StringIO())
    code = f"import os; pid = os.fork(); print(pid, flush=True) if pid else None; {SLEEP}"
    child = Child(python("worker", code), console)
    family = Family(console, Event())
    family.wait_until(lambda: len(child.last_lines) == 1, name="worker", seconds=10)
    grandchild = int(child.last_lines[0])
    os.kill(child.pid, signal.SIGKILL)
    family.wait_until(lambda: child.exit_code() is not None, name="worker", seconds=10)
    family.wait_until(lambda: not is_running(grandchild), name="worker", seconds=10)


def test_exits_count_only_when_they_come_quickly_and_in_a_row():
    count = CrashCount()
    for _ in range(QUICK_EXITS - 1):
        count = count.after(code=1, lived=0.1)
    assert not count.is_hopeless
    assert not count.after(code=1, lived=3600).after(code=1, lived=0.1).is_hopeless
    assert count.after(code=-9, lived=0.1).is_hopeless
    assert CrashCount().after(code=WRONG_CONFIGURATION, lived=3600).is_hopeless
