"""Group commit for SQLite: writers that wait at the same time share one commit.

A commit costs a sync of the disk, which takes longer than the work of most transactions. The one writer thread takes
whatever has queued up while it was syncing, runs each piece of work in a savepoint of its own, and commits once.
A piece that raises is rolled back alone. Nobody is answered before the commit is done, so what is acknowledged is
durable, as with a commit for each.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import sqlalchemy as sa

T = TypeVar("T")

LARGEST_GROUP = 64
"""Pieces of work in one commit; bounds how long the first of them waits."""

Run = Callable[[sa.Connection, Any], Any]
Outcome = tuple[Future[Any], Any, BaseException | None]


class RolledBackError(Exception):
    """SQLite gave up the whole transaction (a full disk, say), and with it what others had done in it."""


class GroupWriter:
    """One thread that owns one connection. `run(connection, work)` does a piece of work, without committing."""

    def __init__(
        self, connect: Callable[[], sa.Connection], run: Run, translate: Callable[[Exception], Exception]
    ) -> None:
        self._connect = connect
        self._run = run
        self._translate = translate
        self._waiting: SimpleQueue[tuple[Future[Any], Any] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._loop, name="writer", daemon=True)
        self._thread.start()

    def submit(self, work: Any) -> Future[Any]:
        """Queue a piece of work; the future is done when its commit is."""
        future: Future[Any] = Future()
        self._waiting.put((future, work))
        return future

    def close(self) -> None:
        """Do what waits, and end the thread."""
        self._waiting.put(None)
        self._thread.join()

    def _loop(self) -> None:
        with self._connect() as connection:
            while (first := self._waiting.get()) is not None:
                group = [first]
                ended = self._gather(group)
                self._write(connection, [each for each in group if each[0].set_running_or_notify_cancel()])
                if ended:
                    return

    def _gather(self, group: list[tuple[Future[Any], Any]]) -> bool:
        """Add what is waiting already; says whether the end was among it."""
        while len(group) < LARGEST_GROUP:
            try:
                following = self._waiting.get_nowait()
            except Empty:
                return False
            if following is None:
                return True
            group.append(following)
        return False

    def _write(self, connection: sa.Connection, group: list[tuple[Future[Any], Any]]) -> None:
        done: list[Outcome] = []
        try:
            with connection.begin():
                done = [(future, *self._piece(connection, work)) for future, work in group]
        except Exception as error:  # noqa: BLE001  # raised again where each result is awaited
            failure = self._translate(error)
            for future, _ in group:
                future.set_exception(failure)
            return
        for future, result, problem in done:
            if problem is None:
                future.set_result(result)
            else:
                future.set_exception(problem)

    def _piece(self, connection: sa.Connection, work: Any) -> tuple[Any, BaseException | None]:
        driver: Any = connection.connection.dbapi_connection
        driver.execute("SAVEPOINT piece")
        try:
            result = self._run(connection, work)
        except BaseException as error:  # raised again where the result is awaited
            if not driver.in_transaction:
                raise RolledBackError("the transaction was rolled back") from error
            driver.execute("ROLLBACK TO piece")
            driver.execute("RELEASE piece")
            return None, error
        driver.execute("RELEASE piece")
        return result, None
