"""What survives a loss of power was synced, in the right order. No test can pull the plug; these watch the order."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from openshelf.media.blobs import LocalBlobs
from openshelf.persistence.database import Transaction
from tests.support.servers import Server


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What is done to the file system from here on, step by step; it is really done."""
    noted: list[tuple[str, ...]] = []
    fsync, rename, mkdir = os.fsync, os.rename, os.mkdir

    def noting_fsync(handle: int) -> None:
        noted.append(("sync", str(Path(f"/proc/self/fd/{handle}").readlink())))
        fsync(handle)

    def noting_rename(source: Any, target: Any, **named: Any) -> None:
        noted.append(("rename", str(source), str(target)))
        rename(source, target, **named)

    def noting_mkdir(path: Any, *given: Any, **named: Any) -> None:
        noted.append(("make", str(path)))
        mkdir(path, *given, **named)

    monkeypatch.setattr(os, "fsync", noting_fsync)
    monkeypatch.setattr(os, "rename", noting_rename)
    monkeypatch.setattr(os, "mkdir", noting_mkdir)
    return noted


@pytest.mark.skipif(sys.platform != "linux", reason="handles get their names from /proc")
def test_bytes_are_synced_before_they_get_their_name_and_folders_after(
    tmp_path: Path, steps: list[tuple[str, ...]]
) -> None:
    blobs = LocalBlobs(tmp_path)
    steps.clear()
    with blobs.spool(1000) as spool:
        spool.write(b"whole")
        name = str(spool.path)
        blobs.keep(spool, "abc", "png")
        kept = blobs.original("abc", spool.sha256, "png")
    store, folder = kept.parent.parent, kept.parent
    assert kept.read_bytes() == b"whole"
    assert steps == [
        ("make", str(store)),
        ("sync", str(store.parent)),
        ("make", str(folder)),
        ("sync", str(store)),
        ("sync", name),
        ("rename", name, str(kept)),
        ("sync", str(folder)),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="handles get their names from /proc")
def test_bytes_that_are_there_already_are_acknowledged_after_their_folder_is_synced(
    tmp_path: Path, steps: list[tuple[str, ...]]
) -> None:
    """Whoever wrote them may not have come that far."""
    blobs = LocalBlobs(tmp_path)
    for _ in range(2):
        steps.clear()
        with blobs.spool(1000) as spool:
            spool.write(b"whole")
            blobs.keep(spool, "abc", "png")
            kept = blobs.original("abc", spool.sha256, "png")
    assert steps == [("sync", str(kept.parent))]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [kept.name]


def test_sqlite_commits_when_the_disk_has_it(sqlite_api: Server) -> None:
    database = sqlite_api.database()

    def pragmas(tx: Transaction) -> list[Any]:
        names = ("journal_mode", "synchronous")
        return [tx.connection.execute(sa.text(f"PRAGMA {name}")).scalar_one() for name in names]

    try:
        full = 2
        assert database.write_now(pragmas) == ["wal", full]
    finally:
        database.close()
