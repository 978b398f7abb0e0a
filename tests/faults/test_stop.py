"""SIGTERM: what is under way is finished if it can be in time, the end is clean, and the next start goes on."""

from __future__ import annotations

import random
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.faults.stream import picture
from tests.media.delivered import AVIF, photo, stencil
from tests.media.pictures import encoded
from tests.support.client import Client, succeeded
from tests.support.servers import Server
from tests.support.watching import alive, processes
from tests.support.web import Web

IN_TIME = 10.0
"""Seconds after SIGTERM by which the server has to be gone."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path, f"sqlite:///{tmp_path}/openshelf.db").start()
    yield running
    running.kill()


@pytest.fixture
def shelf(server: Server) -> Iterator[Client]:
    made = server.new_store()
    yield made
    made.close()


def slot(client: Client) -> str:
    """The path of the image of a new product's variant."""
    product = client.create_product(f"Holder {time.time_ns()}")
    return f"/catalog/products/{product['id']}/variants/{product['base_variant_id']}/image"


def slowly(data: bytes, seconds: float, pieces: int = 20) -> Iterator[bytes]:
    """A form with a picture that takes so long to send."""
    yield b'--x\r\nContent-Disposition: form-data; name="image_file"; filename="a.jpg"\r\n\r\n'
    step = -(-len(data) // pieces)
    for at in range(0, len(data), step):
        yield data[at : at + step]
        time.sleep(seconds / pieces)
    yield b"\r\n--x--\r\n"


def post_slowly(client: Client, path: str, data: bytes, seconds: float) -> requests.Response:
    form = {"Content-Type": "multipart/form-data; boundary=x"}
    return client.request("POST", path, data=slowly(data, seconds), headers=form)


def tiresome() -> bytes:
    """A JPEG of 36 megapixels with much detail."""
    tile = Image.frombytes("RGB", (250, 250), random.Random(1).randbytes(250 * 250 * 3)).resize((1000, 1000))
    image = Image.new("RGB", (6000, 6000))
    for place in range(36):
        image.paste(tile, (place % 6 * 1000, place // 6 * 1000))
    return encoded(image, "JPEG", quality=40)


def wait_for_bytes(server: Server) -> None:
    """Until an upload is under way."""
    incoming = server.data_dir / "media" / "incoming"
    deadline = time.monotonic() + 20
    while not any(file.stat().st_size for file in incoming.iterdir()):
        assert time.monotonic() < deadline, "no upload has begun"
        time.sleep(0.02)


def ends_in_time(server: Server) -> float:
    """Send SIGTERM; returns the seconds it took to end, cleanly."""
    assert server.process is not None
    server.process.send_signal(signal.SIGTERM)
    begun = time.monotonic()
    assert server.process.wait(timeout=IN_TIME) == 0
    return time.monotonic() - begun


def traces(server: Server) -> list[str]:
    return [line for line in server.log.read_text().splitlines() if "Traceback" in line or '"trace"' in line]


def test_an_upload_under_way_is_finished_and_acknowledged_before_the_end(
    server: Server, shelf: Client
) -> None:
    path, data = slot(shelf), picture("slow")
    with ThreadPoolExecutor(1) as pool:
        sent: Future[requests.Response] = pool.submit(post_slowly, shelf, path, data, 3.0)
        wait_for_bytes(server)
        ends_in_time(server)
        answer = sent.result()
    assert answer.status_code == 200
    assert traces(server) == []
    server.start()
    assert requests.get(answer.json()["data"]["image_url"], timeout=30).content == data
    assert server.stop() == 0


def test_what_takes_too_long_is_given_up_and_changes_nothing(server: Server, shelf: Client, web: Web) -> None:
    """An upload that would go on for half a minute, and more renditions than two processors can make meanwhile."""
    url = succeeded(shelf.post(slot(shelf), {"image_url": web.serve(tiresome(), "/tiresome.jpg")}))[
        "image_url"
    ]
    path = slot(shelf)
    with ThreadPoolExecutor(13) as pool:
        sent: Future[requests.Response] = pool.submit(post_slowly, shelf, path, picture("slow"), 30.0)
        renditions = [
            pool.submit(
                requests.get, stencil(url, f"{width}w"), headers={"Accept": f"{AVIF},image/webp"}, timeout=60
            )
            for width in range(4085, 4097)
        ]
        wait_for_bytes(server)
        ends_in_time(server)
        assert sent.exception() is not None or sent.result().status_code >= 500
        made = [each for each in renditions if each.exception() is None and each.result().status_code == 200]
        assert len(made) < len(renditions), "they were to take longer than that"
    server.start()
    product = path.split("/")[3]
    assert shelf.data(f"/catalog/products/{product}/variants")[0]["image_url"] == ""
    data = picture("again")
    again = shelf.upload(path, data).json()["data"]["image_url"]
    assert requests.get(again, timeout=30).content == data
    assert requests.get(stencil(url, "50w"), timeout=30).status_code == 200
    assert server.stop() == 0


def test_clients_that_only_hold_connections_open_do_not_hold_up_the_end(
    server: Server, shelf: Client
) -> None:
    shelf.get("/catalog/products")
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(5)]
    half = socket.create_connection(("127.0.0.1", server.port))
    half.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Never-")
    time.sleep(0.2)
    took = ends_in_time(server)
    for each in (*silent, half):
        each.close()
    assert took < 5
    assert traces(server) == []
    assert server.start().stop() == 0


def test_requests_under_way_are_answered_and_new_ones_turned_away(server: Server, shelf: Client) -> None:
    """Writes and renditions, many at once: each is answered whole, or was never taken."""
    url = shelf.upload(slot(shelf), photo(2400, 1600)).json()["data"]["image_url"]
    with ThreadPoolExecutor(12) as pool:
        renditions = [
            pool.submit(
                requests.get, stencil(url, f"{width}w"), headers={"Accept": f"{AVIF},image/webp"}, timeout=60
            )
            for width in range(700, 708)
        ]
        writes = [pool.submit(shelf.create_product, f"Late {number}") for number in range(30)]
        time.sleep(0.15)
        ends_in_time(server)
        answered = [each.result() for each in renditions if each.exception() is None]
        made = [each.result() for each in writes if each.exception() is None]
    assert answered or made, "something was under way"
    assert {answer.status_code for answer in answered} <= {200}
    assert all(len(answer.content) == int(answer.headers["Content-Length"]) for answer in answered)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{server.url}/healthz", timeout=5)
    server.start()
    known = {each["name"] for each in shelf.data("/catalog/products", limit=250)}
    assert {each["name"] for each in made} <= known, "what was acknowledged is there"
    assert server.stop() == 0


def test_sigint_ends_it_as_cleanly(server: Server) -> None:
    assert server.process is not None
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=IN_TIME) == 0


@pytest.mark.parametrize("held", [False, True], ids=["idle", "with an upload under way"])
def test_several_workers_end_together(tmp_path: Path, *, held: bool) -> None:
    server = Server(tmp_path, f"sqlite:///{tmp_path}/openshelf.db", workers=2).start()
    shelf = server.new_store()
    path, data = slot(shelf), picture("slow")
    assert server.process is not None
    family = processes(server.process.pid)
    assert len(family) >= 3
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(post_slowly, shelf, path, data, 2.0) if held else None
        if sent is not None:
            wait_for_bytes(server)
        ends_in_time(server)
        if sent is not None:
            assert sent.result().status_code == 200
    deadline = (
        time.monotonic() + 5
    )  # for Python's own tracker of shared memory, which outlives them by a moment
    while (left := [pid for pid in family if alive(pid)]) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == [], "no worker is left behind"
    shelf.close()
