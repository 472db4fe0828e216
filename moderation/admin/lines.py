"""Lists of words, edited one a line."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MOST_LINES = 500
LONGEST_LINE = 300


class LinesField(forms.CharField):
    """A list of distinct words in a text area; each line fits `pattern`, `like` is an example."""

    widget = forms.Textarea

    def __init__(self, pattern: str = ".+", like: str = "", **kwargs: Any) -> None:
        self.pattern, self.like = re.compile(pattern), like
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", f"one a line, like {like}" if like else "one a line")
        super().__init__(**kwargs)
        self.widget.attrs.update({"rows": 4, "cols": 60, "dir": "auto"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > MOST_LINES:
            raise ValidationError(f"At most {MOST_LINES} lines.")
        wrong = [line for line in value if len(line) > LONGEST_LINE or not self._fits(line)]
        if wrong:
            raise ValidationError(f"Not right: {wrong[0][:LONGEST_LINE]}")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((initial or []) != self.to_python(data))

    def run_validators(self, value: Any) -> None:
        """The lines were validated one by one; a list is no text for the field's own validators."""

    def _fits(self, line: str) -> bool:
        return self.pattern.fullmatch(line) is not None
