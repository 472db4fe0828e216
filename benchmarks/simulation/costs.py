"""CPU seconds as `capacity` measured them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

Seconds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Costs:
    """By process: of a request of each kind, of a claim, and of a comment of `tokens` tokens; each
    token more or less is `token` seconds of the worker's more or less.
    """

    requests: Mapping[str, Seconds] = field(default_factory=dict)
    claim: Seconds = field(default_factory=dict)
    comment: Seconds = field(default_factory=dict)
    token: float = 0.0
    tokens: float = 0.0
    disk: Mapping[str, float] = field(default_factory=dict)
    machine: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Self:
        """Return what `python -m benchmarks capacity` wrote."""
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        judging = told["judging"]
        return cls(
            requests=told["requests"],
            claim=judging["claim"],
            comment=judging["comment"],
            token=judging["token"],
            tokens=judging["tokens"],
            disk=told["disk"],
            machine=told["machine"],
        )

    def reading(self, tokens: float) -> float:
        """Return the worker's seconds with a text of so many tokens; never less than nothing."""
        return max(0.0, self.comment.get("worker", 0.0) + self.token * (tokens - self.tokens))
