"""Lists of metafields: pages, filters, fields, of one resource and of all of its kind (behaviour 3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from openshelf.persistence.database import Database
from openshelf.persistence.tables import metafield
from tests.catalog.metafielding import FIELDS, KINDS, Owner, create, fields, keys, make
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence


@pytest.fixture(params=KINDS)
def of(request: pytest.FixtureRequest, client: Client) -> Owner:
    return make(client, request.param)


@pytest.fixture
def listed(client: Client, of: Owner) -> Owner:
    """A resource with five metafields in two namespaces."""
    batch = [
        fields(key=key, namespace="vowels" if key in "ae" else "consonants", resource_id=of.id)
        for key in "abcde"
    ]
    succeeded(client.post(of.batch, batch))
    return of


def both(client: Client, of: Owner, **query: Any) -> list[str]:
    """The keys that the list of the resource and that of its kind answer alike."""
    found = client.data(of.listing, **query)
    assert client.data(of.batch, **query) == found
    return keys(found)


def test_lists_are_paged_by_ascending_id(client: Client, listed: Owner) -> None:
    assert both(client, listed) == list("abcde")
    answer = client.get(listed.listing, limit=2, page=2)
    assert keys(answer.json()["data"]) == ["c", "d"]
    assert answer.json()["meta"]["pagination"] == {
        "total": 5,
        "count": 2,
        "per_page": 2,
        "current_page": 2,
        "total_pages": 3,
        "links": {
            "previous": "?page=1&limit=2",
            "current": "?page=2&limit=2",
            "next": "?page=3&limit=2",
        },
    }
    assert both(client, listed, page=9) == []


def test_a_direction_turns_the_list_around(client: Client, listed: Owner) -> None:
    assert both(client, listed, direction="desc") == list("edcba")
    assert both(client, listed, direction="asc", limit=2) == ["a", "b"]
    assert client.get(listed.listing, direction="up").status_code == 422


def test_filters_by_key_and_namespace(client: Client, listed: Owner) -> None:
    assert both(client, listed, key="c") == ["c"]
    assert both(client, listed, **{"key:in": "e,c,nobody"}) == ["c", "e"]
    assert both(client, listed, namespace="vowels") == ["a", "e"]
    assert both(client, listed, **{"namespace:in": "vowels,nobody"}) == ["a", "e"]
    assert both(client, listed, **{"namespace": "consonants", "key:in": "a,b"}) == ["b"]


def test_filters_by_date(client: Client, listed: Owner, database: Database, evidence: Evidence) -> None:
    store = evidence.store_id(client)
    past = datetime(2020, 1, 1, tzinfo=UTC)
    age = metafield.update().where(metafield.c.store_id == store, metafield.c.key.in_(["a", "b"]))
    database.write_now(lambda tx: tx.execute(age.values(date_created=past, date_modified=past)))
    newer = metafield.update().where(metafield.c.store_id == store, metafield.c.key == "b")
    later = past + timedelta(days=30)
    database.write_now(lambda tx: tx.execute(newer.values(date_modified=later)))
    assert both(client, listed, **{"date_created:max": "2020-01-01T00:00:00+00:00"}) == ["a", "b"]
    assert both(client, listed, **{"date_created:min": "2021-01-01"}) == list("cde")
    assert both(client, listed, **{"date_modified:min": "2020-01-02", "date_modified:max": "2020-12-31"}) == [
        "b"
    ]
    assert client.get(listed.batch, **{"date_created:min": "yesterday"}).status_code == 422


@pytest.mark.parametrize("kind", ["brand", "category"])
def test_brands_and_categories_are_filtered_by_id_too(client: Client, kind: str) -> None:
    of = make(client, kind)
    ids = [create(client, of, key=key)["id"] for key in "abcd"]
    for query, expected in (
        ({"id": ids[1]}, "b"),
        ({"id:in": f"{ids[0]},{ids[3]}"}, "ad"),
        ({"id:not_in": f"{ids[0]},{ids[3]}"}, "bc"),
        ({"id:min": ids[2]}, "cd"),
        ({"id:max": ids[2]}, "abc"),
        ({"id:greater": ids[2]}, "d"),
        ({"id:less": ids[2]}, "ab"),
    ):
        assert keys(client.data(of.listing, **query)) == list(expected), query


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_of_a_kind_is_filtered_by_resource(client: Client, kind: str) -> None:
    first, second, third = (make(client, kind, name) for name in ("A", "B", "C"))
    made = [create(client, each) for each in (first, second, third)]
    found = client.data(first.batch, **{"resource_id:in": f"{first.id},{third.id}"})
    assert found == [made[0], made[2]]


def test_an_unknown_filter_is_told(client: Client, of: Owner) -> None:
    for path in (of.listing, of.batch):
        answer = client.get(path, value="x", **{"key:like": "x"})
        assert answer.status_code == 422
        assert answer.json()["title"] == "The filter(s): value, key:like are not valid filter parameter(s)."


def test_fields_can_be_chosen_and_left_out(client: Client, listed: Owner) -> None:
    for path in (listed.listing, listed.batch):
        first = client.data(path, include_fields="key,value")[0]
        assert list(first) == ["id", "key", "value"]
        assert list(client.data(path, exclude_fields="id,value,description")[0]) == [
            name for name in FIELDS if name not in ("value", "description")
        ]
    one = listed.metafield(first["id"])
    assert list(client.data(one, include_fields="resource_id")) == ["id", "resource_id"]
    assert "value" not in client.data(one, exclude_fields="value")


def test_a_create_answers_the_fields_that_are_asked_for(client: Client) -> None:
    of = make(client, "product")
    answer = client.request("POST", of.listing, json=fields(), params={"include_fields": "key"})
    assert list(succeeded(answer)) == ["id", "key"]


def test_a_variant_with_options_has_metafields_of_its_own(client: Client) -> None:
    product = client.create_product(
        "Cap", variants=[{"sku": color, "option_values": labels(Color=color)} for color in ("Red", "Blue")]
    )
    red, blue = (
        f"/catalog/products/{product['id']}/variants/{each['id']}/metafields" for each in product["variants"]
    )
    made = succeeded(client.post(red, fields()))
    assert client.data(red) == [made]
    assert client.data(blue) == []
