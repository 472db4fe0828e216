import pytest

from discussion.api.page_memory import ENTRY_BYTES, PageMemory

LINKS = {"Link": "<next>"}


def page(size):
    return b"x" * size, LINKS


@pytest.fixture
def memory():
    """Room for three pages of 1,000 bytes."""
    return PageMemory(3 * (1000 + ENTRY_BYTES), seconds=60)


def test_a_page_is_there_as_it_was_kept(memory):
    memory.keep("a", page(10))
    assert memory.get("a") == page(10)
    assert memory.get("b") is None


def test_the_page_that_was_not_asked_for_longest_makes_room(memory):
    for key in "abc":
        memory.keep(key, page(1000))
    memory.get("a")
    memory.keep("d", page(1000))
    assert [key for key in "abcd" if memory.get(key)] == ["a", "c", "d"]


def test_it_never_keeps_more_bytes_than_it_may(memory):
    most = 3 * (1000 + ENTRY_BYTES)
    for number in range(200):
        memory.keep(str(number % 7), page(number * 37 % 2500))
        assert memory.kept_bytes <= most
    kept = [memory.get(str(number)) for number in range(7)]
    assert memory.kept_bytes == sum(len(p[0]) + ENTRY_BYTES for p in kept if p)


def test_a_page_larger_than_all_room_is_not_kept_and_drives_nothing_out(memory):
    memory.keep("a", page(10))
    memory.keep("large", page(10_000))
    assert memory.get("large") is None
    assert memory.get("a")


def test_a_page_kept_again_counts_once(memory):
    for _ in range(5):
        memory.keep("a", page(1000))
    assert memory.kept_bytes == 1000 + ENTRY_BYTES


def test_an_old_page_is_not_there_any_more():
    memory = PageMemory(10_000, seconds=0)
    memory.keep("a", page(10))
    assert memory.get("a") is None
    assert memory.kept_bytes == 0
