"""Runs servers and loads them with wrk: side by side, in turns, for a bounded time.

A bench names its `Case`s (a running server and the load for it) and calls `measure`, which takes them in
turns (A B C A B C …), so that a machine that drifts does so for all of them, and gives back every `Sample`.
Everything listens on 127.0.0.1 and every process started here is gone when its `with` block is left.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from bench import machine

HERE = Path(__file__).parent
ROOT = HERE.parent

READY_SECONDS = 60.0
STOP_SECONDS = 10.0
WARM_UP_SECONDS = 1
QUIET_SECONDS = 10.0
"""How long to wait for the machine to be quiet before each sample."""
QUIET_CORES = 0.10
FOREIGN_CORES = 0.25
"""A sample during which others used more of the machine than this is taken again, at most `RETRIES` times."""
RETRIES = 2


class BenchError(Exception):
    """A bench could not be taken: something is missing, did not start, or answered wrongly."""


@dataclass(frozen=True)
class Server:
    """A process that answers on 127.0.0.1."""

    pid: int
    url: str
    log: Path


@dataclass(frozen=True)
class Load:
    """What wrk sends: the first path (a script may send others), how many at a time, and which headers.

    `arguments` gives what the script gets for a run, from a number that no other run of this process has.
    """

    script: str
    path: str
    connections: int
    headers: Mapping[str, str]
    arguments: Callable[[int], Sequence[str]] = lambda _run: ()


@dataclass(frozen=True)
class Sample:
    """One run of one case. Times are wall time seen by the client, CPU is that of the server's processes."""

    case: str
    round: int
    requests: int
    seconds: float
    rate: float
    """Answers a second."""
    cpu_ms: float
    """CPU milliseconds an answer cost the server."""
    p50_ms: float
    p99_ms: float
    bytes_per_answer: float
    server_cores: float
    client_cores: float
    foreign_cores: float
    resident_mb: float

    @property
    def quiet(self) -> bool:
        """Whether others left the machine alone while it was taken."""
        return self.foreign_cores <= FOREIGN_CORES


@dataclass(frozen=True)
class Case:
    """One of the servers of a bench, and what is sent to it.

    `check` is called before the first run with None and after each with its sample; it raises `BenchError`
    when what the server answered or kept is not right, since a fast wrong answer is worth nothing.
    """

    key: str
    label: str
    server: Server
    load: Load
    check: Callable[[Sample | None], None]


def wrk_program() -> str:
    """The path of wrk; raises `BenchError` that says how to get it when there is none."""
    path = shutil.which("wrk")
    if path is None:
        raise BenchError(
            "wrk is not installed: it makes the load of these benches (Debian: apt-get install wrk)"
        )
    return path


