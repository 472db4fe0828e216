"""Bytes of a file to text."""

import codecs

from articles.ingest.parsed import ArticleUnreadable

# About 170,000 words: a file beyond this is no article.
MAX_BYTES = 1024 * 1024

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """Return the text of UTF-8, with or without a byte-order mark, or of UTF-16 with one.

    Nothing else is guessed: a wrong guess prints wrong names for good. Raises ArticleUnreadable.
    """
    if len(data) > MAX_BYTES:
        raise ArticleUnreadable(1, f"the file is larger than {MAX_BYTES} bytes")
    encoding = "utf-8"
    for mark, marked in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], marked
            break
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line = before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
        raise ArticleUnreadable(line, f"the text is not {encoding.upper()}") from error
