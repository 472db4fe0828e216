"""XML exports as a stream: an element is handed out when it ends, and let go of at once."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from discussion.imports.files import SourceFile
from discussion.imports.records import SourceUnreadable


def elements(
    file: SourceFile, wanted: Mapping[str, int]
) -> Iterator[tuple[Element, list[Element]]]:
    """Yield each element of these names (without namespace), so deep below the root, when it ends;
    and what it stands in, from the root on.

    It is let go of afterwards; so is every other element that is no deeper than the highest of
    them, so that memory does not grow with the file. Entities, DTDs and what lies outside the file
    are refused. Raises SourceUnreadable with the line.
    """
    highest = min(wanted.values())
    above: list[Element] = []
    with file.opened() as opened:
        try:
            for event, element in iterparse(opened, events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    above.append(element)
                    continue
                above.pop()
                is_wanted = wanted.get(local(element.tag)) == len(above)
                if is_wanted:
                    yield element, above
                if above and (is_wanted or len(above) <= highest):
                    above[-1].remove(element)
        except ParseError as error:
            line, column = error.position
            raise SourceUnreadable(f"line {line:,}", f"{error} (column {column})") from error
        except DefusedXmlException as error:
            raise SourceUnreadable("the file's head", f"refused: {error}") from error


def local(tag: str) -> str:
    """Return the name without its namespace."""
    return tag.rpartition("}")[2]


def text_in(element: Element, name: str) -> str:
    """Return the text of a child of that name, whatever its namespace; empty when there is none."""
    return (element.findtext(f"{{*}}{name}") or "").strip()
