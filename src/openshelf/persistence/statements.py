"""Statements that are compiled once for each database and run straight on its driver.

Core's own execution costs several times what the driver does for a small statement (measurements 2, bench/README.md);
compiling once keeps one source of SQL for both databases, and the column types' conversions, without that price.
Values come by name (`sa.bindparam`); a literal in the statement stays what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement

Processor = Callable[[Any], Any] | None
Build = Callable[[sa.Dialect], ClauseElement]


class Compiled:
    """A statement for one kind of database: its text, and how values go in and come out."""

    def __init__(self, statement: ClauseElement, dialect: sa.Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        if not isinstance(compiled, SQLCompiler):
            raise TypeError(f"{statement} is no statement that can be run")
        self.sql = compiled.string
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._order = compiled.positiontup
        self._in: dict[str, Processor] = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind, name in compiled.bind_names.items()
        }
        columns: Iterable[Any] = getattr(statement, "exported_columns", ())
        self._out = [result_processor(column.type, dialect) for column in columns]
        self._plain = not any(self._out)
        self._as_given = not any(self._in.values()) and not self._fixed

    def bind(self, given: dict[str, Any]) -> Any:
        if self._as_given:
            return given if self._order is None else tuple([given[name] for name in self._order])
        values = {}
        for name, process in self._in.items():
            value = given[name] if name in given else self._fixed[name]
            values[name] = value if process is None else process(value)
        return values if self._order is None else tuple(values[name] for name in self._order)

    def rows(self, found: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        if self._plain:
            return list(found)
        return [
            tuple(
                value if process is None else process(value)
                for process, value in zip(self._out, row, strict=True)
            )
            for row in found
        ]


def result_processor(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> Processor:
    if isinstance(kind, sa.LargeBinary):
        return None  # both drivers give bytes; Core would copy every document
    return kind.dialect_impl(dialect).result_processor(dialect, None)


class Prepared:
    """A statement, or a function that builds it for a dialect, compiled on its first use on each database."""

    def __init__(self, statement: ClauseElement | Build) -> None:
        self._statement = statement
        self._compiled: dict[str, Compiled] = {}

    def compiled(self, dialect: sa.Dialect) -> Compiled:
        known = self._compiled.get(dialect.name)
        if known is None:
            built = (
                self._statement if isinstance(self._statement, ClauseElement) else self._statement(dialect)
            )
            known = self._compiled[dialect.name] = Compiled(built, dialect)
        return known


def insert_new(table: sa.Table, *columns: str) -> Prepared:
    """Insert a row with these columns, each bound by its name, unless one with its key is there; returns a row only
    if it did."""

    def build(dialect: sa.Dialect) -> ClauseElement:
        insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
        values = {name: sa.bindparam(name, type_=table.c[name].type) for name in columns}
        return insert(table).values(values).on_conflict_do_nothing().returning(table.c.store_id)

    return Prepared(build)


def insert(table: sa.Table, *columns: str) -> Prepared:
    """Insert a row with these columns, each bound by its name."""
    return Prepared(
        sa.insert(table).values({name: sa.bindparam(name, type_=table.c[name].type) for name in columns})
    )


def update(table: sa.Table, *columns: str) -> Prepared:
    """Set these columns, each bound as `new_…`, of the row with `store_id` and `id`."""
    return Prepared(
        sa.update(table)
        .where(table.c.store_id == sa.bindparam("of_store"), table.c.id == sa.bindparam("of_id"))
        .values({name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in columns})
    )


class Ids(sa.types.TypeDecorator[Any]):
    """A set of ids as one value: an array on PostgreSQL, a JSON array on SQLite."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> sa.types.TypeEngine[Any]:
        return dialect.type_descriptor(sa.Text() if dialect.name == "sqlite" else sa.ARRAY(sa.BigInteger))

    def process_bind_param(self, value: Iterable[int] | None, dialect: sa.Dialect) -> Any:
        ids = list(value or ())
        return msgspec.json.encode(ids).decode() if dialect.name == "sqlite" else ids


class AmongIds(sa.sql.expression.ColumnElement[bool]):
    """`column IN (ids)` with all ids in one bound value, so that one compiled statement serves any number of them."""

    inherit_cache = True
    type = sa.Boolean()
    # Else it is written `… IN (…) = 1` where a database has no boolean type, which keeps it from using an index.
    _is_implicitly_boolean = True

    def __init__(self, column: sa.ColumnElement[Any], name: str) -> None:
        self.column = column
        self.ids = sa.bindparam(name, type_=Ids())


@compiles(AmongIds, "sqlite")
def _among_sqlite(element: AmongIds, compiler: SQLCompiler, **named: Any) -> str:
    column, ids = compiler.process(element.column, **named), compiler.process(element.ids, **named)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608  # both come from the compiler


@compiles(AmongIds, "postgresql")
def _among_postgresql(element: AmongIds, compiler: SQLCompiler, **named: Any) -> str:
    column, ids = compiler.process(element.column, **named), compiler.process(element.ids, **named)
    return f"{column} = ANY ({ids})"


def among(column: sa.ColumnElement[Any], name: str = "ids") -> AmongIds:
    """The column is one of the ids bound by this name."""
    return AmongIds(column, name)
