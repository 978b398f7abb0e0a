"""Turns samples into what is kept below `bench/results/`: a small table, a plot, and the raw figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from bench.harness import Case, Sample, median

mpl.use("Agg")

RESULTS = Path(__file__).parent / "results"
COLORS = {"openshelf": "#1f6f5c", "floor": "#8a8f98", "conventional": "#c0783c"}


@dataclass(frozen=True)
class Goal:
    """The rate of `case` is to be at least `at_least` times that of `other`; `words` follow the number."""

    case: str
    other: str
    at_least: float
    words: str


@dataclass(frozen=True)
class Bench:
    """A claim: what is measured and what it must reach."""

    name: str
    title: str
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class Ratio:
    """What a goal came to: the ratio of the median rates, and the least and most of any one round."""

    goal: Goal
    value: float
    least: float
    most: float

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.value >= self.goal.at_least


def ratios(bench: Bench, samples: Sequence[Sample]) -> list[Ratio]:
    """What each goal came to; goals whose cases were not all measured are left out."""
    measured = {sample.case for sample in samples}
    found = []
    for goal in bench.goals:
        if not {goal.case, goal.other} <= measured:
            continue
        rates = {(sample.case, sample.round): sample.rate for sample in samples}
        rounds = sorted({sample.round for sample in samples})
        each = [rates[goal.case, number] / rates[goal.other, number] for number in rounds]
        value = median(samples, goal.case, _rate) / median(samples, goal.other, _rate)
        found.append(Ratio(goal, value, min(each), max(each)))
    return found


def _rate(sample: Sample) -> float:
    return sample.rate


def table(bench: Bench, cases: Sequence[tuple[str, str]], samples: Sequence[Sample]) -> str:
    """The Markdown table of a bench, medians over its rounds, and a line for each goal.

    `cases` are keys and labels in the order of printing.
    """
    lines = [
        "| case | req/s | CPU ms/req | p50 ms | p99 ms | RSS MB | others' cores |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for key, label in cases:
        cells = [
            _figure(median(samples, key, _rate)),
            _figure(median(samples, key, lambda sample: sample.cpu_ms)),
            _figure(median(samples, key, lambda sample: sample.p50_ms)),
            _figure(median(samples, key, lambda sample: sample.p99_ms)),
            _figure(median(samples, key, lambda sample: sample.resident_mb)),
            f"{median(samples, key, lambda sample: sample.foreign_cores):.2f}",
        ]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    lines.append("")
    lines += [f"- {verdict(ratio)}" for ratio in ratios(bench, samples)]
    return "\n".join(lines)


def _figure(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.3g}"


def verdict(ratio: Ratio) -> str:
    """One goal in one line."""
    return (
        f"**{ratio.value:.2f}** {ratio.goal.words} (rounds {ratio.least:.2f} to {ratio.most:.2f}); "
        f"goal at least {ratio.goal.at_least:g}: **{'met' if ratio.met else 'MISSED'}**"
    )


def write(
    bench: Bench,
    cases: Sequence[Case],
    samples: Sequence[Sample],
    place: Mapping[str, str],
    method: Mapping[str, int],
) -> list[Path]:
    """Writes `{name}.md`, `.png` and `.json` to `RESULTS` and gives their paths.

    `place` is what `machine.describe` says, `method` the run's settings (rounds, seconds a sample).
    """
    RESULTS.mkdir(exist_ok=True)
    labels = [(case.key, case.label) for case in cases]
    text = [f"# {bench.title}", "", table(bench, labels, samples), ""]
    text.append(f"Medians of {method['rounds']} rounds of {method['seconds']} s, cases in turns.")
    if not all(sample.quiet for sample in samples):
        text.append("**Others used the machine during some samples: take the figures as rough.**")
    text += [
        "",
        *(f"- {name}: {value}" for name, value in place.items()),
        "",
        f"![plot]({bench.name}.png)",
        "",
    ]
    raw = {
        "bench": bench.name,
        "title": bench.title,
        "goals": [
            {
                **asdict(ratio.goal),
                "ratio": ratio.value,
                "rounds": [ratio.least, ratio.most],
                "met": ratio.met,
            }
            for ratio in ratios(bench, samples)
        ],
        "method": dict(method),
        "place": dict(place),
        "samples": [asdict(sample) for sample in samples],
    }
    paths = [RESULTS / f"{bench.name}.{suffix}" for suffix in ("md", "json", "png")]
    _replace(paths[0], "\n".join(text).encode())
    _replace(paths[1], (json.dumps(raw, indent=1) + "\n").encode())
    _plot(bench, labels, samples, paths[2])
    return paths


def _replace(path: Path, content: bytes) -> None:
    # Whole or not at all: a run that is stopped must not leave half a result.
    temporary = path.with_name(f".{path.name}")
    temporary.write_bytes(content)
    temporary.replace(path)


def _plot(bench: Bench, cases: Sequence[tuple[str, str]], samples: Sequence[Sample], path: Path) -> None:
    figure, axes = plt.subplots(figsize=(8, 0.7 + 0.62 * len(cases)), layout="constrained")
    rates = {key: median(samples, key, _rate) for key, _ in cases}
    for row, (key, _) in enumerate(cases):
        axes.barh(row, rates[key], color=COLORS.get(key, "#555555"), height=0.6)
        each = [sample.rate for sample in samples if sample.case == key]
        axes.plot(each, [row] * len(each), "o", color="white", markeredgecolor="black", markersize=4)
        axes.annotate(
            f"{rates[key]:,.0f}/s",
            (max(each), row),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
        goals = [goal for goal in bench.goals if goal.case == key and goal.other in rates]
        for place, goal in enumerate(sorted(goals, key=lambda goal: goal.at_least * rates[goal.other])):
            _mark_goal(axes, rates[goal.other] * goal.at_least, row, goal, above=place % 2 == 0)
    axes.set_yticks(range(len(cases)), [label for _, label in cases])
    axes.invert_yaxis()
    axes.set_xlim(0, max(rates.values()) * 1.18)
    axes.set_xlabel(
        "requests a second: bars are medians, dots rounds, lines what the goals ask for", fontsize=8
    )
    figure.suptitle(bench.title, fontsize=10, x=0.01, ha="left")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    temporary = path.with_name(f".{path.name}")
    figure.savefig(temporary, format="png", dpi=130)
    plt.close(figure)
    temporary.replace(path)


def _mark_goal(axes: Axes, rate: float, row: int, goal: Goal, *, above: bool) -> None:
    axes.plot([rate, rate], [row - 0.36, row + 0.36], color="black", linewidth=1.5)
    # Two goals may ask for much the same, so that their words would overlap on one side.
    axes.annotate(
        f"{goal.at_least:g} x {goal.other}",
        (rate, row - 0.36 if above else row + 0.36),
        xytext=(0, 1 if above else -1),
        textcoords="offset points",
        ha="center",
        va="bottom" if above else "top",
        fontsize=7,
    )
