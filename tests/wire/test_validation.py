"""Bodies that fit are decoded in one pass; of those that do not, every wrong field is named."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Meta, UnsetType

from openshelf.wire.problems import InvalidFields, MalformedJson, MissingFields, Problem
from openshelf.wire.validation import decode


class Leaf(msgspec.Struct, kw_only=True):
    label: Annotated[str, Meta(min_length=1, max_length=5)]
    colors: Annotated[list[Annotated[str, Meta(pattern="^#")]], Meta(max_length=2)] | UnsetType = UNSET


class Tree(msgspec.Struct, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=10)]
    price: Annotated[float, Meta(ge=0, le=100)]
    level: Annotated[int, Meta(ge=-3)] | UnsetType | None = UNSET
    kind: Literal["New", "Used"] | UnsetType = UNSET
    visible: bool | UnsetType = UNSET
    moment: datetime | UnsetType | None = UNSET
    leaves: list[Leaf] | UnsetType = UNSET
    first: Leaf | UnsetType | None = UNSET


def tree(**fields: Any) -> bytes:
    return msgspec.json.encode({"name": "oak", "price": 1, **fields})


def refused(body: bytes, wanted: Any = Tree) -> Problem:
    with pytest.raises(Problem) as caught:
        decode(body, wanted)
    return caught.value


def test_what_fits_is_decoded() -> None:
    assert decode(tree(leaves=[{"label": "a"}]), Tree) == Tree(name="oak", price=1, leaves=[Leaf(label="a")])


def test_what_was_not_sent_is_told_from_null() -> None:
    decoded = decode(tree(level=None), Tree)
    assert (decoded.level, decoded.moment) == (None, UNSET)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("price", "10.50", 10.5),
        ("level", "-2", -2),
        ("visible", "true", True),
        ("visible", "0", False),
        ("level", 2.0, 2),
        ("visible", 1, True),
    ],
)
def test_numbers_and_booleans_may_come_as_strings(field: str, text: Any, value: Any) -> None:
    assert getattr(decode(tree(**{field: text}), Tree), field) == value


def test_unknown_fields_are_ignored() -> None:
    assert decode(tree(made_up={"deep": [1]}), Tree).name == "oak"


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": ""}, {"name": "name must have a length between 1 and 10"}),
        ({"name": "x" * 11}, {"name": "name must have a length between 1 and 10"}),
        ({"price": -1}, {"price": "price must be between 0 and 100"}),
        ({"price": 100.5}, {"price": "price must be between 0 and 100"}),
        ({"level": -4}, {"level": "level must be at least -3"}),
        ({"kind": "old"}, {"kind": "kind must be one of New, Used"}),
        ({"leaves": [{"label": "toolong"}]}, {"leaves.0.label": "label must have a length between 1 and 5"}),
        ({"first": {"label": ""}}, {"first.label": "label must have a length between 1 and 5"}),
        (
            {"leaves": [{"label": "a"}, {"label": "b", "colors": ["#1", "#2", "#3"]}]},
            {"leaves.1.colors": "colors must have a length between 0 and 2"},
        ),
    ],
)
def test_a_wrong_field_is_named_with_its_place_and_its_range(
    fields: dict[str, Any], errors: dict[str, str]
) -> None:
    problem = refused(tree(**fields))
    assert isinstance(problem, InvalidFields)
    assert problem.errors == errors
    assert problem.title == f"Invalid field(s): {', '.join(errors)}"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": 5}, ["name"]),
        ({"name": None}, ["name"]),
        ({"price": "cheap"}, ["price"]),
        ({"price": "nan"}, ["price"]),
        ({"price": "inf"}, ["price"]),
        ({"price": True}, ["price"]),
        ({"price": []}, ["price"]),
        ({"level": 1.5}, ["level"]),
        ({"moment": "yesterday"}, ["moment"]),
        ({"leaves": {}}, ["leaves"]),
        ({"leaves": [5]}, ["leaves.0"]),
        (
            {"leaves": [{"label": "a", "colors": ["red", "#1", 5]}]},
            ["leaves.0.colors.0", "leaves.0.colors.2"],
        ),
        ({"first": []}, ["first"]),
        ({"name": "", "price": -1, "kind": "x", "visible": "y"}, ["name", "price", "kind", "visible"]),
    ],
)
def test_every_wrong_field_is_named(fields: dict[str, Any], named: list[str]) -> None:
    problem = refused(tree(**fields))
    assert isinstance(problem, InvalidFields)
    assert list(problem.errors or {}) == named


def test_every_missing_field_is_named() -> None:
    problem = refused(b'{"leaves": [{}], "first": {}}')
    assert isinstance(problem, MissingFields)
    assert problem.title == "Missing Required Fields"
    assert problem.errors == {
        "name": "Please provide a name.",
        "price": "Please provide a price.",
        "leaves.0.label": "Please provide a label.",
        "first.label": "Please provide a label.",
    }


def test_missing_and_wrong_fields_are_named_together() -> None:
    problem = refused(b'{"name": "oak", "kind": "x"}')
    assert isinstance(problem, MissingFields)
    assert list(problem.errors or {}) == ["price", "kind"]


def test_the_items_of_a_list_are_named_by_their_place() -> None:
    problem = refused(b'[{"name": "oak", "price": 1}, {"name": "", "price": -1}, {"price": 1}]', list[Tree])
    assert list(problem.errors or {}) == ["2.name", "1.name", "1.price"]


@pytest.mark.parametrize("body", [b"[]", b"5", b"null", b'"text"'])
def test_a_body_of_another_kind_is_named_as_the_body(body: bytes) -> None:
    assert list(refused(body).errors or {}) == ["body"]


@pytest.mark.parametrize("body", [b"", b"{", b"{]", b'{"name": "\xff"}', b"[" * 99_999, b'{"name": 5, '])
def test_what_is_no_json_is_malformed(body: bytes) -> None:
    assert isinstance(refused(body), MalformedJson)


def test_a_number_that_nothing_can_hold_is_named() -> None:
    assert isinstance(refused(b'{"name": "oak", "price": ' + b"9" * 5000 + b"}"), InvalidFields)


def test_the_character_that_no_database_takes_is_refused_by_name() -> None:
    problem = refused(tree(name="a\0b", leaves=[{"label": "ok"}, {"label": "\0"}], other=["\0"]))
    assert set(problem.errors or {}) == {"name", "leaves.1.label", "other.0"}


def test_its_escape_as_plain_text_is_taken() -> None:
    assert decode(tree(name=r"\u0000"), Tree).name == r"\u0000"


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*Tree.__struct_fields__, *Leaf.__struct_fields__]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_sent_is_decoded_or_refused_with_names(value: Any) -> None:
    errors: Any = {"nothing": "is wrong"}
    try:
        decode(msgspec.json.encode(value), Tree)
    except (InvalidFields, MissingFields) as problem:
        errors = problem.errors
    assert errors
    assert all(name and text for name, text in errors.items())


@given(st.binary(max_size=60))
def test_whatever_bytes_are_sent_are_decoded_or_refused(body: bytes) -> None:
    with contextlib.suppress(InvalidFields, MissingFields, MalformedJson):
        decode(body, list[Tree])
