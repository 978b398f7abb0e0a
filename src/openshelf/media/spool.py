"""Bytes on their way in: written to a temporary file, hashed and counted while they stream."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from types import TracebackType


class SpoolOverflow(Exception):
    """More bytes came than the spool takes."""

    def __init__(self, limit: int, received: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit
        self.received = received


class Spool:
    """A temporary file of at most `limit` bytes below `directory`; a context manager that leaves nothing behind.

    `write` raises `SpoolOverflow` as soon as the limit is passed. Nothing is synced here: whoever keeps the
    file syncs it (`media.blobs`).
    """

    def __init__(self, directory: Path, limit: int) -> None:
        handle, name = tempfile.mkstemp(prefix="in-", dir=directory)
        self.path = Path(name)
        self.limit = limit
        self.size = 0
        self._file = os.fdopen(handle, "wb", buffering=0)
        self._hash = hashlib.sha256()

    def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self.limit:
            raise SpoolOverflow(self.limit, self.size)
        self._hash.update(chunk)
        self._file.write(chunk)

    def fileno(self) -> int:
        return self._file.fileno()

    @property
    def sha256(self) -> str:
        """The hash of all bytes so far, in lower-case hex."""
        return self._hash.hexdigest()

    def restart(self) -> None:
        """Forget what was written (a download that is tried again)."""
        self._file.seek(0)
        self._file.truncate()
        self.size = 0
        self._hash = hashlib.sha256()

    def close(self) -> None:
        """Close and remove the file. A file that was moved away in the meantime stays."""
        if not self._file.closed:
            self._file.close()
            self.path.unlink(missing_ok=True)

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
