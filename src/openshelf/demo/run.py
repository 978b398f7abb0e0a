"""`openshelf demo`: a server, a sample shop in it, and where to look."""

from __future__ import annotations

import asyncio
import http.server
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import URLError

import aiohttp
from rich.console import Console
from rich.panel import Panel
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

STORE = "demo"
READY_SECONDS = 30


class PictureStand:
    """A web server on this machine where the demo lays out pictures for `image_url`."""

    def __init__(self) -> None:
        pictures: dict[str, bytes] = {}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:  # the library's name
                data = pictures.get(self.path)
                self.send_response(404 if data is None else 200)
                self.send_header("content-length", str(len(data or b"")))
                self.end_headers()
                self.wfile.write(data or b"")

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name
                """Nobody wants a line for each picture."""

        self._pictures = pictures
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def publish(self, name: str, data: bytes) -> str:
        self._pictures[f"/{name}"] = data
        return f"http://127.0.0.1:{self._server.server_port}/{name}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def run_demo(host: str, port: int, data_dir: Path | None) -> None:
    """Serve the sample shop until SIGTERM or Ctrl-C. What an earlier run has made is found again and kept."""
    console = Console()
    folder = (data_dir or Path("var/demo")).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if not is_free(host, port):
        console.print(f"[red]Port {port} is taken.[/] Choose another: openshelf demo --port {port + 1}")
        raise SystemExit(2)
    token = demo_token(folder)
    reached = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104  # not bound to, compared with
    public_url = os.environ.get("OPENSHELF_PUBLIC_URL") or f"http://{reached}:{port}"
    local = f"http://{reached}:{port}"
    server = start_server(host, port, folder, token, public_url)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.send_signal(signal.SIGTERM))
    try:
        wait_until_ready(server, local, folder)
        asyncio.run(fill(console, f"{local}/stores/{STORE}/v3", token))
        show(console, public_url, token, folder)
        server.wait()
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait(timeout=15)


def is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def demo_token(folder: Path) -> str:
    """The demo's own token, kept beside its data so that a second run can show it again.

    A real server keeps tokens as hashes only; this file belongs to the sample shop alone.
    """
    path = folder / "demo-token"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(16))
    return path.read_text().strip()


def start_server(host: str, port: int, folder: Path, token: str, public_url: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "OPENSHELF_STORE_HASH": STORE,
        "OPENSHELF_STORE_NAME": "Brackenfold",
        "OPENSHELF_ACCESS_TOKEN": token,
        "OPENSHELF_PUBLIC_URL": public_url,
        "OPENSHELF_FETCH_ALLOW": ",".join(
            filter(None, ["127.0.0.0/8", os.environ.get("OPENSHELF_FETCH_ALLOW")])
        ),
    }
    arguments = ["--host", host, "--port", str(port), "--data-dir", str(folder)]
    command = [sys.executable, "-m", "openshelf", "serve", *arguments]
    with (folder / "server.log").open("ab") as log:
        # A process group of its own: Ctrl-C reaches us, and we stop the server when it has drained.
        return subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)  # noqa: S603


def wait_until_ready(server: subprocess.Popen[bytes], local: str, folder: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{local}/healthz", timeout=5):  # noqa: S310  # our own address
                return
        except URLError:
            time.sleep(0.05)
    last = (folder / "server.log").read_text()[-2000:]
    raise SystemExit(f"The server did not start:\n{last}")


async def fill(console: Console, base: str, token: str) -> None:
    """Seed the shop, with a bar that tells how far it is."""
    from openshelf.demo.seed import Seeding, Shop, steps

    stand = PictureStand()
    wanted = steps()
    columns = (
        SpinnerColumn(),
        TextColumn("[progress.description]{task.description:<34}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("Filling the sample shop", total=sum(wanted.values()))

        def tell(name: str) -> None:
            progress.update(bar, advance=1, description=name)

        headers = {"X-Auth-Token": token, "Accept": "application/json"}
        try:
            async with aiohttp.ClientSession(headers=headers) as session:
                with ProcessPoolExecutor(max(1, (os.cpu_count() or 2))) as drawers:
                    await Seeding(Shop(session, base), drawers, stand.publish, tell).run()
        finally:
            stand.close()
        progress.update(bar, completed=sum(wanted.values()), description="The sample shop is filled")


def show(console: Console, public_url: str, token: str, folder: Path) -> None:
    api = f"{public_url}/stores/{STORE}/v3"
    console.print(
        Panel.fit(
            f"[bold]Shop[/]   {public_url}/shop/{STORE}/\n"
            f"[bold]API[/]    {api}\n"
            f"[bold]Token[/]  {token}\n"
            f"[bold]Data[/]   {folder}",
            title="Openshelf",
        )
    )
    console.print("Give a variant another picture, then reload its page in the shop:", highlight=False)
    print(  # plain, so that it can be copied whole
        f"curl -X POST -H 'X-Auth-Token: {token}' -F image_file=@picture.jpg "
        f"{api}/catalog/products/1/variants/1/image"
    )
    console.print("Ctrl-C stops it; everything stays for the next run.", highlight=False)
