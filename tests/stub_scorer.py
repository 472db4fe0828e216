"""A scorer without a model, and with every misbehaviour a scorer can have.

It answers 0.99 where a mild word stands as a word of its own in lower case, else 0.01. A text that
begins with `STUB:` commands it: NAN, INF, a number (-0.5, 1.5), NO_LABEL, BATCH_SHORT, RAISE; and,
only where the process is there to be broken, HANG, CRASH, OOM, SLOW_20S.
"""

import hashlib
import os
import re
import signal
import threading
from collections.abc import Sequence

from moderation.scoring.base import Producer, ScorerUnavailable, Scores

ATTRIBUTES = ("toxicity", "severe_toxicity", "obscene", "threat", "insult", "identity_attack")
COMMAND = "STUB:"


class StubScorer:
    """A `moderation.scoring.base.Scorer` for tests."""

    attributes: tuple[str, ...] = ATTRIBUTES
    languages = frozenset({"en"})
    window_tokens = 128

    def __init__(self, word: str = "idiot", *, may_break_process: bool = False) -> None:
        digest = hashlib.sha256(word.encode()).hexdigest()
        self.producer = Producer("stub", "1", digest)
        self._word = re.compile(rf"\b{re.escape(word)}\b")
        self._may_break_process = may_break_process

    def score(self, texts: Sequence[str]) -> list[Scores]:
        results = [self._score_one(text) for text in texts]
        short = any(text.startswith(f"{COMMAND}BATCH_SHORT") for text in texts)
        return results[:-1] if short else results

    def unknown_share(self, text: str) -> float:
        text.encode()
        return 0.0 if text.strip() else 1.0

    def _score_one(self, text: str) -> Scores:
        text.encode()  # a lone surrogate raises ValueError here, as the contract says
        if text.startswith(COMMAND):
            return self._obey(text.removeprefix(COMMAND).split()[0])
        return self._all(0.99 if self._word.search(text) else 0.01)

    def _obey(self, command: str) -> Scores:
        match command:
            case "NAN" | "INF":
                return self._all(float(command))
            case "NO_LABEL":
                return dict.fromkeys(ATTRIBUTES[1:], 0.01)
            case "BATCH_SHORT":
                return self._all(0.01)
            case "RAISE":
                raise ScorerUnavailable("The stub was told to raise.")
            case "HANG" | "CRASH" | "OOM":
                return self._break_process(command)
        if slow := re.fullmatch(r"SLOW_(\d+)S", command):
            return self._break_process(command, seconds=int(slow[1]))
        return self._all(float(command))

    def _break_process(self, command: str, seconds: int | None = None) -> Scores:
        if not self._may_break_process:
            raise AssertionError(f"{command} was sent to a stub that shares the tests' process")
        if command == "CRASH":
            os.abort()
        if command == "OOM":
            os.kill(os.getpid(), signal.SIGKILL)  # what the kernel's out-of-memory killer does
        threading.Event().wait(seconds)
        return self._all(0.01)

    def _all(self, value: float) -> Scores:
        return dict.fromkeys(ATTRIBUTES, value)
