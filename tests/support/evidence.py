"""What a request left behind: every row of a store, and every file of its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from openshelf.persistence import tables
from openshelf.persistence.database import Database, Transaction
from tests.support.client import Client
from tests.support.servers import Server

COUNTERS = "sequence"
"""Its rows move when an id is taken and thrown away, which is no change that anybody sees."""


@dataclass
class Evidence:
    """Looks into the database and the media folder of a running server."""

    server: Server
    database: Database

    def store_id(self, client: Client) -> int:
        query = sa.select(tables.store.c.id).where(tables.store.c.hash == client.store_hash)
        found: int = self.database.read_now(lambda tx: tx.execute(query).scalar_one())
        return found

    def rows(self, client: Client, *names: str) -> dict[str, list[Any]]:
        """The store's rows by table, of the tables named or of all."""
        store_id = self.store_id(client)

        def work(tx: Transaction) -> dict[str, list[Any]]:
            return {
                table.name: [
                    dict(row)
                    for row in tx.execute(
                        sa.select(table)
                        .where(table.c.store_id == store_id)
                        .order_by(*table.primary_key.columns)
                    ).mappings()
                ]
                for table in tables.metadata.sorted_tables
                if "store_id" in table.c and table.name != COUNTERS and (not names or table.name in names)
            }

        return self.database.read_now(work)

    def originals(self, client: Client) -> dict[str, bytes]:
        """The originals that the media folder has of a store, by file name."""
        folder = self.server.data_dir / "media" / "originals" / client.store_hash
        return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def incoming(self) -> list[str]:
        """Files that are still on their way in; between two requests there are none."""
        return [path.name for path in (self.server.data_dir / "media" / "incoming").iterdir()]

    @contextmanager
    def unchanged(self, client: Client) -> Iterator[None]:
        """Whatever happens inside changes no row and leaves no file behind."""
        rows, originals = self.rows(client), self.originals(client)
        yield
        assert self.rows(client) == rows
        assert self.originals(client) == originals
        assert self.incoming() == []

    def age(self, client: Client) -> None:
        """Make the store's products a day old, so that a date that moves is seen to move."""
        store_id = self.store_id(client)
        aged = (
            sa.update(tables.product)
            .where(tables.product.c.store_id == store_id)
            .values(date_modified=sa.text("date_modified - 86400000000"))
            .returning(tables.product.c.id)
        )

        def work(tx: Transaction) -> None:
            tx.touch("product", store_id, *tx.execute(aged).scalars())

        self.database.write_now(work)
