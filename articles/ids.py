"""Public identifiers."""

import uuid

from uuid_utils import compat


def new_public_id() -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562): public, and in the order of creation."""
    return compat.uuid7()
