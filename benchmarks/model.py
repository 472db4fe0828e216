"""The limit of judging: the shipped model alone, on the same texts, one after the other.

One process, started once for each share of the texts. It loads the model, says that it is ready,
waits for its word to go, scores, and tells when it began and ended. Nothing of Django is loaded.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.memory import resident_megabytes
from benchmarks.rounds import Measured
from moderation.scoring.load import load_scorer

SPEC = "compact"


def bare_model(texts: Sequence[str], *, processes: int) -> Measured:
    """Score the texts with as many processes, one thread each; all begin together."""
    running = [_start(texts[place::processes]) for place in range(processes)]
    try:
        for process in running:
            _line(process)
        for process in running:
            _say(process, "go")
        told = [json.loads(_line(process)) for process in running]
    finally:
        for process in running:
            process.kill()
            process.communicate()
    seconds = max(t["ended"] for t in told) - min(t["began"] for t in told)
    return Measured(len(texts) / seconds)


@dataclass(frozen=True, slots=True)
class Start:
    """A fresh process with the scorer: seconds until it can score, and its memory."""

    seconds: float
    megabytes: float


def start_alone() -> Start:
    """Start one process that loads the scorer, and look at it."""
    began = time.monotonic()
    process = _start([])
    try:
        _line(process)
        return Start(time.monotonic() - began, resident_megabytes(process.pid)[0])
    finally:
        process.kill()
        process.communicate()


def _start(texts: Sequence[str]) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.model"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    _say(process, json.dumps(list(texts)))
    return process


def _say(process: "subprocess.Popen[str]", words: str) -> None:
    assert process.stdin is not None
    process.stdin.write(words + "\n")
    process.stdin.flush()


def _line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("The bare model's process ended; its last words are above.")
    return line


def main() -> None:
    """Be one of the processes."""
    scorer = load_scorer(SPEC, Path())
    texts: list[str] = json.loads(sys.stdin.readline())
    print("ready", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    for text in texts:
        scorer.score([text])
    print(json.dumps({"began": began, "ended": time.monotonic()}), flush=True)


if __name__ == "__main__":
    main()
