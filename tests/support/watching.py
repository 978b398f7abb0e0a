"""What a running server does to its folders and to its processors, as the kernel tells it (Linux only)."""

from __future__ import annotations

import ctypes
import os
import struct
from collections import Counter
from pathlib import Path
from types import TracebackType

MOVED_FROM, CREATED = 0x40, 0x100
_HEADER = struct.Struct("iIII")


class FolderWatch:
    """Counts the files that are made in a folder, and those that are moved out of it, while the block runs."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> FolderWatch:
        libc = ctypes.CDLL(None, use_errno=True)
        self._handle = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if (
            self._handle < 0
            or libc.inotify_add_watch(self._handle, os.fsencode(self._folder), MOVED_FROM | CREATED) < 0
        ):
            raise OSError(ctypes.get_errno(), "the folder cannot be watched")
        self._seen: Counter[int] = Counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._handle)

    @property
    def made(self) -> int:
        return self._count()[CREATED]

    @property
    def moved_away(self) -> int:
        return self._count()[MOVED_FROM]

    def _count(self) -> Counter[int]:
        try:
            events = os.read(self._handle, 1 << 20)
        except BlockingIOError:
            return self._seen
        at = 0
        while at < len(events):
            _, mask, _, length = _HEADER.unpack_from(events, at)
            self._seen[mask] += 1
            at += _HEADER.size + length
        return self._seen


def processes(pid: int) -> list[int]:
    """A process and all that it started, as long as they live."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(below for child in children for below in processes(int(child)))]


def processor_seconds(pid: int) -> float:
    """What a process and its children have used so far, user and system time together."""
    ticks = 0
    for each in processes(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def alive(pid: int) -> bool:
    """Whether a process still runs; one that has ended and waits to be noticed does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
