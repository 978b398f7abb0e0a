"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FOUR_PLACES = Decimal("0.0001")


def microseconds(moment: datetime) -> int:
    """Whole microseconds since the epoch, exactly."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def exact(amount: Decimal | float) -> Decimal:
    """The decimal that was written: a float stands for its shortest text, as it came over the wire."""
    return amount if isinstance(amount, Decimal) else Decimal(repr(amount))


def ten_thousandths(amount: Decimal | float) -> int:
    """Money and measures are kept to four places (behaviour 4.3); a half is rounded up."""
    return int(exact(amount).quantize(FOUR_PLACES, ROUND_HALF_UP).scaleb(4))


class FourPlaces(TypeDecorator[Decimal]):
    """A `Decimal` of four places, kept as whole ten-thousandths: exact, sortable and comparable on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | float | None, dialect: Dialect) -> int | None:
        return None if value is None else ten_thousandths(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-4)


class Timestamp(TypeDecorator[datetime]):
    """An aware UTC `datetime`, kept as microseconds since the epoch."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """A small JSON value, kept as text: never searched, only shown."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)
