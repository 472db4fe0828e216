"""A reader writes: their row at the site is made, or brought up to what their token says."""

from discussion.identity import Identity
from discussion.models import Author


def recognise_author(identity: Identity) -> Author:
    """Return the author's row, with the name and badges that the site vouches for now."""
    shown = {"display_name": identity.display_name, "badges": list(identity.badges)}
    who = {"site_id": identity.site_id, "subject": identity.subject}
    author = Author.objects.filter(**who).first()
    if author is None:
        author, _ = Author.objects.get_or_create(**who, defaults=shown)
    changed = [name for name, value in shown.items() if getattr(author, name) != value]
    if changed:
        for name in changed:
            setattr(author, name, shown[name])
        author.save(update_fields=changed)
    return author
