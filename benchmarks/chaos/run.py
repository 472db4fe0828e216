"""From the first process to the last judgement: posts, faults, and the time to settle."""

import os
import random
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Self

from django.db import DatabaseError, connection

from benchmarks.chaos import servers
from benchmarks.chaos.client import Client
from benchmarks.chaos.crew import CannotRun, Crew
from benchmarks.chaos.faults import Fault, kinds, planned
from benchmarks.chaos.injector import Injector
from benchmarks.chaos.options import Options
from benchmarks.chaos.posting import Gate, Poster
from benchmarks.chaos.texts import Text, texts
from benchmarks.chaos.truth import Log
from benchmarks.publication import Publication, comments_path
from discussion.supervisor.readiness import web_answers
from moderation.models import Screening, WorkerHeartbeat
from tests.services.postgresql import Server, free_port

POSTERS = 4
# Fewer than it takes until a discussion that is held in part is held as a whole.
COMMENTS_AN_ARTICLE = 50
# Longer than any run that goes on at all, also beside other work.
LEAST_SECONDS, FAULT_SECONDS = 600, 30
COMMENTS_A_SECOND = 5
# A fault comes while so many are posted and judged.
UNDER_LOAD = 30
# What waits is counted no more often.
COUNT_SECONDS = 1.0


@dataclass(slots=True)
class Run:
    """One run; `said` is what was answered to the posters, `tries` what was begun of the poison."""

    options: Options
    crew: Crew
    injector: Injector
    said: Log
    tries: Log
    paths: Sequence[str]
    tokens: Sequence[str]
    port: int = field(default_factory=free_port)
    stop: Event = field(default_factory=Event)
    seconds: dict[str, float] = field(default_factory=dict)
    repeated: int = 0
    _counted_at: float = 0.0

    @classmethod
    def prepared(
        cls,
        options: Options,
        crew: Crew,
        database: Server | None,
        publication: Publication,
        folder: Path,
    ) -> Self:
        """Return the run with everything that it needs before a process is started."""
        count = -(-options.comments // COMMENTS_AN_ARTICLE)
        articles = (publication.new_article(f"chaos-{number}") for number in range(count))
        return cls(
            options,
            crew,
            Injector(crew, database, Log(folder / "faults.jsonl"), random.Random(options.seed)),
            said=Log(folder / "acknowledged.jsonl"),
            tries=Log(Path(os.environ["CHAOS_FOLDER"]) / "tries.jsonl"),
            paths=[comments_path(article) for article in articles],
            tokens=publication.tokens,
        )

    def go(self) -> None:
        """Post everything while things break, then wait until nothing is left to be judged."""
        began = time.monotonic()
        servers.start_broker(self.options, self.crew)
        servers.start_service(self.options, self.crew, self.port)
        self.crew.wait_until(self._is_ready, what="web process and workers ready")
        # Whoever answers knows what only this run's database knows.
        if Client(self.port, self.stop).ask("GET", self.paths[0], "").status != 200:
            raise CannotRun("Somebody else listens on the port of the web process.")
        self.seconds["start"] = time.monotonic() - began
        self._post_and_break()
        began = time.monotonic()
        while self._is_waiting() and time.monotonic() - began < self.options.settle:
            self.crew.look()
        self.seconds["settle"] = time.monotonic() - began

    def end(self) -> None:
        """Stop everything that was started but the database."""
        self.stop.set()
        self.injector.mend_all()
        self.crew.stop()

    def _post_and_break(self) -> None:
        began = time.monotonic()
        faults = self._planned()
        limit = began + LEAST_SECONDS + self.options.comments / COMMENTS_A_SECOND
        limit += FAULT_SECONDS * len(faults)
        gate = Gate(self._until_next(faults))
        with ThreadPoolExecutor(POSTERS) as pool:
            posters = self._posters(gate, pool)
            try:
                while not all(poster.done() for poster in posters) or faults:
                    if time.monotonic() > limit:
                        break
                    if faults and gate.taken >= faults[0].after and self.injector.is_mended:
                        gate.allow(gate.begun + UNDER_LOAD)
                        self.injector.inject(faults.pop(0))
                        gate.allow(self._until_next(faults))
                    self.crew.look()
                    self.injector.mend_due()
                    self._count_waiting(gate)
            finally:
                self.stop.set()
        self.repeated = sum(poster.result() for poster in posters)
        self.seconds["post"] = time.monotonic() - began
        self._mend()

    def _count_waiting(self, gate: Gate) -> None:
        if time.monotonic() < self._counted_at + COUNT_SECONDS:
            return
        self._counted_at = time.monotonic()
        try:
            gate.note_waiting(Screening.objects.filter(finished_at=None).count())
        except DatabaseError:
            connection.close()

    def _posters(self, gate: Gate, pool: ThreadPoolExecutor) -> list[Future[int]]:
        all_texts = texts(self.options.comments, seed=self.options.seed)

        def post(share: Sequence[Text]) -> int:
            client = Client(self.port, self.stop)
            Poster(client, gate, self.said, self.paths, self.tokens, self.stop).run(share)
            return client.repeated

        return [pool.submit(post, all_texts[number::POSTERS]) for number in range(POSTERS)]

    def _planned(self) -> list[Fault]:
        asked = self.options
        known = kinds(asked.db, asked.broker)
        return planned(asked.faults, comments=asked.comments, seed=asked.seed, kinds=known)

    def _until_next(self, faults: Sequence[Fault]) -> int:
        """Return how many may be posted before the next fault comes."""
        return faults[0].after + UNDER_LOAD if faults else self.options.comments

    def _mend(self) -> None:
        while not self.injector.is_mended:
            self.crew.look()
            self.injector.mend_due()

    def _is_ready(self) -> bool:
        return WorkerHeartbeat.objects.count() >= servers.WORKERS and web_answers(self.port)

    def _is_waiting(self) -> bool:
        with suppress(DatabaseError):
            return Screening.objects.filter(finished_at=None).exists()
        connection.close()
        return True
