"""Words to an author for each measure, which moderators change before they send them."""

from moderation.models import Sanction

Kind = Sanction.Kind

# Without the end: the author is told it beside them, and a changed end would leave them wrong.
PREPARED = {
    Kind.WARNING: (
        "Please keep to our comment policy. If there are more comments like the last ones, "
        "we may no longer let you write here."
    ),
    Kind.ALWAYS_HOLD: (
        "Several of your comments broke our comment policy. For now a moderator reads each of "
        "your comments before it appears."
    ),
    Kind.SUSPENSION: (
        "Several of your comments broke our comment policy, so you cannot write here for a while."
    ),
    Kind.BAN: (
        "Your comments broke our comment policy again and again, so you can no longer write here."
    ),
}
