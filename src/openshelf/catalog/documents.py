"""Writing documents: shared by every resource's renderer."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from openshelf.persistence.database import Transaction


def write_documents(tx: Transaction, table: sa.Table, store_id: int, documents: Mapping[int, bytes]) -> None:
    """Store the documents of these rows, by id."""
    if documents:
        tx.execute(
            sa.update(table)
            .where(table.c.store_id == sa.bindparam("of_store"), table.c.id == sa.bindparam("of_id"))
            .values(document=sa.bindparam("rendered")),
            [{"of_store": store_id, "of_id": id_, "rendered": text} for id_, text in documents.items()],
        )
