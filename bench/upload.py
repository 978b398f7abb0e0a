"""Image upload: POST …/variants/{id}/image with a 200 KB JPEG by form over 16 connections.

Openshelf against the least a handler can do (`apps/upload_floor.py`) and against a conventional application
(`apps/upload_conventional.py`). Every upload is another picture for the next of 300 variants: equal pictures
would be stored once, which would make Openshelf's work less than the floor's.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import requests

from bench.harness import BenchError, Case, Load, Sample, Server
from bench.picture import MARKER, photograph
from bench.report import Bench, Goal
from bench.shop import Shop, running_app, running_shop

BENCH = Bench(
    name="upload",
    title="Image upload: 200 KB JPEG by form, 16 connections, one worker",
    goals=(
        Goal("openshelf", "floor", 0.6, "of the floor's rate"),
        Goal("openshelf", "conventional", 2.0, "times the conventional app's rate"),
    ),
)

CONNECTIONS = 16
PICTURE_BYTES = 200 * 1024
WIDTH, HEIGHT = 800, 800
BOUNDARY = "----openshelf-bench-b0undary"
COLORS = ("Black", "White", "Red", "Green", "Blue", "Sand")
SIZES = ("XS", "S", "M", "L", "XL")
PRODUCTS = 10
BASELINE_PATHS = [
    f"/stores/bench/v3/catalog/products/{product}/variants/{(product - 1) * 30 + place}/image"
    for product in range(1, PRODUCTS + 1)
    for place in range(1, 31)
]


@contextmanager
def cases(folder: Path, keys: Sequence[str]) -> Iterator[list[Case]]:
    """The running cases named by `keys`, in their order, each in a folder of its own below `folder`."""
    form = folder / "form.bin"
    form.write_bytes(multipart(photograph(WIDTH, HEIGHT, PICTURE_BYTES)))
    starts: dict[str, Callable[[Path, Path, ExitStack], Case]] = {
        "openshelf": _openshelf,
        "floor": _floor,
        "conventional": _conventional,
    }
    with ExitStack() as stack:
        started = []
        for key in keys:
            (folder / key).mkdir()
            started.append(starts[key](folder / key, form, stack))
        yield started


def multipart(picture: bytes) -> bytes:
    """The form with the picture as its one field, `image_file`."""
    head = (
        f"--{BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="image_file"; filename="variant.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return head.encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()


def _openshelf(folder: Path, form: Path, stack: ExitStack) -> Case:
    shop = stack.enter_context(running_shop(folder))
    paths = [path for number in range(1, PRODUCTS + 1) for path in _create_variants(shop, number)]
    load = _load(folder, form, paths, shop.headers)
    return Case(
        "openshelf", "Openshelf", shop.server, load, _checker(shop.server, load, shop.data, fetch=True)
    )


def _create_variants(shop: Shop, number: int) -> list[str]:
    """Creates a product with its 30 variants and gives the paths of their images."""
    variants = [
        {
            "sku": f"BENCH-{number}-{color}-{size}",
            "option_values": [
                {"option_display_name": "Color", "label": color},
                {"option_display_name": "Size", "label": size},
            ],
        }
        for color in COLORS
        for size in SIZES
    ]
    product = shop.create_product(
        {"name": f"Bench shirt {number}", "type": "physical", "weight": 1, "price": 25, "variants": variants}
    )
    return [
        f"{shop.base}/catalog/products/{product['id']}/variants/{variant['id']}/image"
        for variant in product["variants"]
    ]


def _floor(folder: Path, form: Path, stack: ExitStack) -> Case:
    return _baseline("floor", "floor: bare ASGI", "upload_floor", folder, form, stack)


def _conventional(folder: Path, form: Path, stack: ExitStack) -> Case:
    return _baseline(
        "conventional", "conventional: FastAPI + async ORM", "upload_conventional", folder, form, stack
    )


def _baseline(key: str, label: str, module: str, folder: Path, form: Path, stack: ExitStack) -> Case:
    (folder / "images").mkdir()
    with sqlite3.connect(folder / "variants.sqlite") as database:
        database.execute(
            "CREATE TABLE variant (id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, "
            "image_file TEXT, date_modified TEXT)"
        )
        rows = [(int(path.split("/")[-2]), int(path.split("/")[-4])) for path in BASELINE_PATHS]
        database.executemany("INSERT INTO variant (id, product_id) VALUES (?, ?)", rows)
    database.close()
    server = stack.enter_context(running_app(module, folder))
    headers = {"X-Auth-Token": secrets.token_hex(16), "Accept": "application/json"}
    load = _load(folder, form, BASELINE_PATHS, headers)
    return Case(key, label, server, load, _checker(server, load, folder / "images", fetch=False))


def _load(folder: Path, form: Path, paths: Sequence[str], headers: dict[str, str]) -> Load:
    listed = folder / "paths.txt"
    listed.write_text("\n".join(paths) + "\n")

    def arguments(run: int) -> list[str]:
        # Half of the number is the run's and half is counted by wrk, so no two uploads are equal.
        return [str(form), BOUNDARY, str(listed), MARKER.decode(), f"{run:08x}"]

    return Load("upload.lua", paths[0], CONNECTIONS, headers, arguments)


def _checker(server: Server, load: Load, kept: Path, *, fetch: bool) -> Callable[[Sample | None], None]:
    """Checks one answer in full, and that a file was kept for each upload that was acknowledged.

    With `fetch` the picture is also got back from the address in the answer.
    """
    seen = 0

    def check(sample: Sample | None) -> None:
        nonlocal seen
        now = _kept_pictures(kept)
        if sample is not None and now - seen < sample.requests:
            raise BenchError(
                f"{server.url}: {sample.requests} uploads were acknowledged, {now - seen} pictures were kept"
            )
        _check_answer(server, load, kept, fetch=fetch)
        seen = _kept_pictures(kept)

    return check


def _check_answer(server: Server, load: Load, kept: Path, *, fetch: bool) -> None:
    number = secrets.token_hex(len(MARKER) // 2).encode()
    picture = photograph(WIDTH, HEIGHT, PICTURE_BYTES).replace(MARKER, number)
    answer = requests.post(
        server.url + load.path,
        data=multipart(picture),
        headers={**load.headers, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
        timeout=60,
    )
    body: Any = answer.json() if answer.status_code == 200 else {}
    if set(body) != {"data", "meta"} or set(body["data"]) != {"image_url"}:
        raise BenchError(f"POST {load.path}: {answer.status_code} {answer.text[:500]}")
    if not any(path.read_bytes() == picture for path in _newest_pictures(kept)):
        raise BenchError(f"POST {load.path} answered 200, but no file below {kept} holds the picture")
    if fetch:
        got = requests.get(body["data"]["image_url"], timeout=60)
        if got.status_code != 200 or got.content != picture:
            raise BenchError(f"{body['data']['image_url']}: {got.status_code}, not the bytes that were sent")


def _pictures(kept: Path) -> list[tuple[int, Path]]:
    """The kept pictures with the times they were written, told by their size, which all of them share: so it does
    not matter how a server names its files. A file that is renamed while we look is looked at under its new name."""
    found = []
    for path in kept.rglob("*"):
        try:
            facts = path.stat()
        except FileNotFoundError:
            continue
        if path.is_file() and facts.st_size == PICTURE_BYTES:
            found.append((facts.st_mtime_ns, path))
    return found


def _kept_pictures(kept: Path) -> int:
    return len(_pictures(kept))


def _newest_pictures(kept: Path) -> list[Path]:
    return [path for _, path in sorted(_pictures(kept))[-CONNECTIONS * 4 :]]