def free_port() -> int:
    """A TCP port of 127.0.0.1 that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str], *, port: int, ready_path: str, log: Path, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Starts a server, waits until `ready_path` answers 200, and ends it with all its children on leaving.

    Its output goes to the file `log`. Raises `BenchError` with the end of that file when it does not get
    ready in `READY_SECONDS`.
    """
    url = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, url + ready_path, log)
        yield Server(process.pid, url, log)
    finally:
        _stop(process)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    said = "nothing listened"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = f"it ended with status {process.returncode}"
            break
        try:
            status = requests.get(url, timeout=5).status_code
        except requests.RequestException as error:
            said = type(error).__name__
        else:
            if status == 200:
                return
            said = f"{url} answered {status}"
        time.sleep(0.05)
    raise BenchError(f"{process.args!r} did not get ready: {said}\n{tail(log)}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    # The session's group and not only the process: its children must not outlive it, even if it has crashed.
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            break
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def tail(log: Path, characters: int = 2000) -> str:
    """The end of a server's output, for messages."""
    return log.read_text(errors="replace")[-characters:]


def measure(
    cases: Sequence[Case], *, rounds: int, seconds: int, say: Callable[[str], None] = print
) -> list[Sample]:
    """Takes `rounds` samples of `seconds` each of every case, in turns, and gives all of them back.

    Raises `BenchError` when wrk is missing or any answer was not right.
    """
    runs = iter(range(1, 1_000_000))
    for case in cases:
        case.check(None)
        _load(case, WARM_UP_SECONDS, next(runs))
    samples = []
    for number in range(1, rounds + 1):
        for case in cases:
            sample = _quietest(case, number, seconds, runs)
            say(
                f"  round {number}/{rounds}  {case.label:<44} {sample.rate:9.1f}/s  "
                f"{sample.cpu_ms:8.3f} ms CPU  p99 {sample.p99_ms:8.2f} ms"
                + ("" if sample.quiet else f"  (others used {sample.foreign_cores:.2f} cores)")
            )
            samples.append(sample)
    return samples


def _quietest(case: Case, number: int, seconds: int, runs: Iterator[int]) -> Sample:
    taken: list[Sample] = []
    while not taken or (not taken[-1].quiet and len(taken) <= RETRIES):
        _wait_for_quiet()
        taken.append(_sample(case, number, seconds, next(runs)))
        case.check(taken[-1])
    return min(taken, key=lambda sample: sample.foreign_cores)


def _wait_for_quiet() -> None:
    deadline = time.monotonic() + QUIET_SECONDS
    while time.monotonic() < deadline:
        before, start = machine.busy_seconds(), time.monotonic()
        time.sleep(0.5)
        if (machine.busy_seconds() - before) / (time.monotonic() - start) <= QUIET_CORES:
            return


def _sample(case: Case, number: int, seconds: int, run: int) -> Sample:
    pid = case.server.pid
    server, busy, own = machine.cpu_seconds(pid), machine.busy_seconds(), machine.own_cpu_seconds()
    client, start = machine.reaped_cpu_seconds(), time.monotonic()
    tally = _load(case, seconds, run)
    elapsed = time.monotonic() - start
    client = machine.reaped_cpu_seconds() - client
    server = machine.cpu_seconds(pid) - server
    foreign = machine.busy_seconds() - busy - server - client - (machine.own_cpu_seconds() - own)
    return Sample(
        case=case.key,
        round=number,
        requests=tally.requests,
        seconds=tally.seconds,
        rate=tally.requests / tally.seconds,
        cpu_ms=server / tally.requests * 1000,
        p50_ms=tally.p50_ms,
        p99_ms=tally.p99_ms,
        bytes_per_answer=tally.bytes / tally.requests,
        server_cores=server / elapsed,
        client_cores=client / elapsed,
        foreign_cores=max(0.0, foreign / elapsed),
        resident_mb=machine.resident_mb(pid),
    )


@dataclass(frozen=True)
class _Tally:
    requests: int
    seconds: float
    bytes: int
    p50_ms: float
    p99_ms: float


def _load(case: Case, seconds: int, run: int) -> _Tally:
    """One run of wrk, with one thread; raises `BenchError` unless every answer came, and came with a 2xx."""
    load = case.load
    command = [wrk_program(), "-t1", f"-c{load.connections}", f"-d{seconds}s", "--timeout", "20s"]
    command += ["-s", str(HERE / "lua" / load.script)]
    for name, value in load.headers.items():
        command += ["-H", f"{name}: {value}"]
    command += [case.server.url + load.path, "--", *load.arguments(run)]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds + 60)
    except subprocess.TimeoutExpired as error:
        raise BenchError(f"wrk did not end in time against {case.label}") from error
    lines = ended.stdout.splitlines()
    found = next((line for line in lines if line.startswith("BENCH ")), None)
    if ended.returncode != 0 or found is None:
        raise BenchError(f"wrk failed against {case.label}: {ended.stdout[-500:]}{ended.stderr[-1000:]}")
    told = json.loads(found.removeprefix("BENCH "))
    wrong = {kind: count for kind, count in told["errors"].items() if count}
    unexpected = [line for line in lines if line.startswith("UNEXPECTED ")]
    if wrong or unexpected or not told["requests"]:
        raise BenchError(
            f"{case.label} answered wrongly: {told['requests']} answers, errors {wrong} "
            f"{' '.join(unexpected)}\n{tail(case.server.log)}"
        )
    return _Tally(
        requests=told["requests"],
        seconds=told["microseconds"] / 1e6,
        bytes=told["bytes"],
        p50_ms=told["p50_us"] / 1000,
        p99_ms=told["p99_us"] / 1000,
    )


def median(samples: Sequence[Sample], case: str, value: Callable[[Sample], float]) -> float:
    """The median over the rounds of one figure of one case."""
    return statistics.median(value(sample) for sample in samples if sample.case == case)
