"""Bytes of an article file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.encoding import MAX_BYTES, decode
from articles.ingest.parsed import ArticleUnreadable
from articles.ingest.plain_text import parse_article


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_reads_utf_8_and_marked_utf_16(encoding):
    assert decode("“Café”\r\n".encode(encoding)) == "“Café”\r\n"


def test_big_endian_utf_16_is_known_by_its_mark():
    assert decode(b"\xfe\xff\x00H\x00i") == "Hi"


@pytest.mark.parametrize(
    ("data", "line"), [(b"one\ntwo\ncaf\xe9\n", 3), (b"one\r\ncaf\xe9", 2), (b"a\rb\rc\xe9", 3)]
)
def test_another_encoding_is_refused_with_its_line(data, line):
    with pytest.raises(ArticleUnreadable, match="not UTF-8") as caught:
        decode(data)
    assert caught.value.line == line


def test_half_a_character_of_utf_16_is_refused():
    with pytest.raises(ArticleUnreadable, match="not UTF-16"):
        decode(b"\xff\xfeH\x00i")


def test_a_file_beyond_the_limit_is_refused():
    assert decode(b"x" * MAX_BYTES)
    with pytest.raises(ArticleUnreadable, match="larger than"):
        decode(b"x" * (MAX_BYTES + 1))


@given(st.binary())
def test_no_bytes_raise_anything_else(data):
    try:
        parse_article(decode(data))
    except ArticleUnreadable as error:
        assert error.line >= 1
