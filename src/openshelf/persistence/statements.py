"""Statements that are compiled once for each database and run straight on its driver.

Core's own execution costs several times what the driver does for a small read (measurements 2); compiling once keeps
one source of SQL for both databases without that price.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class Prepared:
    """A Core statement with `sa.bindparam` names; `bind` gives what the driver's `execute` takes."""

    def __init__(self, statement: sa.sql.expression.ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, list[str] | None]] = {}

    def bind(self, dialect: sa.Dialect, parameters: dict[str, Any]) -> tuple[str, Any]:
        known = self._compiled.get(dialect.name)
        if known is None:
            compiled = self._statement.compile(dialect=dialect)
            assert isinstance(compiled, SQLCompiler)  # noqa: S101  # narrows a type; a statement never compiles to DDL
            fixed = {name: value for name, value in compiled.params.items() if value is not None}
            if fixed:
                raise ValueError(f"a prepared statement has named parameters only, not {sorted(fixed)}")
            known = (compiled.string, compiled.positiontup)
            self._compiled[dialect.name] = known
        sql, order = known
        return (sql, parameters) if order is None else (sql, tuple(parameters[name] for name in order))


class lower_of_any_script(GenericFunction[str]):  # noqa: N801  # named like the SQL functions beside it
    """`lower` for texts beyond ASCII, where SQLite's own changes nothing (`database.sqlite_engine` adds this one)."""

    type = sa.Text()
    inherit_cache = True


@compiles(lower_of_any_script, "postgresql")
def _lower(element: lower_of_any_script, compiler: SQLCompiler, **given: Any) -> str:
    return f"lower({compiler.process(element.clauses, **given)})"
