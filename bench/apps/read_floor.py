"""The least that a read can be: a bare ASGI app that sends bytes it has in memory.

`BENCH_FOLDER` holds `body.bin` and `headers.json`, captured from Openshelf, so that what crosses the wire is
the same. It has no routing, no token, no query, no database. Served by uvicorn.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(os.environ["BENCH_FOLDER"])
BODY = {"type": "http.response.body", "body": (FOLDER / "body.bin").read_bytes()}
HEADERS = [
    (name.encode(), value.encode()) for name, value in json.loads((FOLDER / "headers.json").read_text())
]
START = {"type": "http.response.start", "status": 200, "headers": HEADERS}


async def app(_scope: dict[str, Any], _receive: Any, send: Any) -> None:
    """ASGI: the same answer to every request."""
    await send(START)
    await send(BODY)
