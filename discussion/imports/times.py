"""Times as other systems write them, as moments in UTC."""

from datetime import UTC, datetime, timedelta

# Before it, nobody commented on the web; a zero of some system stands there.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# A clock may be wrong by so much.
AHEAD = timedelta(days=1)


def moment_of(value: object) -> datetime | None:
    """Return the moment: of ISO 8601 (`T` or a space, UTC where it names no offset), of seconds or
    milliseconds since 1970, or of MongoDB's `{"$date": …}`; None for nothing or zero.

    Raises ValueError.
    """
    if isinstance(value, dict):
        value = value.get("$date", value.get("$numberLong"))
        if isinstance(value, dict):
            value = int(value["$numberLong"])
    if value is None or value == "" or value == 0:
        return None
    if isinstance(value, datetime):
        return _in_utc(value)
    if isinstance(value, bool):
        raise ValueError("a time cannot be true or false")
    if isinstance(value, (int, float)):
        return _of_number(value)
    text = str(value).strip()
    if text.startswith(("0000-00-00", "0001-01-01")):
        return None
    return _in_utc(datetime.fromisoformat(text))


def _of_number(number: float) -> datetime:
    # Seconds until the year 5138; what is larger counts milliseconds.
    seconds = number / 1000 if abs(number) >= 1e11 else number
    try:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (OverflowError, ValueError) as error:
        raise ValueError(f"{number} is no time") from error


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("that is no time") from error
