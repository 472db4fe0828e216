"""What another site has, looked at again after each call; and what counts as a refusal."""

import hashlib
from typing import Any

from articles.models import Site
from tests.matrix.kinds import WAYS, rows

# In whatever only the people of the other site may know of, and of one's own.
MARK, OWN = "fernwort", "nahwort"
REFUSED = {401, 403, 404, 405}


class Watch:
    """What a site has, by table; asked again only after something was written."""

    def __init__(self, site: Site) -> None:
        self.site, self.wrote = site, False
        self.known = self.digest()

    def digest(self) -> dict[str, str]:
        return {
            model._meta.label: hashlib.sha256(
                repr(list(rows(model, self.site).order_by("pk").values_list())).encode()
            ).hexdigest()
            for model in WAYS
        }

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        begins = sql.lstrip()[:60]
        if begins.startswith(("INSERT", "UPDATE", "DELETE")) and "session" not in begins:
            self.wrote = True
        return execute(sql, params, many, context)

    def changed(self) -> list[str]:
        """Return the tables that are not as they were when this was asked last."""
        if not self.wrote:
            return []
        before, self.known, self.wrote = self.known, self.digest(), False
        return [table for table in before if before[table] != self.known[table]]


def is_refused(answer: Any, path: str) -> bool:
    leads = answer.url if answer.status_code == 302 else ""
    return (
        answer.status_code in REFUSED
        or leads.startswith("/admin/login/")
        # To the page of the row, which is asked here as well.
        or leads == f"{path}change/"
    )
