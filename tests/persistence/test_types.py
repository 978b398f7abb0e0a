"""Column types mean the same on both databases: what goes in comes out, and compares as it should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from openshelf.persistence.database import Database, Transaction
from openshelf.persistence.types import FourPlaces, Json, Timestamp, exact, microseconds, ten_thousandths


def through(database: Database, kind: Any, value: Any) -> Any:
    """A value sent to the database and back."""
    query = sa.select(sa.bindparam("value", value, type_=kind).label("value"))

    def work(tx: Transaction) -> Any:
        sent = sa.cast(query.selected_columns[0], kind)
        return tx.execute(sa.select(sent)).scalar_one()

    return database.read_now(work)


@pytest.mark.parametrize("amount", ["0", "0.0001", "25", "19.99", "9999999999", "9999999999.9999"])
def test_amounts_are_kept_to_four_places_exactly(database: Database, amount: str) -> None:
    assert through(database, FourPlaces, Decimal(amount)) == Decimal(amount)
    assert through(database, FourPlaces, float(amount)) == Decimal(amount)


def test_times_are_kept_to_the_microsecond(database: Database) -> None:
    moment = datetime(2026, 11, 23, 10, 20, 30, 123456, tzinfo=UTC)
    assert through(database, Timestamp, moment) == moment


@pytest.mark.parametrize("value", [[], {}, [1, "ä\x01", None, {"a": [True]}], "text", 0])
def test_small_json_values_are_kept(database: Database, value: Any) -> None:
    assert through(database, Json, value) == value


@pytest.mark.parametrize("kind", [FourPlaces, Timestamp, Json])
def test_null_is_null(database: Database, kind: Any) -> None:
    assert through(database, kind, None) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (0.1 + 0.2, 3000),
        (10.12345, 101235),
        (10.12344, 101234),
        (1e-9, 0),
        (0.00005, 1),
        (Decimal("0.00005"), 1),
        (2.675, 26750),
        (9999999999, 99999999990000),
    ],
)
def test_a_half_is_rounded_up_as_it_was_written(given: Any, kept: int) -> None:
    assert ten_thousandths(given) == kept


@given(st.decimals(0, 10**9, places=4))
def test_an_amount_that_came_as_a_number_is_the_one_that_was_written(amount: Decimal) -> None:
    assert exact(float(amount)) == amount
    assert ten_thousandths(float(amount)) == int(amount.scaleb(4))


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_are_counted_exactly(moment: datetime) -> None:
    assert datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds(moment)) == moment
