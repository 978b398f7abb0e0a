"""Query strings against the table of what a collection can be asked (behaviour 1.2, 3)."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from openshelf.wire.problems import InvalidFields, UnknownFilters, Unprocessable
from openshelf.wire.query import (
    COMPARISONS,
    RANGES,
    Collection,
    Filter,
    Kind,
    Operator,
    Query,
    like,
    parse,
)

NAME, COUNT = sa.column("name", sa.String), sa.column("count", sa.Integer)
THINGS = Collection(
    fields=("id", "name", "count"),
    filters=(
        Filter("id", Kind.INTEGER, sa.column("id"), (Operator.IS, Operator.IN, Operator.NOT_IN)),
        Filter("name", Kind.TEXT, NAME, (Operator.IS, Operator.LIKE)),
        Filter("count", Kind.INTEGER, COUNT, (Operator.IS, *RANGES)),
        Filter("price", Kind.NUMBER, sa.column("price"), (Operator.IS, Operator.MIN)),
        Filter("made", Kind.DATE, sa.column("made"), (Operator.MIN, Operator.MAX)),
        Filter("open", Kind.BOOLEAN, sa.column("open")),
        Filter("state", Kind.TEXT, sa.column("state"), choices={"new": "New", "old": "Old"}),
    ),
    includes=("parts", "options"),
    capped=frozenset({"options"}),
    sorts={"id": sa.column("id"), "name": NAME},
)
ONE = Collection(fields=("id", "name"), paged=False)
DELETE = Collection(
    filters=(Filter("name", Kind.TEXT, NAME), Filter("id", Kind.INTEGER, COUNT, (Operator.IN,))),
    paged=False,
    needs_filter=True,
    selects_fields=False,
)


def read(text: str, collection: Collection = THINGS) -> Query:
    return parse(text.encode(), collection)


def only(text: str) -> tuple[Operator, Any]:
    """Operator and value of a query with one filter."""
    ((_, operator, value),) = read(text).filters
    return operator, value


def wrong(text: str, collection: Collection = THINGS) -> dict[str, str]:
    with pytest.raises(InvalidFields) as caught:
        read(text, collection)
    return caught.value.errors or {}


def unknown(text: str, collection: Collection = THINGS) -> str:
    with pytest.raises(UnknownFilters) as caught:
        read(text, collection)
    return caught.value.title


# Paging, fields, includes, order


def test_nothing_asked_is_the_first_fifty() -> None:
    query = read("")
    assert (query.page, query.limit, query.offset, query.filters, query.sort) == (1, 50, 0, (), None)
    assert not query.selects_fields


def test_pages_count_from_one() -> None:
    query = read("page=3&limit=20")
    assert (query.page, query.limit, query.offset) == (3, 20, 40)


@pytest.mark.parametrize(("text", "limit"), [("250", 250), ("251", 250), ("2147483647", 250), ("", 50)])
def test_a_limit_is_lowered_to_250(text: str, limit: int) -> None:
    assert read(f"limit={text}").limit == limit


@pytest.mark.parametrize("text", ["0", "-1", "1.0", "x", " ", "٣", "2147483648", "9" * 5000])
def test_pages_and_limits_are_whole_numbers_from_one(text: str) -> None:
    assert set(wrong(f"page={quote(text)}&limit={quote(text)}")) == {"page", "limit"}


def test_an_include_may_lower_the_limit() -> None:
    assert read("include=options&limit=50").limit == 10
    assert read("include=parts,options&limit=5").limit == 5
    assert read("include=parts&limit=50").limit == 50


def test_includes_are_named_once_in_the_order_asked() -> None:
    assert read("include=options,parts,,options, parts").includes == ("options", "parts")
    assert read("include=").includes == ()


def test_an_unknown_include_is_named() -> None:
    assert "nope" in wrong("include=parts,nope")["include"]


def test_fields_can_be_asked_for_and_left_out_but_the_id_stays() -> None:
    assert read("include_fields=name").include_fields == frozenset({"id", "name"})
    assert read("include_fields=").include_fields == frozenset({"id"})
    assert read("exclude_fields=name,id").exclude_fields == {"name"}


def test_the_order_is_known_or_refused() -> None:
    query = read("sort=NAME&direction=DESC")
    assert (query.sort, query.descending) == ("name", True)
    assert set(wrong("sort=size&direction=sideways")) == {"sort", "direction"}


def test_what_was_received_is_kept_in_its_order() -> None:
    text = "count:min=1&include_fields=name%2Cid&page=2&name=a+b"
    assert read(text).received == (
        ("count:min", "1"),
        ("include_fields", "name,id"),
        ("page", "2"),
        ("name", "a b"),
    )


# Names


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("foo=1", "The filter(s): foo are not valid filter parameter(s)."),
        ("foo=1&bar=&foo=2", "The filter(s): foo, bar are not valid filter parameter(s)."),
        ("count:in=1", "The filter(s): count:in are not valid filter parameter(s)."),
        ("&page=2", "The filter(s):  are not valid filter parameter(s)."),
        ("page=2&&limit=3", "The filter(s):  are not valid filter parameter(s)."),
        ("=1", "The filter(s):  are not valid filter parameter(s)."),
        ("foo", "The filter(s): foo are not valid filter parameter(s)."),
    ],
)
def test_what_the_collection_does_not_know_is_named(text: str, title: str) -> None:
    assert unknown(text) == title


def test_a_last_ampersand_is_let_be() -> None:
    assert read("page=2&").page == 2


def test_unknown_names_go_before_wrong_values() -> None:
    assert "foo" in unknown("foo=1&id=x")


def test_a_single_resource_knows_no_pages() -> None:
    assert unknown("page=1&limit=2", ONE) == "The filter(s): page, limit are not valid filter parameter(s)."
    assert read("include_fields=name", ONE).include_fields == frozenset({"id", "name"})


# Values


@pytest.mark.parametrize(
    ("text", "operator", "value"),
    [
        ("id=5", Operator.IS, 5),
        ("id=-5", Operator.IS, -5),
        ("id=%205%20", Operator.IS, 5),
        ("id:in=1,2,3", Operator.IN, [1, 2, 3]),
        ("id%3Ain=1%2C2", Operator.IN, [1, 2]),
        ("id:in=1,,2, ", Operator.IN, [1, 2]),
        ("id:in=", Operator.IN, []),
        ("id:not_in=4", Operator.NOT_IN, [4]),
        ("count:min=1", Operator.MIN, 1),
        ("count:max=1", Operator.MAX, 1),
        ("count:greater=1", Operator.GREATER, 1),
        ("count:less=1", Operator.LESS, 1),
        ("name=a%20b", Operator.IS, "a b"),
        ("name=%20a", Operator.IS, " a"),
        ("name=", Operator.IS, ""),
        ("name=%C3%A4", Operator.IS, "ä"),
        ("name:like=%25", Operator.LIKE, "%"),
        ("price=10.50", Operator.IS, Decimal("10.50")),
        ("price:min=-1", Operator.MIN, Decimal(-1)),
        ("open=true", Operator.IS, True),
        ("open=1", Operator.IS, True),
        ("open=False", Operator.IS, False),
        ("open=0", Operator.IS, False),
        ("state=NEW", Operator.IS, "New"),
    ],
)
def test_values_of_every_kind_and_operator(text: str, operator: Operator, value: Any) -> None:
    assert only(text) == (operator, value)


@pytest.mark.parametrize(
    "text",
    [
        "id=x",
        "id=",
        "id=1.0",
        "id=9223372036854775808",
        "id=" + "9" * 5000,
        "id:in=1,x",
        "price=1,5",
        "price=",
        "price=Infinity",
        "price=1e999999999",
        "price=1e99999999999999999999",
        "price=-1e15",
        "open=yes",
        "state=newer",
        "name=%00",
        "made:min=",
        "made:min=tomorrow",
        "made:min=2026-13-01",
        "made:min=" + "9" * 19,
        "made:max=0001-01-01T00:00:00%2B14:00",
        "made:max=9999-12-31T23:59:59-14:00",
    ],
)
def test_a_value_that_cannot_be_meant_is_named(text: str) -> None:
    name = text.partition("=")[0]
    errors = wrong(text)
    assert list(errors) == [name]
    assert errors[name].startswith(f"{name} must ")


def test_every_wrong_value_is_named() -> None:
    assert set(wrong("id=x&open=yes&page=0&include=nope&state=x")) == {
        "id",
        "open",
        "page",
        "include",
        "state",
    }


MOMENT = datetime(2026, 11, 23, 10, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "1795429230",
        "2026-11-23T10:20:30%2B00:00",
        "2026-11-23T10:20:30+00:00",
        "2026-11-23T10:20:30Z",
        "2026-11-23T10:20:30",
        "2026-11-23T11:20:30%2B01:00",
        "2026-11-23T11:20:30+01:00",
        "2026-11-23T05:20:30-05:00",
        "2026-11-23%2010:20:30",
        "20261123T102030Z",
    ],
)
def test_a_moment_in_every_form_that_clients_send(text: str) -> None:
    assert only(f"made:min={text}") == (Operator.MIN, MOMENT)


@pytest.mark.parametrize("text", ["2026-11-23", "20261123"])
def test_a_day_takes_the_present_time_of_day(text: str) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    _, found = only(f"made:min={text}")
    assert (found.date(), found.tzinfo) == (MOMENT.date(), UTC)
    passed = (
        found - found.replace(hour=before.hour, minute=before.minute, second=before.second)
    ).total_seconds()
    assert passed % timedelta(days=1).total_seconds() <= 5


def test_a_moment_before_the_epoch_is_the_epoch() -> None:
    assert only("made:min=-9999999999")[1] == datetime(1970, 1, 1, tzinfo=UTC)


# Deleting by filter


@pytest.mark.parametrize("text", ["", "&"])
def test_deleting_needs_a_filter(text: str) -> None:
    with pytest.raises(Unprocessable):
        read(text, DELETE)


@pytest.mark.parametrize("text", ["name=", "name=%20", "id:in=", "id:in=%20"])
def test_a_deleting_filter_is_not_empty(text: str) -> None:
    assert list(wrong(text, DELETE)) == [text.partition("=")[0]]


# SQL


@pytest.mark.parametrize(
    ("operator", "value", "sql"),
    [
        (Operator.IS, 5, "count = 5"),
        (Operator.NOT, 5, "count != 5"),
        (Operator.IN, [1, 2], "count IN (1, 2)"),
        (Operator.NOT_IN, [1, 2], "(count NOT IN (1, 2))"),
        (Operator.MIN, 5, "count >= 5"),
        (Operator.MAX, 5, "count <= 5"),
        (Operator.GREATER, 5, "count > 5"),
        (Operator.LESS, 5, "count < 5"),
    ],
)
def test_every_operator_is_its_comparison(operator: Operator, value: Any, sql: str) -> None:
    compiled = COMPARISONS[operator](COUNT, value).compile(compile_kwargs={"literal_binds": True})
    assert str(compiled) == sql


def test_like_escapes_the_signs_that_would_mean_something() -> None:
    compiled = like(NAME, "50%_/X").compile(compile_kwargs={"literal_binds": True})
    assert str(compiled) == "lower(name) LIKE '%' || '50/%/_//x' || '%' ESCAPE '/'"


NAMES = st.sampled_from([*THINGS.known(), "page", "limit", "include", "sort", "include_fields", "direction"])


@given(st.lists(st.tuples(NAMES, st.text(max_size=12)), max_size=5))
def test_whatever_is_asked_is_understood_or_refused_by_name(pairs: list[tuple[str, str]]) -> None:
    text = "&".join(f"{quote(name)}={quote(value, errors='replace')}" for name, value in pairs)
    named: Any = {}
    query = Query()
    try:
        query = read(text)
    except InvalidFields as problem:
        named = problem.errors
    assert set(named) <= {name for name, _ in pairs}
    assert 1 <= query.limit <= 250
    assert query.page >= 1


@given(st.binary(max_size=40))
def test_whatever_bytes_are_asked_are_understood_or_refused(text: bytes) -> None:
    with contextlib.suppress(InvalidFields, UnknownFilters):
        parse(text, THINGS)
