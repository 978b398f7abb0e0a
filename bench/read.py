"""One product: GET …/products/{id}?include=variants,images,options with 20 variants, 10 images and 2 options.

Openshelf against a bare ASGI app that sends the same bytes (`apps/read_floor.py`) and against a conventional
application that builds the same answer (`apps/read_conventional.py`). 32 connections that stay open.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import requests

from bench.catalog_seed import seed
from bench.harness import BenchError, Case, Load, Sample, Server
from bench.picture import photograph
from bench.report import Bench, Goal
from bench.shop import Shop, running_app, running_shop

BENCH = Bench(
    name="read",
    title="One product with 20 variants, 10 images, 2 options: GET, 32 connections, one worker",
    goals=(
        Goal("openshelf", "floor", 0.2, "of the floor's rate"),
        Goal("openshelf", "conventional", 20.0, "times the conventional app's rate"),
    ),
)

CONNECTIONS = 32
COLORS = ("Black", "White", "Red", "Green", "Blue")
SIZES = ("S", "M", "L", "XL")
IMAGES = 10
HEADER_BYTES = 2048
"""More than the headers of any answer here have."""
DESCRIPTION = "<p>Soft, heavy cotton, cut straight, sewn to last, and washed before it leaves the mill.</p>"


@dataclass(frozen=True)
class Answer:
    """What Openshelf answered: the measure for the other two."""

    path: str
    request_headers: dict[str, str]
    headers: dict[str, str]
    body: bytes


@contextmanager
def cases(folder: Path, keys: Sequence[str]) -> Iterator[list[Case]]:
    """The running cases named by `keys`, in their order.

    Openshelf always runs, since the others serve what it answers; when it is not named, it ends before they
    are measured.
    """
    with ExitStack() as stack:
        shop_stack = stack.enter_context(ExitStack())
        (folder / "openshelf").mkdir()
        shop, answer = _shop_and_answer(folder / "openshelf", shop_stack)
        started = []
        if "openshelf" not in keys:
            shop_stack.close()
        for key in keys:
            if key == "openshelf":
                load = _load(answer)
                started.append(Case(key, "Openshelf", shop.server, load, _same_bytes(shop.server, answer)))
                continue
            (folder / key).mkdir()
            starting = _floor if key == "floor" else _conventional
            started.append(starting(folder / key, answer, stack))
        yield started


def _shop_and_answer(folder: Path, stack: ExitStack) -> tuple[Shop, Answer]:
    shop = stack.enter_context(running_shop(folder, fetch_allow="127.0.0.0/8"))
    with _picture_server() as pictures:
        created = shop.create_product(_product(pictures))
    path = f"{shop.base}/catalog/products/{created['id']}?include=variants,images,options"
    # Said, since `requests` would else ask for gzip and wrk would not.
    asking = {**shop.headers, "Accept-Encoding": "identity"}
    got = requests.get(shop.server.url + path, headers=asking, timeout=60)
    if got.status_code != 200:
        raise BenchError(f"GET {path}: {got.status_code} {got.text[:500]}")
    data = got.json()["data"]
    sizes = {name: len(data[name]) for name in ("variants", "images", "options")}
    if sizes != {"variants": len(COLORS) * len(SIZES), "images": IMAGES, "options": 2}:
        raise BenchError(f"GET {path} has {sizes}")
    # These three are uvicorn's or the message's own; every server here adds them itself.
    headers = {
        name.lower(): value
        for name, value in got.headers.items()
        if name.lower() not in {"date", "server", "transfer-encoding"}
    }
    return shop, Answer(path, asking, headers, got.content)


def _product(pictures: str) -> dict[str, object]:
    """The product as it is created: options come of the variants' labels, images from `pictures`."""
    variants = [
        {
            "sku": f"SHIRT-{color}-{size}".upper(),
            "price": 25 + place,
            "option_values": [
                {"option_display_name": "Color", "label": color},
                {"option_display_name": "Size", "label": size},
            ],
        }
        for color in COLORS
        for place, size in enumerate(SIZES)
    ]
    images = [
        {
            "image_url": f"{pictures}/shirt-{number}.jpg",
            "description": f"View {number} of the shirt",
            "sort_order": number,
            "is_thumbnail": number == 0,
        }
        for number in range(IMAGES)
    ]
    return {
        "name": "Bench shirt",
        "type": "physical",
        "sku": "SHIRT",
        "weight": 0.25,
        "price": 24.5,
        "description": DESCRIPTION * 6,
        "variants": variants,
        "images": images,
    }


@contextmanager
def _picture_server() -> Iterator[str]:
    """A web server with pictures /shirt-0.jpg to /shirt-9.jpg, every one different; gives its address."""
    bodies = {
        f"/shirt-{number}.jpg": photograph(320, 320, 40_000, seed=number + 1) for number in range(IMAGES)
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bodies.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "image/jpeg")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Keep the console for figures."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _load(answer: Answer) -> Load:
    return Load("read.lua", answer.path, CONNECTIONS, answer.request_headers)


def _floor(folder: Path, answer: Answer, stack: ExitStack) -> Case:
    (folder / "body.bin").write_bytes(answer.body)
    (folder / "headers.json").write_text(json.dumps(list(answer.headers.items())))
    server = stack.enter_context(running_app("read_floor", folder))
    return Case("floor", "floor: bare ASGI, same bytes", server, _load(answer), _same_bytes(server, answer))


def _conventional(folder: Path, answer: Answer, stack: ExitStack) -> Case:
    seed(folder / "catalog.sqlite", json.loads(answer.body)["data"])
    server = stack.enter_context(running_app("read_conventional", folder))

    def check(_sample: Sample | None) -> None:
        ours, theirs = json.loads(answer.body), json.loads(_get(server, answer).content)
        if ours != theirs:
            differing = [
                name for name in ours["data"] if ours["data"][name] != theirs.get("data", {}).get(name)
            ]
            raise BenchError(
                f"the conventional answer is not equal to Openshelf's in {differing}: {theirs}"[:3000]
            )

    return Case("conventional", "conventional: FastAPI + async ORM", server, _load(answer), check)


def _same_bytes(server: Server, answer: Answer) -> Callable[[Sample | None], None]:
    """Checks that the body is byte-equal, now and, by its length, all through a sample."""

    def check(sample: Sample | None) -> None:
        got = _get(server, answer)
        if got.content != answer.body:
            raise BenchError(f"{server.url}{answer.path} no longer answers the same bytes: {got.text[:500]}")
        if sample is None:
            return
        # An answer under way at the end is counted in bytes and not in requests: at most one a connection.
        over = sample.bytes_per_answer - len(answer.body)
        if not 0 <= over <= HEADER_BYTES + len(answer.body) * CONNECTIONS / sample.requests:
            raise BenchError(f"{server.url}: answers had {sample.bytes_per_answer:.0f} bytes on average")

    return check


def _get(server: Server, answer: Answer) -> requests.Response:
    got = requests.get(server.url + answer.path, headers=answer.request_headers, timeout=60)
    if got.status_code != 200:
        raise BenchError(f"GET {server.url}{answer.path}: {got.status_code} {got.text[:500]}")
    return got
