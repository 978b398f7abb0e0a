"""Many who ask at once: a rendition is made once, and nobody else waits for it."""

from __future__ import annotations

import statistics
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.media.delivered import AVIF, WEBP, photo, stencil, variant_picture
from tests.support.client import Client
from tests.support.servers import Server
from tests.support.watching import FolderWatch, processor_seconds

CROWD = 50
WIDE, HIGH = 3600, 2400

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the kernel's view of a process is read from /proc"
)


@pytest.fixture(scope="module", params=[1, 2], ids=["one worker", "two workers"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("crowd")
    running = Server(folder, f"sqlite:///{folder}/openshelf.db", workers=request.param).start()
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="module")
def shelf(server: Server) -> Iterator[Client]:
    made = server.new_store()
    yield made
    made.close()


@pytest.fixture(scope="module")
def big(shelf: Client) -> str:
    """The URL of a photograph of 8.6 megapixels: a large rendition of it keeps a processor busy for long."""
    return variant_picture(shelf, photo(WIDE, HIGH))


def pid_of(server: Server) -> int:
    assert server.process is not None
    return server.process.pid


def crowd_of(shelf: Client, workers: int) -> list[requests.Session]:
    """Clients with open connections; each worker process serves some of them, as their request ids tell."""
    sessions: list[requests.Session] = []
    served_by: set[str] = set()

    def connect(_: int) -> tuple[requests.Session, str]:
        session = requests.Session()
        session.headers["X-Auth-Token"] = shelf.token
        answer = session.get(f"{shelf.base}/catalog/products?limit=1", timeout=60)
        return session, answer.headers["X-Request-Id"][:20]

    with ThreadPoolExecutor(CROWD) as pool:
        for _ in range(10):
            for session, process in pool.map(connect, range(CROWD)):
                sessions.append(session)
                served_by.add(process)
            if len(served_by) == workers:
                return sessions
    raise AssertionError(f"{workers} workers were started, {len(served_by)} of them serve")


def rush(sessions: list[requests.Session], url: str, accept: str) -> list[requests.Response]:
    """All ask for it in the same moment."""
    barrier = threading.Barrier(len(sessions))

    def ask(session: requests.Session) -> requests.Response:
        barrier.wait()
        return session.get(url, headers={"Accept": accept}, timeout=120)

    with ThreadPoolExecutor(len(sessions)) as pool:
        return list(pool.map(ask, sessions))


def renditions(server: Server) -> dict[Path, tuple[int, int]]:
    """Inode and time of every rendition that is kept."""
    folder = server.data_dir / "media" / "renditions"
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def test_a_rendition_is_made_once_however_many_ask_for_it_at_once(
    server: Server, shelf: Client, big: str
) -> None:
    sessions = crowd_of(shelf, server.workers)
    before = processor_seconds(pid_of(server))
    alone = sessions[0].get(stencil(big, "1801w"), headers={"Accept": WEBP}, timeout=60)
    cost_of_one = processor_seconds(pid_of(server)) - before
    assert alone.status_code == 200
    known = renditions(server)
    with FolderWatch(server.data_dir / "media" / "incoming") as watch:
        before = processor_seconds(pid_of(server))
        answers = rush(sessions, stencil(big, "1800w"), WEBP)
        cost_of_all = processor_seconds(pid_of(server)) - before
        again = rush(sessions[:5], stencil(big, "1800w"), WEBP)
        assert (watch.made, watch.moved_away) == (1, 1), "one file was written and put in its place"
    assert {answer.status_code for answer in answers + again} == {200}
    assert len({answer.content for answer in answers + again}) == 1
    new = {path: facts for path, facts in renditions(server).items() if path not in known}
    assert len(new) == 1
    assert next(iter(new)).read_bytes() == answers[0].content
    # What is left is sending: had each of the crowd made it anew, it would be as many times the work.
    assert cost_of_all < 8 * cost_of_one, f"{cost_of_all:.2f} s for {CROWD}, {cost_of_one:.2f} s for one"
    for session in sessions:
        session.close()


def test_one_who_goes_away_does_not_take_the_rendition_from_those_who_wait(
    server: Server, shelf: Client, big: str
) -> None:
    url = stencil(big, "1700w")
    with ThreadPoolExecutor(6) as pool, FolderWatch(server.data_dir / "media" / "incoming") as watch:
        hasty = pool.submit(requests.get, url, headers={"Accept": AVIF}, timeout=0.1)
        time.sleep(0.05)
        patient = [pool.submit(requests.get, url, headers={"Accept": AVIF}, timeout=60) for _ in range(5)]
        assert isinstance(hasty.exception(), requests.exceptions.Timeout)
        answers = [each.result() for each in patient]
        assert (watch.made, watch.moved_away) == (1, 1)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


def test_the_api_answers_quickly_while_renditions_are_made(server: Server, shelf: Client, big: str) -> None:
    urls = [stencil(big, f"{width}w") for width in range(1500, 1520)]
    waits: list[float] = []
    with ThreadPoolExecutor(len(urls)) as pool:
        asked = [pool.submit(requests.get, url, headers={"Accept": AVIF}, timeout=120) for url in urls]
        started = time.perf_counter()
        while not all(each.done() for each in asked):
            for url in (f"{server.url}/healthz", f"{shelf.base}/catalog/products"):
                begun = time.perf_counter()
                assert requests.get(url, headers={"X-Auth-Token": shelf.token}, timeout=30).ok
                waits.append(time.perf_counter() - begun)
            time.sleep(0.02)
        busy = time.perf_counter() - started
    assert {each.result().status_code for each in asked} == {200}
    assert busy > 0.5, "the renditions kept it busy for long enough to measure"
    assert len(waits) > 10
    # Twenty renditions one after the other would have kept each of these waiting for most of that time.
    assert statistics.median(waits) < 0.1
    assert max(waits) < busy / 3
