"""Readers who post through real HTTP, each text under its key until it is taken, and who edit."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Condition, Event

from benchmarks.chaos.client import Client, GivenUp
from benchmarks.chaos.texts import COMMANDS, Text, digest
from benchmarks.chaos.truth import Log
from discussion.errors import RevisionPending, StaleComment

# Who posts goes no further ahead of the workers, or edits come when nothing else does.
MOST_WAITING = 300
# An edit waits for the judgement of the text before it.
MOST_TRIES = 40
LATER = (RevisionPending.code, StaleComment.code)
PAUSE_SECONDS = 0.25
LOOK_EVERY = 50
# So many are posted by the same client between two tries to edit: a try costs as much as two posts.
EDIT_EVERY = 10


@dataclass(slots=True)
class Gate:
    """How many may be posted by now: nobody gets far ahead of the faults, which need a load, nor of
    those who judge.
    """

    allowed: int
    begun: int = 0
    taken: int = 0
    _waiting: int = 0
    _changed: Condition = field(default_factory=Condition)

    def enter(self, stop: Event) -> None:
        """Wait until one more may be posted. Raises GivenUp."""
        with self._changed:
            while self._is_closed and not stop.is_set():
                self._changed.wait(0.1)
            if stop.is_set():
                raise GivenUp
            self.begun += 1

    def leave(self) -> None:
        """One more was taken."""
        with self._changed:
            self.taken += 1

    def allow(self, count: int) -> None:
        """From now on so many may be posted, never fewer than before."""
        with self._changed:
            self.allowed = max(self.allowed, count)
            self._changed.notify_all()

    def note_waiting(self, count: int) -> None:
        """So many texts wait to be judged by now."""
        with self._changed:
            self._waiting = count
            self._changed.notify_all()

    @property
    def _is_closed(self) -> bool:
        return self.begun >= self.allowed or self._waiting > MOST_WAITING


@dataclass(slots=True)
class Poster:
    """One client that posts its share, edits as it goes on, and writes down each answer."""

    client: Client
    gate: Gate
    log: Log
    paths: Sequence[str]
    tokens: Sequence[str]
    stop: Event
    _edits: deque[tuple[Text, str, int]] = field(default_factory=deque)

    def run(self, share: Sequence[Text]) -> None:
        """Post all, then bring the edits to an end; returns early when told to stop."""
        try:
            for count, text in enumerate(share):
                self.gate.enter(self.stop)
                self._post(text)
                self.gate.leave()
                if count % EDIT_EVERY == 0:
                    self._edit_next()
                if count % LOOK_EVERY == 0:
                    self._look(text)
            while self._edits and not self.stop.wait(PAUSE_SECONDS):
                for _ in range(len(self._edits)):
                    self._edit_next()
        except GivenUp:
            return

    def _post(self, text: Text) -> None:
        path, token = self._place(text)
        answer = self.client.ask("POST", path, token, text.body, Idempotency_Key=text.key)
        if answer.status != 202:
            self.log.write(event="refused", key=text.key, status=answer.status)
            return
        public_id = answer.json["id"]
        sha = digest(text.body)
        self.log.write(event="posted", key=text.key, id=public_id, sha=sha, kind=text.kind)
        if text.edit:
            self._edits.append((text, public_id, 0))

    def _edit_next(self) -> None:
        """Try one edit. Refused since its comment is not judged yet, it is tried again later."""
        if not self._edits:
            return
        text, public_id, tries = self._edits.popleft()
        path, token = f"/api/v1/comments/{public_id}/", self._place(text)[1]
        seen = self.client.ask("GET", path, token)
        status = seen.json.get("status")
        if status == "held":
            return  # a person has to rule first, and here is none
        if status != "pending" and self._edit(text, public_id, path, token, seen.etag):
            return
        if tries < MOST_TRIES:
            self._edits.append((text, public_id, tries + 1))

    def _edit(self, text: Text, public_id: str, path: str, token: str, etag: str) -> bool:
        """Edit what was seen; False when that may go better later."""
        answer = self.client.ask("PATCH", path, token, text.edit, If_Match=etag)
        if answer.status != 202:
            return answer.json.get("code") not in LATER
        sha = digest(text.edit)
        self.log.write(event="edited", id=public_id, sha=sha, kind=text.edit_kind)
        return True

    def _look(self, text: Text) -> None:
        """Read the article as anybody does: what no scorer could read is on no page."""
        page = self.client.ask("GET", self._place(text)[0], "").body.decode()
        if any(command in page for command in COMMANDS.values()):
            self.log.write(event="seen", key=text.key)

    def _place(self, text: Text) -> tuple[str, str]:
        # All readers write before one writes again: more than that in ten minutes is a flood.
        token = self.tokens[text.number % len(self.tokens)]
        return self.paths[text.number % len(self.paths)], token
