"""Ends with 0 where the web process on this machine answers, by the name that it serves."""

import http.client
import os
import sys
from urllib.parse import urlsplit

SECONDS = 4


def is_healthy(port: int) -> bool:
    name = urlsplit(os.environ["PUBLIC_URL"]).netloc
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_healthy(int(sys.argv[1]) if len(sys.argv) > 1 else 8000))
