"""A comment's place in its thread as bytes: the ids from its root down to itself, 8 bytes each."""

WIDTH = 8


def path_below(parent_path: bytes, comment_id: int) -> bytes:
    """Return the path of a reply; an empty parent path makes a root's."""
    return parent_path + comment_id.to_bytes(WIDTH, "big")


def ids_in(path: bytes) -> list[int]:
    """Return the ids of the ancestors, the root first, and at the end the comment's own."""
    return [int.from_bytes(path[at : at + WIDTH], "big") for at in range(0, len(path), WIDTH)]


def end_of_subtree(path: bytes) -> bytes:
    """Return the first path after everything below: `path <= x < end` is the subtree with its
    top.
    """
    number = int.from_bytes(path, "big") + 1
    return number.to_bytes(len(path), "big")
