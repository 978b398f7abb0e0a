"""Documents: the JSON of a row, with a mark for the public address that nothing a merchant writes can hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openshelf.persistence.documents import PUBLIC_URL, fill, number, render, timestamp, url

SHELF = b"https://shelf.example"

TEXT = st.text(st.characters(codec="utf-8"))  # with control characters, the mark's own among them
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=10,
)


class Thing(msgspec.Struct):
    id: int
    name: str
    price: float
    made: str
    more: Any
    image_url: str


def thing(name: str = "", more: Any = None) -> bytes:
    row = {
        "id": 7,
        "name": name,
        "price": Decimal("25.0000"),
        "made": datetime(2018, 8, 15, 14, 48, 46, 123456, tzinfo=UTC),
        "more": more,
        "secret": "no field of the shape",
    }
    return render(Thing, row, image_url=url("/s-x/product_images/a.png"))


def test_a_document_has_the_fields_of_its_shape_in_their_order() -> None:
    assert thing("Mug") == (
        b'{"id":7,"name":"Mug","price":25,"made":"2018-08-15T14:48:46+00:00","more":null,'
        b'"image_url":"' + PUBLIC_URL + b'/s-x/product_images/a.png"}'
    )


def test_what_is_computed_goes_before_the_column_of_that_name() -> None:
    assert (
        json.loads(fill(render(Thing, {**dict.fromkeys(Thing.__struct_fields__), "id": 1}, id=2), SHELF))[
            "id"
        ]
        == 2
    )


def test_the_same_row_gives_the_same_bytes() -> None:
    assert thing("Mug", {"a": [1, 2]}) == thing("Mug", {"a": [1, 2]})


@given(TEXT, JSON)
def test_filling_in_the_address_touches_nothing_that_was_written(name: str, more: Any) -> None:
    document = thing(name, more)
    assert document.count(PUBLIC_URL) == 1
    filled = json.loads(fill(document, SHELF))
    assert (filled["name"], filled["more"]) == (name, more)
    assert filled["image_url"] == "https://shelf.example/s-x/product_images/a.png"


@given(st.lists(TEXT, max_size=5))
def test_many_documents_are_filled_at_once(names: list[str]) -> None:
    body = b"[" + b",".join(thing(name) for name in names) + b"]"
    assert [each["name"] for each in json.loads(fill(body, SHELF))] == names


@given(TEXT)
def test_a_document_without_a_url_has_no_mark(text: str) -> None:
    assert PUBLIC_URL not in msgspec.json.encode({"text": text, text: [text]})


def test_a_path_that_is_no_url_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        url("/s-x/größe.png")


@given(st.decimals(0, 10**10, places=4))
def test_numbers_are_shown_exactly_and_whole_ones_without_a_fraction(amount: Decimal) -> None:
    text = msgspec.json.encode(number(amount)).decode()
    assert Decimal(text) == amount
    assert ("." in text or "e" in text) == (amount != int(amount))


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)))  # noqa: DTZ001  # given one
def test_times_have_an_offset_and_no_fraction(moment: datetime) -> None:
    text = timestamp(moment)
    assert text.endswith("+00:00")
    assert datetime.fromisoformat(text) == moment.replace(microsecond=0)
