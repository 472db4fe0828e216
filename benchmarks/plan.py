"""What the load generator is asked, and what it answers."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Plan:
    """What one process sends. `requests` go round until `seconds` are over, or once with `once`.

    `moved` is the database in which every article moves to another version before each request,
    outside of the measured time: no cache has a page of it. Only with one connection.
    """

    port: int
    requests: tuple[bytes, ...]
    status: int
    connections: int
    seconds: float
    once: bool = False
    moved: str = ""


@dataclass(slots=True)
class Sample:
    """What one process measured: the machine's monotonic seconds, and each answer's seconds.

    `wrong` counts answers of another status than the plan's.
    """

    began: float = 0.0
    ended: float = 0.0
    latencies: list[float] = field(default_factory=list)
    wrong: dict[int, int] = field(default_factory=dict)
