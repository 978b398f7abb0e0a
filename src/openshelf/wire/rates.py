"""Rate limits and the four headers that tell of them, which some clients need on every answer (behaviour 2.4, 12).

A quota is counted per store and API account in fixed windows. The counters are shared by every worker: in a small
SQLite file of their own, or in a table on PostgreSQL. Losing them in a crash costs one window's count.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from openshelf.persistence.database import Database, Transaction
from openshelf.persistence.tables import rate_window
from openshelf.wire.problems import Problem

WINDOW_MS = 30_000
PLANS = {"standard": (150, WINDOW_MS), "pro": (450, WINDOW_MS)}


class TooManyRequests(Problem):
    """The quota is used up; `X-Retry-After` says after how many seconds there is a new one."""

    status = 429

    def __init__(self, headers: dict[str, str]) -> None:
        super().__init__(
            "Too Many Requests", detail="The request quota of this window is used up.", headers=headers
        )


@dataclass(frozen=True)
class Plan:
    """So many requests a window."""

    quota: int
    window_ms: int = WINDOW_MS

    @classmethod
    def of(cls, text: str) -> Plan | None:
        """A plan's name, or `requests/seconds`; None for `off`. Raises `ValueError` for anything else."""
        if text == "off":
            return None
        if text in PLANS:
            return cls(*PLANS[text])
        requests, _, seconds = text.partition("/")
        if not (requests.isdigit() and seconds.isdigit() and int(requests) > 0 and int(seconds) > 0):
            raise ValueError(
                "OPENSHELF_RATE_LIMIT must be off, standard, pro or requests/seconds, such as 150/30"
            )
        return cls(int(requests), int(seconds) * 1000)


@dataclass(frozen=True)
class Taken:
    """What is left after a request has been counted."""

    left: int
    plan: Plan
    reset_ms: int

    @cached_property
    def headers(self) -> dict[str, str]:
        return {
            "x-rate-limit-requests-left": str(max(0, self.left)),
            "x-rate-limit-requests-quota": str(self.plan.quota),
            "x-rate-limit-time-reset-ms": str(self.reset_ms),
            "x-rate-limit-time-window-ms": str(self.plan.window_ms),
        }

    def check(self) -> dict[str, str]:
        """The headers of an answer, if the request is within the quota; else raises `TooManyRequests`."""
        if self.left >= 0:
            return self.headers
        raise TooManyRequests({**self.headers, "x-retry-after": str(-(-self.reset_ms // 1000))})


class RateLimiter(Protocol):
    """Counts requests."""

    async def take(self, store_id: int, account_id: int) -> Taken:
        """Count a request of an account."""

    def close(self) -> None:
        """Let go of what is held."""


class Unlimited:
    """Counts nothing, and reports an untouched quota of the standard plan."""

    def __init__(self) -> None:
        plan = Plan(*PLANS["standard"])
        self._taken = Taken(plan.quota, plan, plan.window_ms)

    async def take(self, store_id: int, account_id: int) -> Taken:  # noqa: ARG002  # everybody's is the same
        return self._taken

    def close(self) -> None:
        """Nothing is held."""


class Windows:
    """Counts in fixed windows; `count` adds one to a window's counter, wherever that is, and gives the sum."""

    def __init__(self, plan: Plan, count: Callable[[int, int, int], int], close: Callable[[], None]) -> None:
        self._plan = plan
        self._count = count
        self._close = close
        self._threads = ThreadPoolExecutor(1, "rates")

    async def take(self, store_id: int, account_id: int) -> Taken:
        now = time.time_ns() // 1_000_000
        window, passed = divmod(now, self._plan.window_ms)
        loop = asyncio.get_running_loop()
        used = await loop.run_in_executor(self._threads, self._count, store_id, account_id, window)
        return Taken(self._plan.quota - used, self._plan, self._plan.window_ms - passed)

    def close(self) -> None:
        self._threads.submit(self._close).result()
        self._threads.shutdown(wait=True)


def limiter(text: str, database: Database, folder: Path) -> RateLimiter:
    """The limiter of a setting. Raises `ValueError` for a setting that is none."""
    plan = Plan.of(text)
    if plan is None:
        return Unlimited()
    if database.is_sqlite:
        return Windows(plan, *counting_in_file(folder / "rates.db"))
    return Windows(plan, *counting_in_table(database))


def counting_in_file(path: Path) -> tuple[Callable[[int, int, int], int], Callable[[], None]]:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=15)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS rate_window "
        "(store_id INTEGER, account_id INTEGER, started INTEGER, used INTEGER, PRIMARY KEY (store_id, account_id))"
    )

    def count(store_id: int, account_id: int, window: int) -> int:
        row = connection.execute(
            "INSERT INTO rate_window VALUES (?, ?, ?, 1) ON CONFLICT (store_id, account_id) DO UPDATE SET "
            "used = CASE WHEN started = excluded.started THEN used + 1 ELSE 1 END, started = excluded.started "
            "RETURNING used",
            (store_id, account_id, window),
        ).fetchone()
        return int(row[0])

    return count, connection.close


def counting_in_table(database: Database) -> tuple[Callable[[int, int, int], int], Callable[[], None]]:
    new = postgresql.insert(rate_window).values(
        store_id=sa.bindparam("store_id"),
        account_id=sa.bindparam("account_id"),
        started=sa.bindparam("started"),
        used=1,
    )
    kept = rate_window.c
    statement = new.on_conflict_do_update(
        index_elements=["store_id", "account_id"],
        set_={
            "used": sa.case((kept.started == new.excluded.started, kept.used + 1), else_=1),
            "started": new.excluded.started,
        },
    ).returning(kept.used)

    def count(store_id: int, account_id: int, window: int) -> int:
        values = {"store_id": store_id, "account_id": account_id, "started": window}

        def work(tx: Transaction) -> int:
            tx.execute(
                sa.text("SET LOCAL synchronous_commit TO OFF")
            )  # a counter need not survive a loss of power
            return int(tx.execute(statement, values).scalar_one())

        return database.write_now(work)

    return count, lambda: None
