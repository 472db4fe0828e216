"""A reader does not want to read somebody any more."""

from django.db import transaction

from discussion.errors import OwnAccount, TooManyMutes
from discussion.models import Author, Mute

MOST_MUTES = 500


def mute_author(reader: Author, muted: Author) -> None:
    """Mute an author of the same site for this reader alone; once more is the same.

    Raises OwnAccount, TooManyMutes.
    """
    if reader.pk == muted.pk:
        raise OwnAccount
    with transaction.atomic():
        # The reader's own row: who mutes two at once is counted twice.
        Author.objects.select_for_update(no_key=True).get(pk=reader.pk)
        others = Mute.objects.filter(reader=reader).exclude(muted=muted)
        if others.count() >= MOST_MUTES:
            raise TooManyMutes
        Mute.objects.get_or_create(reader=reader, muted=muted)
