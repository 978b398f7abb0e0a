"""SIGKILL at random moments: what was acknowledged is there, whole, and nothing points at what is not."""

from __future__ import annotations

import io
import os
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.faults.stream import Poster, acknowledged, digest, picture, rendition
from tests.support import postgres
from tests.support.client import Client
from tests.support.servers import COMMAND, Server
from tests.support.web import Web

THREADS = 3
VARIANTS = 4
"""Variants that each thread posts pictures to; no other thread does."""

pytestmark = pytest.mark.timeout(600)


@dataclass
class Lineage:
    """One server after another on the same data, and those who post to them."""

    server: Server
    client: Client
    posters: list[Poster]
    ending: threading.Event
    random: random.Random

    def kill(self, times: int) -> None:
        """Start a server and kill it after a moment, again and again; now and then before it is up."""
        for number in range(times):
            if number % 9 == 8:
                self.kill_while_starting()
            self.server.start()
            time.sleep(self.random.uniform(0.02, 0.5))
            self.server.kill()

    def kill_while_starting(self) -> None:
        after = self.random.uniform(0.1, 1.5)
        starting = threading.Thread(target=self.start_in_vain)
        starting.start()
        time.sleep(after)
        self.server.kill()
        starting.join()

    def start_in_vain(self) -> None:
        with suppress(RuntimeError):  # "the server did not start", which is what is wanted here
            self.server.start()


@contextmanager
def lineage(server: Server, web: Web, seed: int) -> Iterator[Lineage]:
    """A store with variants, and threads that post pictures to them as long as the block runs."""
    server.start()
    client = server.new_store()
    ending = threading.Event()
    posters = []
    for name in range(THREADS):
        product = client.create_product(
            f"Target {name}",
            variants=[
                {
                    "sku": f"T{name}-{each}",
                    "option_values": [{"option_display_name": "Color", "label": f"{each}"}],
                }
                for each in range(VARIANTS)
            ],
        )
        variants = [each["id"] for each in client.data(f"/catalog/products/{product['id']}/variants")]
        own = Client(server.url, client.store_hash, client.token)
        posters.append(Poster(own, web, product["id"], variants, f"{seed}-{name}", ending))
    try:
        yield Lineage(server, client, posters, ending, random.Random(seed))
    finally:
        ending.set()
        for poster in posters:
            poster.join()
            poster.client.close()
        client.close()


def survive(server: Server, web: Web, seed: int, kills: int) -> None:
    """Kill a server so many times during a stream of posts, and look at what is left."""
    with lineage(server, web, seed) as killed:
        server.kill()
        killed.kill(kills - 1)
        killed.ending.set()
        for poster in killed.posters:
            poster.join()
        server.start()
        assert_stream_was_real(killed, kills)
        assert_acknowledged_is_served(killed)
        assert_variants_show_what_was_posted_last(killed)
    assert_files_are_whole(server)
    assert_doctor_is_content(server)
    assert server.stop() == 0


def assert_stream_was_real(killed: Lineage, kills: int) -> None:
    """The kills came while posts were under way, by form and by URL, and posts got through in between."""
    assert [line for poster in killed.posters for line in poster.refused] == []
    assert sum(poster.cut_off for poster in killed.posters) >= kills / 2
    assert len(acknowledged(killed.posters)) >= 2 * kills


def assert_acknowledged_is_served(killed: Lineage) -> None:
    """Every URL that was ever answered gives the bytes that it was answered for."""
    expected = acknowledged(killed.posters)
    wrong = {}
    for url, wanted in expected.items():
        answer = requests.get(url, timeout=30)
        if answer.status_code != 200 or digest(answer.content) != wanted:
            wrong[url] = answer.status_code
    assert wrong == {}, f"{len(wrong)} of {len(expected)} acknowledged pictures are lost or damaged"


