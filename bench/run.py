"""Takes the benches: `python -m bench.run [upload|read]`.

Ends with 0 when every goal is met, with 1 when one is missed, and with 2 when a bench could not be taken.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import FrameType

from bench import machine, read, report, upload
from bench.harness import ROOT, BenchError, Case, measure, wrk_program

CASES = ("openshelf", "floor", "conventional")
FREE_GB = 8
"""What the pictures of an upload bench of usual length may need, with room to spare."""

Start = Callable[[Path, Sequence[str]], AbstractContextManager[list[Case]]]
BENCHES: dict[str, tuple[report.Bench, Start]] = {
    "upload": (upload.BENCH, upload.cases),
    "read": (read.BENCH, read.cases),
}


def main() -> int:
    """Runs what the command line names and gives the status to end with."""
    options = parse(sys.argv[1:])
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)
    status = 0
    for name in [options.bench] if options.bench else BENCHES:
        try:
            met = take(name, options.only, options.rounds, options.seconds)
        except BenchError as error:
            print(f"bench {name} could not be taken: {error}", file=sys.stderr)
            return 2
        status = status if met else 1
    return status


def _end(number: int, _frame: FrameType | None) -> None:
    # As an exception, so that every server started here is stopped on the way out.
    raise SystemExit(128 + number)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command line, checked."""
    parser = argparse.ArgumentParser(prog="python -m bench.run", description="Measure the speed claims.")
    parser.add_argument("bench", nargs="?", choices=list(BENCHES), help="default: both")
    parser.add_argument("--rounds", type=int, default=3, help="samples of each case (default 3)")
    parser.add_argument("--seconds", type=int, default=4, help="length of a sample (default 4)")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=CASES,
        default=list(CASES),
        help="cases to run; fewer than all write no results",
    )
    options = parser.parse_args(arguments)
    if not (1 <= options.rounds <= 100 and 1 <= options.seconds <= 300):
        parser.error("1 to 100 rounds of 1 to 300 seconds")
    return options


def take(name: str, only: Sequence[str], rounds: int, seconds: int) -> bool:
    """Takes one bench, prints its table, writes its results, and tells whether all its goals are met."""
    bench, start = BENCHES[name]
    wrk_program()
    work = ROOT / "var"
    work.mkdir(exist_ok=True)
    if shutil.disk_usage(work).free < FREE_GB * 1e9:
        raise BenchError(f"{work} has less than {FREE_GB} GB left")
    print(f"{bench.title} ({rounds} rounds of {seconds} s)", flush=True)
    # Beside the project and not in /tmp, which is often memory: there, syncing a file costs nothing.
    with tempfile.TemporaryDirectory(prefix="bench-", dir=work) as folder:
        place = machine.describe(Path(folder))
        with start(Path(folder), only) as cases:
            samples = measure(cases, rounds=rounds, seconds=seconds, say=lambda line: print(line, flush=True))
    print("\n" + report.table(bench, [(case.key, case.label) for case in cases], samples) + "\n")
    if set(only) == set(CASES):
        for path in report.write(bench, cases, samples, place, {"rounds": rounds, "seconds": seconds}):
            print(f"wrote {path.relative_to(ROOT)}")
    return all(ratio.met for ratio in report.ratios(bench, samples))


if __name__ == "__main__":
    sys.exit(main())
