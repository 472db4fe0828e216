"""Where the sentences of a text begin and end."""

import re

# A stop and what follows it, or a line end. Stops inside numbers, hosts and initials do not count.
_BREAK = re.compile(r"(?<!\b[A-Za-z])(?<!\b[DMS]r)(?<!\bMrs)[.!?…]+[\"'”\u2019)\]]*(?=\s)|\n+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end of each sentence, in order, without the blanks around them.

    Every character that is no blank lies in exactly one sentence.
    """
    spans, at = [], 0
    for match in [*_BREAK.finditer(text), None]:
        end = match.end() if match else len(text)
        stretch = text[at:end]
        if stretch.strip():
            start = at + len(stretch) - len(stretch.lstrip())
            spans.append((start, start + len(stretch.strip())))
        at = end
    return spans
