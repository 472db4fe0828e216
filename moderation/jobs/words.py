"""What a job is about, in a sentence that a moderator reads at a glance."""

from datetime import datetime

from moderation.models import Job


def job_in_words(job: Job) -> str:
    """Return the sentence. Names of authors are not in it: they are shown apart, isolated."""
    match job.kind:
        case Job.Kind.REJECT_WAITING:
            return f"Rejects what the author has in the queue, under “{job.params['clause']}”."
        case Job.Kind.REDECIDE_PUBLIC if job.params["reject"]:
            return f"Rejects what the author has on the page, under “{job.params['clause']}”."
        case Job.Kind.REDECIDE_PUBLIC:
            return "Puts what the author has on the page into the queue; it stays public meanwhile."
        case Job.Kind.UNDO:
            return "Takes back what another job did, where nothing came after it."
        case _:
            return _rejudged(job)


def _rejudged(job: Job) -> str:
    since = job.params["since"]
    of = f" Only what was written since {datetime.fromisoformat(since):%-d %b %Y}." if since else ""
    waiting = "What waits is decided anew by the policy and scorer of now." * job.params["waiting"]
    public = "Of what is public it is listed what would change." * job.params["published"]
    imported = "Of what came from elsewhere it is listed what would change."
    parts = (waiting, public, imported * job.params.get("imported", False))
    return f"{' '.join(filter(None, parts))}{of}"
