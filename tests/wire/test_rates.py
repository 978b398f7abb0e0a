"""Rate limits: what the headers say, when requests are refused, and that all workers count together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from openshelf.wire.rates import Plan
from tests.support import postgres
from tests.support.servers import Server

HEADERS = (
    "x-rate-limit-requests-left",
    "x-rate-limit-requests-quota",
    "x-rate-limit-time-reset-ms",
    "x-rate-limit-time-window-ms",
)


@pytest.mark.parametrize(
    ("text", "plan"),
    [("off", None), ("standard", Plan(150, 30_000)), ("pro", Plan(450, 30_000)), ("7/2", Plan(7, 2_000))],
)
def test_a_setting_names_a_plan_or_gives_its_numbers(text: str, plan: Plan | None) -> None:
    assert Plan.of(text) == plan


@pytest.mark.parametrize("text", ["", "fast", "0/30", "150/0", "150", "-1/30", "1.5/30"])
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match="OPENSHELF_RATE_LIMIT"):
        Plan.of(text)


@pytest.fixture(params=["sqlite", "postgres"])
def limited(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A server of two workers where ten requests an hour are allowed."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/openshelf.db"
    else:
        url = postgres.new_database(request.getfixturevalue("postgres_server"))
    server = Server(tmp_path, url, {"RATE_LIMIT": "10/3600"}, workers=2).start()
    yield server
    server.stop()


def test_a_quota_holds_across_workers_and_its_end_is_told(limited: Server) -> None:
    client = limited.new_store()
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: client.get("/catalog/products"), range(14)))
    assert sorted(answer.status_code for answer in answers) == [200] * 10 + [429] * 4
    lefts = sorted(int(answer.headers[HEADERS[0]]) for answer in answers if answer.status_code == 200)
    assert lefts == list(range(10)), "no two requests were counted as one"
    for answer in answers:
        assert [answer.headers[name] for name in HEADERS[1::2]] == ["10", "3600000"]
        assert 0 < int(answer.headers[HEADERS[2]]) <= 3_600_000
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["status"] == 429
    assert refused.json()["title"] == "Too Many Requests"
    assert 0 < int(refused.headers["x-retry-after"]) <= 3600


def test_one_account_never_uses_up_another_ones_quota(limited: Server) -> None:
    greedy, modest = limited.new_store(), limited.new_store()
    for _ in range(11):
        last = greedy.get("/catalog/products")
    assert last.status_code == 429
    assert modest.get("/catalog/products").headers[HEADERS[0]] == "9"


def test_a_new_window_brings_a_new_quota(tmp_path: Path) -> None:
    server = Server(tmp_path, f"sqlite:///{tmp_path}/openshelf.db", {"RATE_LIMIT": "1/1"}).start()
    try:
        client = server.new_store()
        statuses: list[int] = []
        deadline = time.monotonic() + 20
        while statuses.count(200) < 2 and time.monotonic() < deadline:
            statuses.append(client.get("/catalog/products").status_code)
    finally:
        server.stop()
    assert 429 in statuses
    assert statuses.count(200) == 2


def test_with_limits_off_an_untouched_quota_is_told_as_a_set(sqlite_api: Server) -> None:
    client = sqlite_api.new_store()
    for _ in range(3):
        answer = client.get("/catalog/products")
    assert [answer.headers[name] for name in HEADERS] == ["150", "150", "30000", "30000"]