def assert_variants_show_what_was_posted_last(killed: Lineage) -> None:
    """A variant shows the last picture that was acknowledged, or one that was on its way after it."""
    for poster in killed.posters:
        shown = {
            each["id"]: each["image_url"]
            for each in killed.client.data(f"/catalog/products/{poster.product_id}/variants", limit=250)
        }
        for variant, attempts in poster.attempts.items():
            last = max((at for at, each in enumerate(attempts) if each.url), default=None)
            if last is None:
                continue
            answer = requests.get(shown[variant], timeout=30)
            assert answer.status_code == 200
            assert digest(answer.content) in {each.digest for each in attempts[last:]}
            if digest(answer.content) == attempts[last].digest:
                assert shown[variant] == attempts[last].url
            small = Image.open(io.BytesIO(requests.get(rendition(shown[variant]), timeout=30).content))
            assert small.size == (120, 80)


def assert_files_are_whole(server: Server) -> None:
    """A file under a blob's name is that blob, whether or not anything points at it; a rendition is a picture."""
    media = server.data_dir / "media"
    originals = [path for path in (media / "originals").rglob("*") if path.is_file()]
    assert originals
    assert [path.name for path in originals if digest(path.read_bytes()) != path.stem] == []
    for path in (media / "renditions").rglob("*"):
        if path.is_file():
            Image.open(path).load()


def assert_doctor_is_content(server: Server) -> None:
    found = subprocess.run(
        [COMMAND, "doctor", "--data-dir", server.data_dir],
        env={**os.environ, "OPENSHELF_DATABASE_URL": server.database_url},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    lines = dict(line.split(":") for line in found.stdout.splitlines() if ":" in line)
    assert {name: int(count) for name, count in lines.items()} == {
        "documents that did not match their row": 0,
        "pictures whose bytes are missing": 0,
        "pictures that nothing points at": 0,
    }


def test_every_acknowledged_image_survives_fifty_kills(tmp_path: Path, web: Web) -> None:
    """52 kills of servers on two sets of data; two at a time, since starting a server keeps but one processor busy."""
    folders = [tmp_path / "first", tmp_path / "second"]
    servers = [Server(folder, f"sqlite:///{folder}/openshelf.db") for folder in folders]
    with ThreadPoolExecutor(2) as pool:
        for survived in [pool.submit(survive, server, web, seed, 26) for seed, server in enumerate(servers)]:
            survived.result()


def test_every_acknowledged_image_survives_kills_on_postgresql(
    tmp_path: Path, web: Web, postgres_server: str
) -> None:
    survive(Server(tmp_path / "data", postgres.new_database(postgres_server)), web, 7, 6)


def test_a_picture_that_was_being_written_is_taken_when_it_is_sent_again(tmp_path: Path) -> None:
    """What a killed server left behind under a temporary name is in nobody's way."""
    server = Server(tmp_path, f"sqlite:///{tmp_path}/openshelf.db").start()
    client = server.new_store()
    product = client.create_product()
    path = f"/catalog/products/{product['id']}/variants/{product['base_variant_id']}/image"
    data = picture("again")

    def half() -> Iterator[bytes]:
        head = b'--x\r\nContent-Disposition: form-data; name="image_file"; filename="a.jpg"\r\n\r\n'
        yield head + data[: len(data) // 2]
        while server.process is not None and server.process.poll() is None:
            time.sleep(0.05)
        yield data[len(data) // 2 :] + b"\r\n--x--\r\n"

    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(
            client.request,
            "POST",
            path,
            data=half(),
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        )
        incoming = tmp_path / "media" / "incoming"
        deadline = time.monotonic() + 20
        while not any(file.stat().st_size for file in incoming.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.02)
        server.kill()
        assert isinstance(sent.exception(), requests.RequestException)
    left = list(incoming.iterdir())
    assert len(left) == 1
    server.start()
    assert client.data(f"/catalog/products/{product['id']}/variants")[0]["image_url"] == ""
    url = client.upload(path, data).json()["data"]["image_url"]
    assert requests.get(url, timeout=30).content == data
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(left[0], (two_days_ago, two_days_ago))
    subprocess.run(
        [COMMAND, "doctor", "--repair", "--data-dir", tmp_path], check=True, capture_output=True, timeout=60
    )
    assert list(incoming.iterdir()) == []
    assert requests.get(url, timeout=30).content == data
    assert server.stop() == 0
    client.close()
