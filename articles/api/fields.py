"""Serializers that take what they declare and nothing else, of exactly the declared type."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers

_PUBLIC_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DECIMAL = re.compile(r"[0-9]{1,9}")
# Controls, surrogates, unassigned code points, line and paragraph separators.
_NOT_PRINTED = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})


def is_printable_line(text: str) -> bool:
    """Tell whether every character of a text can stand in one line of print."""
    return not any(unicodedata.category(character) in _NOT_PRINTED for character in text)


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses unknown fields: `parent` for `parent_id` would turn a reply into a root."""

    def to_internal_value(self, data: Mapping[str, Any]) -> Any:
        unknown = [key for key in data if key not in self.fields]
        if unknown:
            refusal = serializers.ErrorDetail("There is no such field.", "unknown-field")
            raise serializers.ValidationError({key: [refusal] for key in unknown})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """A JSON string, never a number or a boolean, kept as it was sent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return data


class Line(Text):
    """A string without controls or line breaks, its blanks at both ends taken off."""

    default_error_messages = {"unprintable": "This has to be one line of printable characters."}

    def to_internal_value(self, data: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_internal_value(data)).strip()
        if not is_printable_line(text):
            self.fail("unprintable")
        if not text and not self.allow_blank:
            self.fail("blank")
        return text


class PublicId(serializers.UUIDField):
    """An id as this API prints it: lower case with hyphens, and no other spelling."""

    def to_internal_value(self, data: Any) -> UUID:
        if not isinstance(data, str) or not _PUBLIC_ID.fullmatch(data):
            self.fail("invalid", value=data)
        return UUID(data)


class Count(serializers.IntegerField):
    """A whole number in a query: ASCII digits, nine at most."""

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not _DECIMAL.fullmatch(data):
            self.fail("invalid")
        return int(data)
