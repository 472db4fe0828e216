"""Queries that are asked with every request: built once a process, filled in at each run.

The ORM spends more on building a query than the database on answering it: of a POST it was half. A
query here is the ORM's own, written as everywhere, with a `Slot` for each value that differs.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.constants import LOOKUP_SEP

M = TypeVar("M", bound=Model)
N = TypeVar("N", bound=Model)
# A column's number in the row, what makes Python's value of it, and the expression it came from.
Converter = tuple[int, Sequence[Callable[..., Any]], Any]


class Slot(Expression):
    """The place of a value in a query, with the field that says how it goes to the database."""

    def __init__(self, name: str, field: "Field[Any, Any] | None" = None) -> None:
        super().__init__(output_field=field or models.CharField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def filled(self, values: dict[str, Any]) -> Any:
        """Return the value as the database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class PreparedRows:
    """A query for tuples. `build` returns it, as values_list() does, with its slots."""

    def __init__(self, build: "Callable[[], QuerySet[Any, Any]]") -> None:
        self._build = build
        self._sql = ""
        self._parameters: tuple[Any, ...] = ()
        self._converters: tuple[Converter, ...] = ()

    def all(self, **values: Any) -> list[list[Any]]:
        """Return the rows for these values, one for each slot."""
        if not self._sql:
            self._compile()
        filled = [
            part.filled(values) if isinstance(part, Slot) else part for part in self._parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, filled)
            return [self._converted(row) for row in cursor.fetchall()]

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for place, functions, expression in self._converters:
            for function in functions:
                values[place] = function(values[place], expression, connection)
        return values

    def _compile(self) -> None:
        """Build the query. Two threads at once build the same."""
        compiler = self._build().query.get_compiler(connection=connection)
        sql, self._parameters = compiler.as_sql()
        converters = compiler.get_converters([column for column, _, _ in compiler.select])
        self._converters = tuple((n, tuple(made), of) for n, (made, of) in converters.items())
        # Last: whoever sees it sees the rest.
        self._sql = sql


class Prepared(Generic[M]):
    """A query for instances of a model, with all its columns and the query's annotations; by
    `columns` with some alone, also of what a foreign key leads to (`site__slug`).
    """

    def __init__(self, build: Callable[[], QuerySet[M]], columns: Iterable[str] = ()) -> None:
        self._build, self._asked = build, tuple(columns)
        self._rows = PreparedRows(self._as_rows)
        self._model: type[M]
        self._own: list[str] = []
        self._of: dict[str, list[str]] = {}
        self._annotations: list[str] = []

    def all(self, **values: Any) -> list[M]:
        """Return the instances for these values, one for each slot."""
        return [self._instance(row) for row in self._rows.all(**values)]

    def first(self, **values: Any) -> M | None:
        """Return the first instance; the query is one for a single row."""
        found = self.all(**values)
        return found[0] if found else None

    def _as_rows(self) -> QuerySet[M, Any]:
        found = self._build()
        self._model = found.model
        keys = {name.split(LOOKUP_SEP)[0] for name in self._asked if LOOKUP_SEP in name}
        self._own = _columns(found.model, {*self._asked, *keys})
        for key in sorted(keys):
            start = f"{key}{LOOKUP_SEP}"
            names = {n.removeprefix(start) for n in self._asked if n.startswith(start)}
            related = found.model._meta.get_field(key).related_model
            assert isinstance(related, type)
            self._of[key] = _columns(related, names)
        self._annotations = list(found.query.annotations)
        theirs = [f"{key}{LOOKUP_SEP}{name}" for key, names in self._of.items() for name in names]
        return found.values_list(*self._own, *theirs, *self._annotations)

    def _instance(self, row: list[Any]) -> M:
        values = iter(row)
        one = _from_db(self._model, self._own, values)
        for key, names in self._of.items():
            related = self._model._meta.get_field(key).related_model
            assert isinstance(related, type)
            setattr(one, key, _from_db(related, names, values))
        for name in self._annotations:
            setattr(one, name, next(values))
        return one


def _columns(model: type[Model], asked: set[str]) -> list[str]:
    """Return the names of the model's columns among the asked ones, in its order; all for none."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not asked or field.primary_key or {field.name, field.attname} & asked
    ]


def _from_db(model: type[N], names: Sequence[str], values: Iterator[Any]) -> N:
    return model.from_db(DEFAULT_DB_ALIAS, names, [next(values) for _ in names])
