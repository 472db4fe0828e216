"""Tells whoever started this process that it is ready.

The protocol is systemd's: a datagram `READY=1` to the socket that NOTIFY_SOCKET names. So the same
worker serves `manage.py up` and a unit of `Type=notify`.
"""

import os
import socket
from contextlib import suppress


def say_ready() -> None:
    """Send the message; without a listener nothing happens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    # systemd may name an abstract socket, written with a leading @.
    name = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender, suppress(OSError):
        sender.sendto(b"READY=1", name)
