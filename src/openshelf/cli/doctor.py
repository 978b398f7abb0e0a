"""`openshelf doctor`: is what is kept consistent? It looks, and with `--repair` mends; safe while serving."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from openshelf.accounts.service import Store, stores
from openshelf.catalog.rendering import RENDERERS, render_touched, stale_documents
from openshelf.cli.main import settings
from openshelf.media.blobs import LocalBlobs
from openshelf.media.formats import Format
from openshelf.persistence import schema
from openshelf.persistence.database import Database, Transaction
from openshelf.persistence.tables import blob, metadata, picture

CHUNK = 500
GRACE_HOURS = 24.0
"""An unreferenced blob younger than this may belong to a request that is still under way."""


@dataclass
class Findings:
    """What was wrong, by kind."""

    stale: int = 0
    missing: list[str] = field(default_factory=list)
    unreferenced: int = 0
    abandoned: int = 0


class LookOnly(Exception):
    """Ends a transaction that was only meant to compare."""


def doctor(
    repair: Annotated[bool, typer.Option("--repair", help="Mend what can be mended")] = False,
    grace_hours: Annotated[
        float, typer.Option(help="Age at which an unreferenced picture may go")
    ] = GRACE_HOURS,
    data_dir: Annotated[Path | None, typer.Option(help="Folder of the server [OPENSHELF_DATA_DIR]")] = None,
) -> None:
    """Check that documents match their rows and pictures their files; exit code 1 if something is amiss."""
    chosen = settings(data_dir)
    schema.upgrade(chosen.database_url)
    database = Database(chosen.database_url, render_touched)
    blobs = LocalBlobs(chosen.media_dir)
    try:
        found = Findings()
        for store in database.read_now(stores):
            check_documents(database, store, found, repair=repair)
            check_blobs(database, blobs, store, found, repair=repair, grace_hours=grace_hours)
        found.abandoned = blobs.sweep_incoming() if repair else 0
    finally:
        database.close()
    report(found, repair=repair)
    if found.missing or (not repair and (found.stale or found.unreferenced)):
        raise typer.Exit(1)


def check_documents(database: Database, store: Store, found: Findings, *, repair: bool) -> None:
    for kind in RENDERERS:
        table = metadata.tables[kind]
        for ids in chunks(database, table, store):

            def work(
                tx: Transaction, kind: str = kind, table: sa.Table = table, ids: list[int] = ids
            ) -> None:
                found.stale += len(stale_documents(tx, kind, table, store.id, ids))
                if not repair:
                    raise LookOnly

            try:
                database.write_now(work)
            except LookOnly:
                continue


def chunks(database: Database, table: sa.Table, store: Store) -> Iterator[list[int]]:
    last = 0
    while True:
        query = (
            sa.select(table.c.id)
            .where(table.c.store_id == store.id, table.c.id > last)
            .order_by(table.c.id)
            .limit(CHUNK)
        )
        ids = database.read_now(lambda tx, query=query: list(tx.execute(query).scalars()))  # type: ignore[misc]
        if not ids:
            return
        yield ids
        last = ids[-1]


def check_blobs(
    database: Database, blobs: LocalBlobs, store: Store, found: Findings, *, repair: bool, grace_hours: float
) -> None:
    """Every picture's bytes are there, and nothing is kept that no picture points at."""

    def names(tx: Transaction) -> set[str]:
        query = sa.select(blob.c.sha256, blob.c.format).where(
            blob.c.store_id == store.id,
            sa.exists().where(picture.c.store_id == store.id, picture.c.sha256 == blob.c.sha256),
        )
        return {f"{row.sha256}.{Format[row.format].extension}" for row in tx.execute(query)}

    oldest = time.time() - grace_hours * 3600
    on_disk = {path.name: path for path in blobs.originals(store.hash)}
    # Read after the folder was listed: what was uploaded in between is then in both.
    known = database.read_now(names)
    found.missing += [f"{store.hash}/{name}" for name in sorted(known - on_disk.keys())]
    for name in on_disk.keys() - known:
        if on_disk[name].stat().st_mtime < oldest:
            found.unreferenced += 1
            if repair:
                blobs.remove(store.hash, on_disk[name])


def report(found: Findings, *, repair: bool) -> None:
    mended = ", mended" if repair else ""
    typer.echo(f"documents that did not match their row: {found.stale}{mended if found.stale else ''}")
    typer.echo(f"pictures whose bytes are missing:       {len(found.missing)}")
    for name in found.missing:
        typer.echo(f"    {name}")
    typer.echo(
        f"pictures that nothing points at:        {found.unreferenced}{mended if found.unreferenced else ''}"
    )
    if repair:
        typer.echo(f"abandoned uploads removed:              {found.abandoned}")
