"""Which threads a seeded site has, and who answers whom in them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

# Sizes of threads, and the share of all comments that stand in threads of that size.
SHARES = ((20_000, 0.06), (2_000, 0.14), (200, 0.4), (50, 0.25))
# Whatever the shares leave.
SMALLEST = 20
# Of a flat thread's comments; the rest answer others. A deep one has a few conversations.
ROOTS_FLAT, ROOTS_DEEP = 0.3, 0.05
# A deep conversation answers one of the last so many comments.
LATEST = 5


@dataclass(frozen=True, slots=True)
class Shape:
    """How many comments a thread has, and whether they answer one another in long chains."""

    size: int
    deep: bool


def shapes_of(total: int, drawn: random.Random) -> list[Shape]:
    """Return threads of so many comments together, from the smallest to the largest that fit."""
    sizes = [size for size, share in SHARES for _ in range(int(total * share) // size)]
    left = total - sum(sizes)
    sizes += [SMALLEST] * (left // SMALLEST) + [left % SMALLEST] * bool(left % SMALLEST)
    drawn.shuffle(sizes)
    return [Shape(size, deep=number % 2 == 1) for number, size in enumerate(sizes)]


def answered_in(shape: Shape, drawn: random.Random) -> Iterator[int | None]:
    """Yield for each comment of the thread the number of the one that it answers; None: a root."""
    share = ROOTS_DEEP if shape.deep else ROOTS_FLAT
    for number in range(shape.size):
        if number == 0 or drawn.random() < share:
            yield None
        else:
            yield drawn.randrange(max(0, number - LATEST) if shape.deep else 0, number)
