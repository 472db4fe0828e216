"""The keys that sites publish (JWKS): fetched on a schedule, and at once for a key nobody knows."""

import threading
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from articles import audit
from articles.models import KeySet, ReaderKey, Site
from discussion import outward
from discussion.tokens.jwks import KeySetRead, KeySetRefused, PublicKey, read_key_set

MAX_BYTES = 64 * 1024
MAX_PROBLEM = 500
EVERY = timedelta(minutes=5)
# Whoever sends tokens with a key that nobody knows makes this service call their site so often.
AT_ONCE_EVERY = timedelta(minutes=1)
SECONDS = 10.0
# How long the one reader waits whose token brought a new key.
AT_ONCE_SECONDS = 2.0
# A key that the set named once is remembered for so long after it left.
FORGOTTEN_AFTER = timedelta(days=1)
ACTOR = "machine:key-set"

log = structlog.get_logger(__name__)
_fetching = threading.Lock()


def fetched_anew(sets: QuerySet[KeySet]) -> bool:
    """Fetch the site's set now, if it has one and was not asked within a minute; tell whether.

    In the path of a request, which waits for two seconds at most; and of a process one thread
    alone: where the key sets of many sites hang, all the others go on.
    """
    # Asked before anything is written: made-up names would else queue for SQLite's one writer.
    nor_at_once = _not_asked_for(AT_ONCE_EVERY, "asked_at_once_at")
    key_set = sets.filter(_not_asked_for(AT_ONCE_EVERY), nor_at_once).first()
    if key_set is None or not _fetching.acquire(blocking=False):
        return False
    try:
        mine = _claimed(key_set, AT_ONCE_EVERY, "asked_at_once_at")
        return mine and fetch_key_set(key_set, AT_ONCE_SECONDS)
    finally:
        _fetching.release()


def fetch_key_sets(has_time: Callable[[], bool]) -> int:
    """Fetch each site's set that is due, the longest waiting first; return how many could be."""
    due = KeySet.objects.filter(_not_asked_for(EVERY)).order_by(F("asked_at").asc(nulls_first=True))
    fetched = 0
    for key_set in due:
        if not has_time():
            break
        fetched += _claimed(key_set, EVERY) and fetch_key_set(key_set, SECONDS)
    return fetched


def fetch_key_set(key_set: KeySet, seconds: float) -> bool:
    """Bring the site's keys up to what it publishes now; False, and nothing changes, where that
    cannot be read: a fault on the way signs nobody out.
    """
    try:
        answer = outward.fetch(
            "GET",
            key_set.url,
            headers={"Accept": "application/json"},
            seconds=seconds,
            most=MAX_BYTES,
        )
        if answer.status != 200:
            raise KeySetRefused(f"It answered with the status {answer.status}.")
        read = read_key_set(answer.body)
    except (outward.OutwardRefused, outward.OutwardFailed, KeySetRefused) as error:
        log.warning("key_set.not_fetched", site=key_set.site_id, error=type(error).__name__)
        KeySet.objects.filter(pk=key_set.pk).update(problem=str(error)[:MAX_PROBLEM])
        return False
    with transaction.atomic():
        _store(key_set, read)
    return True


def _not_asked_for(time: timedelta, asked: str = "asked_at") -> Q:
    return Q((asked, None)) | Q((f"{asked}__lt", timezone.now() - time))


def _claimed(key_set: KeySet, every: timedelta, asked: str = "asked_at") -> bool:
    """Tell whether it is ours to ask now: of all processes one gets it."""
    mine = KeySet.objects.filter(_not_asked_for(every, asked), pk=key_set.pk)
    return bool(mine.update(**{asked: timezone.now()}))


def _store(key_set: KeySet, read: KeySetRead) -> None:
    site = Site.objects.select_for_update().get(pk=key_set.site_id)
    # The operator may have named another address meanwhile: then this is nobody's set.
    if not KeySet.objects.filter(pk=key_set.pk, url=key_set.url).exists():
        return
    known = {key.kid: key for key in ReaderKey.objects.filter(site=site)}
    refused = [
        *read.refused,
        *(_taken(site, kid, public, known.get(kid)) for kid, public in read.keys.items()),
    ]
    _let_go(site, [key for kid, key in known.items() if kid not in read.keys])
    KeySet.objects.filter(pk=key_set.pk).update(
        fetched_at=timezone.now(), problem=" ".join(filter(None, refused))[:MAX_PROBLEM]
    )


def _taken(site: Site, kid: str, public: PublicKey, key: ReaderKey | None) -> str:
    """Store the key of the set; return in words why not, empty where it is there now."""
    if key is None:
        ReaderKey.objects.create(
            site=site,
            kid=kid,
            algorithm=public.algorithm,
            origin=ReaderKey.Origin.JWKS,
            public_key=public.pem,
        )
        _note(site, "added", kid)
        return ""
    if key.origin != ReaderKey.Origin.JWKS:
        return f"{kid}: a key that was added here has the same name."
    if (key.algorithm, key.public_key) != (public.algorithm, public.pem):
        key.algorithm, key.public_key = public.algorithm, public.pem
        _note(site, "replaced", kid)
    key.vanished_at = None
    key.save(update_fields=["algorithm", "public_key", "vanished_at"])
    return ""


def _let_go(site: Site, keys: list[ReaderKey]) -> None:
    """Begin the end of what the set names no longer, and forget what left it long ago; what the
    operator revoked is remembered, so that it cannot come back.
    """
    now = timezone.now()
    for key in keys:
        if key.origin != ReaderKey.Origin.JWKS:
            continue
        if key.vanished_at is None:
            ReaderKey.objects.filter(pk=key.pk).update(vanished_at=now)
            _note(site, "vanished", key.kid)
        elif key.vanished_at < now - FORGOTTEN_AFTER and key.revoked_at is None:
            key.delete()


def _note(site: Site, what: str, kid: str) -> None:
    audit.append_event(
        site,
        site_id=site.pk,
        kind=f"reader_key.{what}",
        actor=ACTOR,
        data={"kid": kid, "origin": ReaderKey.Origin.JWKS},
    )
