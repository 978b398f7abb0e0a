"""What the machine is and what it is busy with, read from Linux's /proc.

psutil is not used: it ships no types and `bench/` needs two numbers of it.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import resource
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
LIBRARIES = (
    "openshelf",
    "starlette",
    "uvicorn",
    "uvloop",
    "httptools",
    "msgspec",
    "sqlalchemy",
    "aiosqlite",
    "fastapi",
    "pydantic",
    "pillow",
    "python-multipart",
)


def busy_seconds() -> float:
    """CPU seconds all processes and the kernel have used since boot, over all cores.

    Interrupts and steal are left out: on loopback the former are the load's own network traffic, and the
    latter is not this machine's doing.
    """
    user, nice, system = Path("/proc/stat").read_text().split(maxsplit=4)[1:4]
    return (int(user) + int(nice) + int(system)) / TICKS_PER_SECOND


def _stat_fields(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the state on (proc(5) numbers it 3), or None when the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The command's name may hold spaces and brackets, so only its last bracket is a safe place to cut.
    return text[text.rindex(")") + 2 :].split()


def tree(root: int) -> list[int]:
    """The ids of a process and of all that descend from it, as far as they live."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat_fields(int(entry.name))) is not None:
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found.extend(children.get(pid, ()))
    return found


def cpu_seconds(root: int) -> float:
    """CPU seconds used by a process, its living descendants and those that they have waited for."""
    ticks = 0
    for pid in tree(root):
        if (fields := _stat_fields(pid)) is not None:
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS_PER_SECOND


def resident_mb(root: int) -> float:
    """Resident memory of a process and its descendants in MB (shared pages are counted for each)."""
    pages = sum(int(fields[21]) for pid in tree(root) if (fields := _stat_fields(pid)) is not None)
    return pages * resource.getpagesize() / 1e6


def own_cpu_seconds() -> float:
    """CPU seconds of this process alone."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def reaped_cpu_seconds() -> float:
    """CPU seconds of the child processes that have ended and been waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def filesystem(path: Path) -> str:
    """The type of the file system that holds a folder, such as ext4; "unknown" when no mount names it."""
    place, best, kind = path.resolve(), -1, "unknown"
    for line in Path("/proc/mounts").read_text().splitlines():
        _, mount, name, *_ = line.split(" ")
        if place.is_relative_to(mount) and len(mount) > best:
            best, kind = len(mount), name
    return kind


def describe(work_folder: Path) -> dict[str, str]:
    """What a reader must know of the place where figures were taken: names to texts, in order of printing."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = next(int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    optimized = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    return {
        "taken": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "machine": f"{os.cpu_count()} x {model}, {memory / 2**20:.0f} GiB, {filesystem(work_folder)}",
        "system": f"{platform.freedesktop_os_release()['PRETTY_NAME']}, Linux {platform.release()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}, "
        f"{'with' if optimized else 'without'} --enable-optimizations ({sys.base_prefix})",
        "sqlite": sqlite3.sqlite_version,
        "wrk": _wrk_version(),
        "libraries": ", ".join(f"{name} {version}" for name, version in _versions()),
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines()


def _versions() -> list[tuple[str, str]]:
    return [(name, metadata.version(name)) for name in LIBRARIES]


def _wrk_version() -> str:
    path = shutil.which("wrk")
    if path is None:
        return "missing"
    # wrk prints its version together with its usage and then fails: the status says nothing.
    said = subprocess.run([path, "-v"], capture_output=True, text=True, check=False, timeout=10).stdout
    return said.split(" [", 1)[0].removeprefix("wrk ")
