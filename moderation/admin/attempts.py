"""Passwords and codes may be tried, but not by the thousand."""

from django.core.exceptions import ValidationError

from discussion.api.throttles import counted


def count_attempt(bucket: str, caller: str) -> None:
    """Count one more try, before it is looked at. Raises ValidationError for one too many."""
    counts = counted(bucket, caller)
    if not all(count.allowed for count in counts):
        minutes = max(count.reset_seconds for count in counts) // 60 + 1
        raise ValidationError(f"Too many tries. Wait {minutes} minutes.", code="throttled")
