"""What can be refused, one class a situation. The root of every app's errors."""

from typing import Any


class DomainError(Exception):
    """A refusal that the caller can understand and act on.

    `code` is stable and kebab-case: it is what the API answers and what clients compare.
    """

    code = "refused"
    # After how many seconds the same may be allowed; None where time alone changes nothing.
    retry_after: int | None = None

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or (type(self).__doc__ or "").strip().splitlines()[0])

    @property
    def detail(self) -> str:
        return str(self.args[0])

    @property
    def members(self) -> dict[str, Any]:
        """What a program is told beside code and detail: the API adds it to its answer."""
        return {}


class SlugTaken(DomainError):
    """That name is reserved or another site has it."""

    code = "slug-taken"


class DomainNotAllowed(DomainError):
    """The address is not on a domain of this site."""

    code = "domain-not-allowed"


class OriginNotAllowed(DomainError):
    """Only pages at one of the site's allowed origins may do that."""

    code = "origin-not-allowed"


class LazyArticlesOff(DomainError):
    """This site registers its articles itself."""

    code = "lazy-articles-off"


class TooManyArticles(DomainError):
    """Visitors have opened as many new pages of this site as are taken in an hour."""

    code = "too-many-articles"
    retry_after = 600


class PolicyRefused(DomainError):
    """The policy document cannot be used."""

    code = "policy-refused"
