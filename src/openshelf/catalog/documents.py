"""Writing documents: shared by every resource's renderer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import sqlalchemy as sa

from openshelf.persistence import statements
from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared


@cache
def _write(table: sa.Table) -> Prepared:
    return statements.update(table, "document")


def write_documents(tx: Transaction, table: sa.Table, store_id: int, documents: Mapping[int, bytes]) -> None:
    """Store the documents of these rows, by id."""
    for row_id, document in documents.items():
        tx.run(_write(table), of_store=store_id, of_id=row_id, new_document=document)
