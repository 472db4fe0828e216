"""The work of the job "a copy of what is kept": lines of JSON, in pieces."""

import json
import zlib
from collections.abc import Iterable, Iterator

from django.db import transaction

from discussion.models import ExportPart
from discussion.person.keepers import Record, keepers
from discussion.person.queue import PersonClaim

# Before it is compressed: so much of a copy is in memory at a time.
PIECE_BYTES = 256 * 1024


def copy_person(claim: PersonClaim) -> None:
    """Store the whole copy, or as much as the lease lasted for: then it is begun again.

    It is of no one moment: what changes meanwhile is in it as it was when it was read. Raises
    LeaseLost.
    """
    ExportPart.objects.filter(job=claim.job).delete()
    records = (record for keeper in keepers() for record in keeper.told(claim.job.author))
    number = 0
    for number, piece in enumerate(_pieces(records), start=1):
        with transaction.atomic():
            ExportPart.objects.create(job=claim.job, number=number, packed=zlib.compress(piece))
            claim.change(done=number)
    with transaction.atomic():
        claim.change(total=number)
        claim.finish()


def copied(job_id: int) -> Iterator[bytes]:
    """Yield the pieces of a finished copy, in order: whole lines."""
    parts = ExportPart.objects.filter(job=job_id).order_by("number")
    for packed in parts.values_list("packed", flat=True).iterator(chunk_size=1):
        yield zlib.decompress(bytes(packed))


def _pieces(records: Iterable[Record]) -> Iterator[bytes]:
    lines: list[bytes] = []
    size = 0
    for record in records:
        lines.append(json.dumps(record, ensure_ascii=False).encode() + b"\n")
        size += len(lines[-1])
        if size >= PIECE_BYTES:
            yield b"".join(lines)
            lines, size = [], 0
    if lines:
        yield b"".join(lines)
