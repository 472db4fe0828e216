"""A console for processes whose lines nobody reads."""


class Silence:
    """A discussion.supervisor.console.Stream that keeps nothing."""

    def write(self, text: str, /) -> None:
        """Forget the text; the supervisor keeps a process's last lines for an error."""

    def flush(self) -> None:
        """Nothing is held back."""
