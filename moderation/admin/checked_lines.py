"""Lists that a check of their own reads, edited one a line."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from moderation.admin.lines import LinesField
from moderation.blocklist import BlocklistRefused

# What a form can send is limited; longer lists come from a file.
MOST_IN_A_FORM = 2_000


class CheckedLinesField(LinesField):
    """A list of lines as `check` returns them; what it refuses is shown to the editor."""

    def __init__(self, check: Callable[[list[str]], list[str]], **kwargs: Any) -> None:
        self._check = check
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        # What the form cannot change is not the editor's to mend.
        return value if self.disabled else super().clean(value)

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else (value or "").splitlines()
        try:
            return self._check(lines)
        except BlocklistRefused as refused:
            raise ValidationError(refused.problems) from refused

    def validate(self, value: Any) -> None:
        """The lines were checked when they were read."""
