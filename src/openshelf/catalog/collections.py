"""Reading documents of a table that needs nothing special: one by id, and a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from openshelf.persistence.database import Transaction
from openshelf.wire.envelope import Page
from openshelf.wire.fields import select_fields
from openshelf.wire.query import Query

__all__ = ["Page", "document", "page"]


def page(
    tx: Transaction,
    table: sa.Table,
    store_id: int,
    query: Query,
    public_url: bytes,
    *conditions: sa.ColumnElement[bool],
    sorts: Mapping[str, sa.ColumnElement[Any]] | None = None,
    document: sa.ColumnElement[bytes] | None = None,
) -> Page:
    """The page of a store's documents that the query asks for: by ascending id, or as it says by one of `sorts`.

    `document` is the column to show when it is not the one of that name.
    """
    where = (table.c.store_id == store_id, *conditions)
    shown = table.c.document if document is None else document
    chosen = (sorts or {})[query.sort] if query.sort is not None else table.c.id
    order = dict.fromkeys((chosen.desc() if query.descending else chosen, table.c.id))
    total = tx.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()
    rows = tx.execute(sa.select(shown).where(*where).order_by(*order).limit(query.limit).offset(query.offset))
    return Page(
        [select_fields(row, query, public_url) for row in rows.scalars()], total, query.page, query.limit
    )


def document(
    tx: Transaction,
    table: sa.Table,
    store_id: int,
    resource_id: int,
    query: Query,
    public_url: bytes,
    *conditions: sa.ColumnElement[bool],
) -> bytes | None:
    """One document as the query asks for it, or None."""
    found = tx.execute(
        sa.select(table.c.document).where(
            table.c.store_id == store_id, table.c.id == resource_id, *conditions
        )
    ).scalar_one_or_none()
    return None if found is None else select_fields(found, query, public_url)
