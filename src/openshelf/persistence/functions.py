"""SQL functions that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

LOWER = "lower_of_any_script"
"""The name under which every connection to SQLite gets Python's `str.lower` (`database.sqlite_engine`)."""


class lower_of_any_script(GenericFunction[str]):  # noqa: N801  # named like the SQL functions beside it
    """`lower` for texts beyond ASCII too, which SQLite's own leaves as they are; three times slower there."""

    type = sa.Text()
    inherit_cache = True


@compiles(lower_of_any_script, "postgresql")
def _lower(element: lower_of_any_script, compiler: SQLCompiler, **named: Any) -> str:
    return f"lower({compiler.process(element.clauses, **named)})"
