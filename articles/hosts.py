"""How hosts and origins are written where somebody names them, as patterns."""

HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
ORIGIN = rf"https?://{HOST}(?::\d{{1,5}})?"
