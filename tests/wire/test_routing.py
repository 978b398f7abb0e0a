"""How a URL finds its operation."""

from __future__ import annotations

from typing import Any

import pytest

from openshelf.app import OPERATIONS
from openshelf.wire.envelope import Answer, no_content
from openshelf.wire.problems import MethodNotAllowed
from openshelf.wire.routing import Call, Router, Routes, RouteUnknown
from openshelf.wire.scopes import READ, WRITE

routes = Routes[None]("Things")


@routes.get("/things", returns=dict, many=True)
async def list_things(call: Call[None], context: None) -> Answer:
    """List things."""
    return no_content()


@routes.post("/things", body=dict, returns=dict)
async def create_thing(call: Call[dict[str, Any]], context: None) -> Answer:
    """Create a thing."""
    return no_content()


@routes.get("/things/{thing_id}", returns=dict)
async def get_thing(call: Call[None], context: None) -> Answer:
    """Get a thing."""
    return no_content()


@routes.delete("/things/{thing_id}/parts/{part_id}")
async def delete_part(call: Call[None], context: None) -> Answer:
    """Delete a part of a thing."""
    return no_content()


@routes.get("/things/tree", returns=dict)
async def get_tree(call: Call[None], context: None) -> Answer:
    """Get the tree of things."""
    return no_content()


def found(method: str, path: str) -> tuple[str, dict[str, int]]:
    prefix = f"{routes.version}/" if hasattr(routes, "version") else ""
    operation, numbers = Router(routes.operations).find(method, prefix + path)
    return operation.name, numbers


def test_an_operation_is_found_by_its_path_and_method() -> None:
    assert found("GET", "things") == ("list_things", {})
    assert found("POST", "things") == ("create_thing", {})


def test_numbers_of_the_path_are_read() -> None:
    assert found("GET", "things/7") == ("get_thing", {"thing_id": 7})
    assert found("DELETE", "things/7/parts/9") == ("delete_part", {"thing_id": 7, "part_id": 9})


def test_head_is_found_where_get_is() -> None:
    assert found("HEAD", "things/7") == ("get_thing", {"thing_id": 7})


def test_a_literal_segment_goes_before_a_number() -> None:
    assert found("GET", "things/tree") == ("get_tree", {})


@pytest.mark.parametrize(
    "path",
    [
        "",
        "thing",
        "things/",
        "things/x",
        "things/-1",
        "things/٣",
        "things/9223372036854775808",
        "things/" + "9" * 9999,
        "things/7/parts",
        "things/7/parts/9/more",
    ],
)
def test_what_is_no_route_is_unknown_whatever_the_method(path: str) -> None:
    for method in ("GET", "PUT"):
        with pytest.raises(RouteUnknown):
            found(method, path)


def test_another_method_is_told_which_there_are() -> None:
    with pytest.raises(MethodNotAllowed) as caught:
        found("PUT", "things")
    assert caught.value.headers == {"Allow": "GET, POST"}
    with pytest.raises(MethodNotAllowed):
        found("HEAD", "things/7/parts/9")


def test_a_path_is_declared_once_a_method() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        Router([*routes.operations, routes.operations[0]])


def test_a_number_has_one_name() -> None:
    other = Routes[None]("Other")
    other.get("/things/{id}/more", returns=dict)(get_thing)
    with pytest.raises(ValueError, match="a sibling calls"):
        Router([*routes.operations, *other.operations])


def test_a_declaration_wraps_nothing() -> None:
    assert routes.operations[0].handler is list_things
    assert [operation.status for operation in routes.operations] == [200, 200, 200, 204, 200]


def test_reading_needs_a_scope_to_read_and_all_else_one_to_write() -> None:
    for operation in OPERATIONS:
        if "/catalog/" in operation.path:
            assert operation.needs == (READ if operation.method == "GET" else WRITE), operation.path


def test_every_operation_says_what_it_does_and_has_a_name_of_its_own() -> None:
    assert all(operation.handler.__doc__ for operation in OPERATIONS)
    names = [operation.name for operation in OPERATIONS]
    assert len(set(names)) == len(names)
