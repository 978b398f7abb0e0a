"""Where the bytes of pictures are kept: each once a store, under its SHA-256, never changed.

    originals/{store}/{aa}/{sha256}.{ext}       what was sent, byte for byte
    renditions/{store}/{aa}/{sha256}/{key}      what was made of it; can be made again at any time
    incoming/                                   bytes that are still on their way in
    locks/                                      files that processes lock against each other

A blob is written under a temporary name, synced, renamed, and its folder synced, before anything points at it.
"""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from openshelf.media.spool import Spool

ABANDONED_SECONDS = 24 * 3600
"""An incoming file this old belongs to a process that is gone."""


class LocalBlobs:
    """Blobs in a folder of one file system."""

    def __init__(self, root: Path) -> None:
        self._originals = root / "originals"
        self._renditions = root / "renditions"
        self._incoming = root / "incoming"
        self._locks = root / "locks"
        for folder in (self._originals, self._renditions, self._incoming, self._locks):
            folder.mkdir(parents=True, exist_ok=True)

    def spool(self, limit: int) -> Spool:
        """A temporary file for at most `limit` bytes, on the same file system as the blobs."""
        return Spool(self._incoming, limit)

    def original(self, store_hash: str, sha256: str, extension: str) -> Path:
        return self._originals / store_hash / sha256[:2] / f"{sha256}.{extension}"

    def rendition(self, store_hash: str, sha256: str, key: str) -> Path:
        return self._renditions / store_hash / sha256[:2] / sha256 / key

    def lock(self, number: int) -> Path:
        """A file that processes on this machine can lock against each other."""
        return self._locks / str(number)

    def keep(self, spool: Spool, store_hash: str, extension: str) -> None:
        """Keep what was spooled. When this returns, the bytes survive a loss of power. Blocks: call it on a thread.

        Bytes that are there already are not written again; their folder is synced all the same, since whoever
        wrote them may not have come that far.
        """
        target = self.original(store_hash, spool.sha256, extension)
        make_folder(target.parent)
        try:
            os.utime(target)  # young again, so that `doctor` does not take it for a left-over
        except FileNotFoundError:
            os.fsync(spool.fileno())
            spool.path.rename(target)
        sync_folder(target.parent)

    def write_rendition(self, target: Path, data: bytes) -> None:
        """Put a rendition in place, whole or not at all."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with self.spool(len(data)) as spool:
            spool.write(data)
            os.fsync(spool.fileno())  # else a crash could leave an empty file under the final name
            spool.path.rename(target)

    def originals(self, store_hash: str) -> list[Path]:
        """Every original that is kept for a store."""
        return [path for path in (self._originals / store_hash).glob("*/*") if path.is_file()]

    def remove(self, store_hash: str, original: Path) -> None:
        """Remove an original that nothing points at, and all that was made of it."""
        made_of_it = self.rendition(store_hash, original.stem, "any").parent
        if made_of_it.exists():
            shutil.rmtree(made_of_it)
        original.unlink(missing_ok=True)

    def sweep_incoming(self) -> int:
        """Remove what processes that died left in `incoming`; returns how many files."""
        oldest = time.time() - ABANDONED_SECONDS
        abandoned = [path for path in self._incoming.iterdir() if path.stat().st_mtime < oldest]
        for path in abandoned:
            path.unlink(missing_ok=True)
        return len(abandoned)


def make_folder(folder: Path) -> None:
    """Make a folder and sync the folders that got a new entry."""
    if folder.exists():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
