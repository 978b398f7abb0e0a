"""Pages of metafields, by number or by cursor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from openshelf.persistence.database import Transaction
from openshelf.persistence.tables import metafield
from openshelf.wire.cursors import CursorPage
from openshelf.wire.envelope import Page
from openshelf.wire.fields import select_fields
from openshelf.wire.query import Query

ID = metafield.c.id


def page(tx: Transaction, query: Query, public_url: bytes, *where: sa.ColumnElement[bool]) -> CursorPage:
    """The page that the query asks for of the metafields for which the conditions hold, by id."""
    total = counted(tx, *where)
    by_cursor = (query.before or query.after) is not None
    # What leads up to a row is read from that row on, backwards.
    backwards = query.before is not None
    rows = sa.select(ID, metafield.c.document).where(*where)
    if query.after is not None:
        rows = rows.where(follows(query.after, descending=query.descending))
    if query.before is not None:
        rows = rows.where(follows(query.before, descending=not query.descending))
    order = ID.desc() if query.descending != backwards else ID.asc()
    found = list(
        tx.execute(rows.order_by(order).limit(query.limit).offset(0 if by_cursor else query.offset)).all()
    )
    if backwards:
        found.reverse()
    ids = [row.id for row in found]
    position = ahead(tx, query, ids, total, *where) if by_cursor else query.offset
    documents = [select_fields(row.document, query, public_url) for row in found]
    return CursorPage(Page(documents, total, query.page, query.limit), position, ids)


def follows(row_id: int, *, descending: bool) -> sa.ColumnElement[bool]:
    return row_id > ID if descending else row_id < ID


def counted(tx: Transaction, *where: sa.ColumnElement[bool]) -> int:
    return int(tx.execute(sa.select(sa.func.count()).select_from(metafield).where(*where)).scalar_one())


def ahead(tx: Transaction, query: Query, ids: list[int], total: int, *where: sa.ColumnElement[bool]) -> int:
    """How many metafields come before a page that a cursor has led to."""
    if not ids:
        return 0 if query.before is not None else total
    return counted(tx, *where, follows(ids[0], descending=not query.descending))


def documents(tx: Transaction, store_id: int, ids: list[int]) -> list[bytes]:
    """Whole documents in the order of these ids."""
    rows = sa.select(ID, metafield.c.document).where(metafield.c.store_id == store_id, ID.in_(ids))
    found: Mapping[int, Any] = {row.id: row.document for row in tx.execute(rows)}
    return [found[each] for each in ids]
