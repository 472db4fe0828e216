"""The mutants of the worker: each takes one safeguard away from the modules of this process."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any
from unittest.mock import patch

from django.db.models import Q
from django.db.models.functions import Now

from discussion.transitions import Move, after_ruling
from moderation import worker
from moderation.detectors.base import Finding
from moderation.judge import checked
from moderation.models import Screening
from moderation.scoring.base import Producer
from moderation.screenings import Claim, claim_screenings

# By name: in their packages the functions of the same names are what one would mean.
SCREEN_PENDING = "moderation.flows.screen_pending"
STORE_FINDINGS = "moderation.flows.store_findings"
SET_STATUS = "discussion.flows.set_status"


def break_worker(mutant: str) -> None:
    """Take the safeguard away until this process ends; "" and mutants of others change nothing."""
    BREAKS.get(mutant, lambda: None)()


def _take_late_results() -> None:
    def finish(screening: Screening, owner: str, ending: Screening.Ending) -> bool:
        ended = {"finished_at": Now(), "ending": ending, "lease_until": None}
        return bool(Screening.objects.filter(pk=screening.pk).update(**ended))

    def finish_all(screenings: Sequence[Screening], owner: str) -> None:
        for screening in screenings:
            finish(screening, owner, Screening.Ending.DECIDED)

    def any_move(*args: Any, anew: bool) -> Move:
        return after_ruling(*args, anew=True)

    _replace(STORE_FINDINGS, "finish", finish)
    _replace(STORE_FINDINGS, "finish_all", finish_all)
    _replace(SET_STATUS, "after_ruling", any_move)


def _forget_attempts() -> None:
    def claim(name: str) -> Claim | None:
        claimed = claim_screenings(name)
        for screening in claimed.screenings if claimed else ():
            Screening.objects.filter(pk=screening.pk).update(attempts=0)
            screening.attempts = 1
        return claimed

    _replace(SCREEN_PENDING, "claim_screenings", claim)


def _keep_leases() -> None:
    _replace("moderation.screenings", "_is_free", lambda: Q(finished_at=None, lease_until=None))


def _never_sweep() -> None:
    every_sweep = worker.every_sweep

    def only_beat(work: Callable[[], None]) -> None:
        if work is not worker.run_once:
            every_sweep(work)

    _replace("moderation.worker", "every_sweep", only_beat)


def _take_any_number() -> None:
    def harmless(producer: Producer, findings: Sequence[Finding]) -> list[Finding]:
        numbers = (f if 0 <= f.value <= 1 else _zero(f) for f in findings)
        return checked(producer, list(numbers))

    _replace("moderation.judge", "checked", harmless)


def _zero(finding: Finding) -> Finding:
    return Finding(finding.attribute, 0.0, finding.producer, finding.spans)


def _replace(module: str, name: str, other: Callable[..., Any]) -> None:
    patch.object(import_module(module), name, other).start()


BREAKS: dict[str, Callable[[], None]] = {
    "late-result": _take_late_results,
    "attempts": _forget_attempts,
    "lease": _keep_leases,
    "sweep": _never_sweep,
    "fail-open": _take_any_number,
}
