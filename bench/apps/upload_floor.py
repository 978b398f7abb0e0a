"""The least that an image upload can be: a bare ASGI handler that does what the promise needs, nothing else.

It parses the form, decodes the picture whole, writes and syncs the file and its folder, and updates one
SQLite row, with the database as durable as Openshelf's (WAL, synchronous=FULL). It has no routing, no token,
no validation, no document to render. Served by uvicorn; `BENCH_FOLDER` holds `images/` and `variants.sqlite`.
"""

from __future__ import annotations

import asyncio
import io
import os
import sqlite3
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PIL import Image
from python_multipart.multipart import MultipartParser, parse_options_header

FOLDER = Path(os.environ["BENCH_FOLDER"])
IMAGES = FOLDER / "images"
POOL = ThreadPoolExecutor(4)
DATABASE = sqlite3.connect(FOLDER / "variants.sqlite", check_same_thread=False, isolation_level=None)
DATABASE.execute("PRAGMA journal_mode=WAL")
DATABASE.execute("PRAGMA synchronous=FULL")
# One connection in turns: several would sleep and poll for SQLite's one write lock.
DATABASE_TURN = threading.Lock()


def store(variant_id: int, picture: bytes) -> bytes:
    """Checks and keeps one picture durably; gives back the answer's body."""
    with Image.open(io.BytesIO(picture), formats=("GIF", "JPEG", "PNG")) as image:
        image.load()
        name = f"{uuid.uuid4().hex}.{(image.format or '').lower()}"
    temporary = IMAGES / f".{name}"
    with open(temporary, "wb") as file:
        file.write(picture)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(IMAGES / name)
    folder = os.open(IMAGES, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    with DATABASE_TURN:
        changed = DATABASE.execute(
            "UPDATE variant SET image_file = ?, date_modified = ? WHERE id = ?",
            (name, int(time.time()), variant_id),
        ).rowcount
    if changed != 1:
        raise LookupError(f"no variant {variant_id}")
    return b'{"data":{"image_url":"http://127.0.0.1/images/%s"},"meta":{}}' % name.encode()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """ASGI: POST …/variants/{id}/image with a form whose one field is `image_file`."""
    if scope["method"] == "GET":
        await answer(send, b"ready")
        return
    content_type = next(value for name, value in scope["headers"] if name == b"content-type")
    boundary = parse_options_header(content_type)[1][b"boundary"]
    picture = bytearray()
    parser = MultipartParser(
        boundary, {"on_part_data": lambda data, start, end: picture.extend(data[start:end])}
    )
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        parser.write(message["body"])
        more = message["more_body"]
    parser.finalize()
    variant_id = int(scope["path"].rsplit("/", 2)[1])
    loop = asyncio.get_running_loop()
    await answer(send, await loop.run_in_executor(POOL, store, variant_id, bytes(picture)))


async def answer(send: Any, body: bytes) -> None:
    """Sends one whole 200."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
