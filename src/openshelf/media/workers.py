"""Threads for work on pictures that may take seconds, and that nobody needs to wait for when the server ends."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class Workers(Executor):
    """A pool of so many threads, which are called by a name.

    Unlike the standard library's, it lets the process end while a thread is at work: a rendition can take longer
    than an operator waits for an end, and a picture that is cut off so is one that nobody was told of.
    """

    def __init__(self, threads: int, name: str) -> None:
        self._waiting: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._threads = threads
        for number in range(threads):
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True).start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        self._waiting.put((future, lambda: fn(*args, **kwargs)))
        return future

    def _work(self) -> None:
        while (task := self._waiting.get()) is not None:
            future, run = task
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(run())
            except BaseException as error:  # noqa: BLE001  # it is raised again where the result is awaited
                future.set_exception(error)
            del task, future, run  # a waiting thread must not keep the last picture in memory

    def close(self) -> None:
        """Give up what waits and end the threads; what is being worked on is not waited for."""
        with contextlib.suppress(Empty):
            while (task := self._waiting.get_nowait()) is not None:
                task[0].cancel()
        for _ in range(self._threads):
            self._waiting.put(None)
