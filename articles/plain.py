"""HTML as plain text, for those who cannot show it."""

import html

import nh3

# Where a block ends, words that stood in two lines must not run into one.
_ENDS = ("</p>", "<br>", "</li>", "</pre>", "</blockquote>")


def plain_text(fragment: str) -> str:
    """Return what the markup says, with a line for each of its blocks."""
    for end in _ENDS:
        fragment = fragment.replace(end, f"{end}\n")
    bare = html.unescape(nh3.clean(fragment, tags=set()))
    return "\n".join(line for line in (line.strip() for line in bare.splitlines()) if line)
