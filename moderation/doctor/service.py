"""Whether the service itself does its work: policy, model, worker, queue, clock, mail."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection

from articles.models import Site
from moderation import health
from moderation.health import Check
from moderation.scoring.base import ScorerUnavailable
from moderation.scoring.load import load_scorer

# More than a reader token's leeway, and every new token would lie in the future.
CLOCK_LIMIT = timedelta(seconds=30)

# What to do, where the probe for load balancers says only that something is not as it should be.
ADVICE = {
    "broker": "Start Redis, or set REDIS_URL right; comments are judged all the same, more slowly.",
    "worker": "No worker is alive: start `celery -A discussion worker`, or `manage.py up`.",
    "queue": "Comments wait too long: start more workers, and read the worker's log.",
    "database": "Start the database, or set DATABASE_URL right.",
}


def service_checks(site: Site) -> Iterator[Check]:
    """Yield what is so of the service, whatever page it stands on."""
    for check in health.readiness():
        yield check if check.ok else Check(check.name, ok=False, says=_advised(check))
    yield _policy(site)
    yield _model()
    yield database_clock(datetime.now(UTC))
    yield _mail()


def _advised(check: Check) -> str:
    return f"{ADVICE.get(check.name, 'Read the log.')} ({check.says})"


def _policy(site: Site) -> Check:
    policy = site.published_policy
    return Check("policy", ok=True, says=f"version {policy.number} is in force")


def _model() -> Check:
    """Load the model as a worker does: files by digest, then the golden sentences."""
    try:
        scorer = load_scorer(settings.DISCUSSION_SCORER, settings.DISCUSSION_SCORERS_DIR)
    except ScorerUnavailable as error:
        return Check("model", ok=False, says=str(error))
    return Check(
        "model", ok=True, says=f"{scorer.producer.name} {scorer.producer.version} is sound"
    )


def database_clock(now: datetime) -> Check:
    """Leases and windows run by the database's clock, tokens by this machine's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT CURRENT_TIMESTAMP")
        (there,) = cursor.fetchone()
    if isinstance(there, str):
        there = datetime.fromisoformat(there)
    return clock_check("database clock", there.replace(tzinfo=there.tzinfo or UTC), now)


def clock_check(name: str, there: datetime, here: datetime) -> Check:
    """Tell whether two clocks are near enough for tokens, and which one is ahead."""
    ahead = there - here
    if abs(ahead) <= CLOCK_LIMIT:
        return Check(name, ok=True, says="agrees with this machine's")
    seconds = abs(ahead).total_seconds()
    word = "ahead of" if ahead > timedelta() else "behind"
    says = f"It is {seconds:.0f} s {word} this machine's: let both be set by NTP."
    return Check(name, ok=False, says=says)


def _mail() -> Check:
    if settings.EMAIL_BACKEND == "discussion.mailing.Nowhere":
        return Check("mail", ok=False, says="No mail is sent: set EMAIL_URL (docs/settings.md).")
    return _tried("mail", _open_mail, "The mail server does not answer as EMAIL_URL says")


def _open_mail() -> str:
    mail = get_connection()
    mail.open()
    mail.close()
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        return f"goes to files in {settings.EMAIL_FILE_PATH}"
    return f"{settings.EMAIL_HOST} answers"


def _tried(name: str, attempt: Callable[[], str], otherwise: str) -> Check:
    try:
        return Check(name, ok=True, says=attempt())
    except OSError as error:
        return Check(name, ok=False, says=f"{otherwise}: {type(error).__name__}.")
