"""Nodes of tidy HTML, written as blocks of Markdown."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from textwrap import indent

_SPACE = re.compile(r"[ \t\n\r\f]+")
_BREAKS = re.compile(r" *\n *")
_PARAGRAPHS = re.compile(r"\n{2,}")
_ADDRESS = re.compile(r"(https?://[^\s<>]+)")
# Characters that mean something in the subset, where they do.
_INLINE = re.compile(
    r"[\\`]|\*(?=\S)|(?<=\S)\*|(?<![^\W_])_|_(?![^\W_])|[\[\]]|<(?=[^\s<>]*[:@])"
    r"|&(?=#|[A-Za-z][A-Za-z0-9]*;)"
)
_LINE_START = re.compile(r"^([>]|[-+*](?=\s|$)|~~~)")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_RUNS = re.compile(r"`+")
_SINGLE, _DOUBLE = "*", "**"


@dataclass(slots=True)
class Node:
    """An element with its texts and elements in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)
    is_shown: bool = False

    @property
    def words(self) -> str:
        """All its text, as it is; of a picture where it is."""
        if self.tag == "img":
            return f" {self.attributes.get('src', '')} "
        parts = (child if isinstance(child, str) else child.words for child in self.children)
        return "\n" if self.tag == "br" else "".join(parts)


class Blocks:
    """Writes nodes; not `styled` without emphasis, code and links, not `escaped` as bare words."""

    def __init__(self, *, styled: bool, escaped: bool = True) -> None:
        self._styled, self._escaped = styled, escaped
        self._block: dict[str, Callable[[Node], list[str]]] = {
            **dict.fromkeys(
                ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "li"), self._blocks
            ),
            "blockquote": self._quote,
            "pre": self._fence,
            "ul": self._list,
            "ol": self._list,
            "hr": lambda node: [],
        }
        self._inline: dict[str, Callable[[Node], str]] = {
            **dict.fromkeys(("em", "i"), partial(self._emphasis, _SINGLE)),
            **dict.fromkeys(("strong", "b"), partial(self._emphasis, _DOUBLE)),
            "code": self._code,
            "a": self._link,
            "img": self._picture,
            "br": lambda node: "\n",
        }

    def text(self, root: Node) -> str:
        return "\n\n".join(self._blocks(root))

    def _blocks(self, node: Node) -> list[str]:
        written: list[str] = []
        run = ""
        for child in node.children:
            block = None if isinstance(child, str) else self._block.get(child.tag)
            if block is None or isinstance(child, str):
                run += self._one(child)
            else:
                written += [*self._paragraphs(run), *block(child)]
                run = ""
        return [*written, *self._paragraphs(run)]

    def _paragraphs(self, run: str) -> list[str]:
        text = _BREAKS.sub("\n", run)
        blocks = (block.strip() for block in _PARAGRAPHS.split(text))
        return [self._lines(block) for block in blocks if block]

    def _lines(self, block: str) -> str:
        if not self._escaped:
            return block
        starts = (_LINE_START.sub(r"\\\1", line) for line in block.split("\n"))
        return "\n".join(_NUMBER.sub(r"\1\\\2", line) for line in starts)

    def _one(self, child: Node | str) -> str:
        if isinstance(child, str):
            return self._text(_SPACE.sub(" ", child))
        write = self._inline.get(child.tag)
        return write(child) if write else self._run(child)

    def _run(self, node: Node) -> str:
        """Return what stands in an inline element; blocks in it only break lines."""
        parts = []
        for child in node.children:
            is_block = not isinstance(child, str) and child.tag in self._block
            text = self._one(child)
            parts.append(f"\n\n{text}\n\n" if is_block else text)
        return "".join(parts)

    def _text(self, text: str) -> str:
        if not self._escaped:
            return text
        # Addresses stay as they are, or they would no longer be found.
        pieces = _ADDRESS.split(text)
        pieces[::2] = (_INLINE.sub(r"\\\g<0>", piece) for piece in pieces[::2])
        return "".join(pieces)

    def _emphasis(self, mark: str, node: Node) -> str:
        inner = self._run(node)
        if not self._styled:
            return inner
        pieces = re.split(r"(\n{2,})", inner)
        pieces[::2] = (_around(mark, piece) for piece in pieces[::2])
        return "".join(pieces)

    def _code(self, node: Node) -> str:
        words = _SPACE.sub(" ", node.words)
        if not self._styled or not words.strip():
            return self._text(words)
        mark = "`" * (1 + max((len(run) for run in _RUNS.findall(words)), default=0))
        edge = " " if "`" in (words[0], words[-1]) else ""
        return f"{mark}{edge}{words}{edge}{mark}"

    def _link(self, node: Node) -> str:
        address, inner = node.attributes.get("href", ""), self._run(node).strip()
        words = node.words.strip()
        if words == address or not (self._styled and address and inner) or "\n\n" in inner:
            return words if words == address else self._run(node)
        return f"[{inner}](<{address}>)"

    def _picture(self, node: Node) -> str:
        """A picture is its address, which becomes a link."""
        return node.words

    def _quote(self, node: Node) -> list[str]:
        lines = "\n\n".join(self._blocks(node)).split("\n")
        return ["\n".join(f"> {line}".rstrip() for line in lines)] if any(lines) else []

    def _fence(self, node: Node) -> list[str]:
        words = node.words.strip("\n")
        mark = "`" * max(3, *(len(run) + 1 for run in ["", *_RUNS.findall(words)]))
        return [f"{mark}\n{words}\n{mark}"] if words.strip() else []

    def _list(self, node: Node) -> list[str]:
        items = []
        elements = [c for c in node.children if not isinstance(c, str) or c.strip()]
        for number, child in enumerate(elements, start=1):
            item = child if isinstance(child, Node) else Node("li", {}, [child])
            mark = f"{number}. " if node.tag == "ol" else "- "
            text = indent("\n\n".join(self._blocks(item)), " " * len(mark))
            items.append(mark + text.strip())
        return ["\n".join(items)] if items else []


def _around(mark: str, text: str) -> str:
    """Return the text in marks, its outer spaces left outside."""
    core = text.strip()
    if not core:
        return text
    start = text.index(core)
    return f"{text[:start]}{mark}{core}{mark}{text[start + len(core) :]}"
