"""When something that did not arrive is sent again."""

from datetime import timedelta

# Minutes from one try to the next: nearly three days in all.
DELAYS = (1, 5, 30, 120, 300, 600, 840, 1_200, 1_200)
# Each delay is up to a tenth shorter or longer, so that what failed together is not tried together.
SPREAD = 0.1
# An endpoint that failed this often in a row rests before one more is tried, longer each time.
RESTS_FROM = 5
FIRST_REST = timedelta(seconds=10)
LONGEST_REST = timedelta(minutes=10)


def delay_after(attempts: int, *, seed: int) -> timedelta | None:
    """Return how long to wait after so many attempts; None: it is given up.

    The same for a seed and a number of attempts, whoever works it out.
    """
    if attempts > len(DELAYS):
        return None
    share = seed % 1_000 / 1_000
    return timedelta(minutes=DELAYS[attempts - 1] * (1 - SPREAD + 2 * SPREAD * share))


def rest_after(failures: int) -> timedelta | None:
    """Return how long an endpoint is left alone after so many failures in a row; None: not yet."""
    beyond = failures - RESTS_FROM
    if beyond < 0:
        return None
    return min(FIRST_REST * (1 << min(beyond, 10)), LONGEST_REST)
