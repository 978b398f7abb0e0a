"""Metafields of a product, a variant, a brand and a category, which behave alike (behaviour 7.5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from openshelf.persistence.database import Database
from openshelf.persistence.tables import metafield
from tests.catalog.metafielding import ABSENT, FIELDS, KINDS, Owner, create, fields, make
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
TYPE = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"


@pytest.fixture(params=KINDS)
def of(request: pytest.FixtureRequest, client: Client) -> Owner:
    return make(client, request.param)


# Creating and getting


def test_creating_answers_200_with_the_whole_metafield(client: Client, of: Owner) -> None:
    answer = client.post(of.listing, fields())
    assert answer.status_code == 200
    made = answer.json()["data"]
    assert list(made) == FIELDS
    assert made == fields() | {
        "id": made["id"],
        "resource_type": of.kind,
        "resource_id": of.id,
        "date_created": made["date_modified"],
        "date_modified": made["date_modified"],
        "owner_client_id": made["owner_client_id"],
    }
    assert MOMENT.fullmatch(made["date_created"])
    assert len(made["owner_client_id"]) == 31
    assert answer.json()["meta"] == {}


def test_a_created_metafield_reads_back_the_same(client: Client, of: Owner) -> None:
    made = create(client, of)
    assert client.data(of.metafield(made["id"])) == made
    assert client.data(of.listing) == [made]
    assert client.data(of.batch) == [made]


def test_a_description_that_is_left_out_is_empty(client: Client, of: Owner) -> None:
    body = fields()
    del body["description"]
    assert succeeded(client.post(of.listing, body))["description"] == ""


@pytest.mark.parametrize("value", ["x", "{}", "ä" * 32767, "a" * 65535, "🪵", ' "\\/\n\t'])
def test_a_value_comes_back_as_it_was_sent(client: Client, value: str) -> None:
    of = make(client, "product")
    assert create(client, of, value=value)["value"] == value


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"key": ""}, "key must have a length between 1 and 64"),
        ({"key": "k" * 65}, "key must have a length between 1 and 64"),
        ({"namespace": ""}, "namespace must have a length between 1 and 64"),
        ({"namespace": "n" * 65}, "namespace must have a length between 1 and 64"),
        ({"description": "d" * 256}, "description must have a length between 0 and 255"),
        ({"value": ""}, "value must be between 1 and 65535 bytes"),
        ({"value": "a" * 65536}, "value must be between 1 and 65535 bytes"),
        ({"value": "ä" * 32768}, "value must be between 1 and 65535 bytes"),
        (
            {"permission_set": "all"},
            "permission_set must be one of app_only, read, write, read_and_sf_access, write_and_sf_access",
        ),
    ],
)
def test_wrong_values_are_named_on_create_and_on_update(
    client: Client, of: Owner, evidence: Evidence, wrong: dict[str, Any], message: str
) -> None:
    made = create(client, of, key="there")
    (name,) = wrong
    with evidence.unchanged(client):
        for answer in (client.post(of.listing, fields(**wrong)), client.put(of.metafield(made["id"]), wrong)):
            assert answer.status_code == 422
            assert answer.json() == {
                "status": 422,
                "title": f"Invalid field(s): {name}",
                "type": TYPE,
                "errors": {name: message},
            }


def test_what_is_missing_is_named(client: Client, of: Owner) -> None:
    answer = client.post(of.listing, {"description": "x"})
    assert answer.status_code == 422
    assert answer.json()["title"] == "Missing Required Fields"
    assert answer.json()["errors"] == {
        name: f"Please provide a {name}." for name in ("permission_set", "namespace", "key", "value")
    }


def test_what_is_no_json_is_a_syntax_error(client: Client, of: Owner) -> None:
    made = create(client, of)
    for method, path in (("POST", of.listing), ("PUT", of.metafield(made["id"]))):
        answer = client.request(method, path, data=b"{", headers={"Content-Type": "application/json"})
        assert answer.status_code == 400
        assert (answer.json()["title"], answer.json()["detail"]) == ("Input is invalid", "Syntax error")


def test_a_key_is_unique_within_its_namespace_and_resource(
    client: Client, of: Owner, evidence: Evidence
) -> None:
    create(client, of)
    with evidence.unchanged(client):
        answer = client.post(of.listing, fields(value="other"))
    assert answer.status_code == 409
    assert list(answer.json()["errors"]) == ["key"]
    create(client, of, namespace="Elsewhere")
    create(client, of, key="SHELF")
    create(client, make(client, of.kind, "Baker"))


def test_the_same_key_can_stand_on_resources_of_several_kinds(client: Client) -> None:
    made = [create(client, make(client, kind)) for kind in KINDS]
    assert [each["resource_type"] for each in made] == list(KINDS)


def test_a_resource_takes_250_metafields_of_a_client_and_not_251(
    client: Client, of: Owner, evidence: Evidence
) -> None:
    batch = [fields(key=f"k{n}", resource_id=of.id) for n in range(250)]
    assert len(succeeded(client.post(of.batch, batch))) == 250
    with evidence.unchanged(client):
        answer = client.post(of.listing, fields(key="one more"))
    assert answer.status_code == 422
    assert answer.json()["title"] == f"A {of.kind} may have at most 250 metafields per client"
    create(client, make(client, of.kind, "Baker"))


# Updating and deleting


def test_updating_changes_what_is_sent_and_nothing_else(
    client: Client, of: Owner, database: Database, evidence: Evidence
) -> None:
    made = create(client, of)
    day = timedelta(days=1)
    now = datetime.now(UTC)
    mine = metafield.update().where(metafield.c.store_id == evidence.store_id(client))
    age = mine.values(date_created=now - 2 * day, date_modified=now - day)
    database.write_now(lambda tx: tx.execute(age))
    changed = succeeded(client.put(of.metafield(made["id"]), {"value": "5B", "permission_set": "read"}))
    dates = {"date_created": changed["date_created"], "date_modified": changed["date_modified"]}
    assert changed == made | {"value": "5B", "permission_set": "read"} | dates
    assert now - datetime.fromisoformat(changed["date_created"]) > day
    assert now - datetime.fromisoformat(changed["date_modified"]) < timedelta(minutes=5)
    assert client.data(of.metafield(made["id"])) == changed


def test_an_update_of_nothing_is_allowed(client: Client, of: Owner) -> None:
    made = create(client, of)
    again = succeeded(client.put(of.metafield(made["id"]), {}))
    assert again == made | {"date_modified": again["date_modified"]}


def test_updating_cannot_take_the_key_of_another(client: Client, of: Owner, evidence: Evidence) -> None:
    create(client, of)
    other = create(client, of, key="other")
    with evidence.unchanged(client):
        assert client.put(of.metafield(other["id"]), {"key": "shelf"}).status_code == 409
    assert succeeded(client.put(of.metafield(other["id"]), {"key": "third"}))["key"] == "third"
    assert succeeded(client.put(of.metafield(other["id"]), fields(key="third")))["key"] == "third"


def test_deleting_is_an_empty_204_and_then_a_404(client: Client, of: Owner) -> None:
    made, kept = create(client, of), create(client, of, key="kept")
    answer = client.delete(of.metafield(made["id"]))
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.delete(of.metafield(made["id"])).status_code == 404
    assert client.data(of.listing) == [kept]


def test_what_is_not_there_is_404_in_every_way(client: Client, of: Owner) -> None:
    for answer in (
        client.get(of.metafield(ABSENT)),
        client.put(of.metafield(ABSENT), {"value": "x"}),
        client.delete(of.metafield(ABSENT)),
    ):
        assert answer.status_code == 404
        assert answer.json()["title"] == f"A metafield was not found with an id of {ABSENT}"


def test_a_resource_that_is_not_there_is_404_in_every_way(client: Client, of: Owner) -> None:
    made = create(client, of)
    gone = of.listing.replace(f"/{of.id}/metafields", f"/{ABSENT}/metafields")
    for answer in (
        client.get(gone),
        client.post(gone, fields()),
        client.get(f"{gone}/{made['id']}"),
        client.put(f"{gone}/{made['id']}", {"value": "x"}),
        client.delete(f"{gone}/{made['id']}"),
    ):
        assert answer.status_code == 404
        assert answer.json()["title"] == of.missing.format(ABSENT)


def test_a_metafield_is_not_there_below_another_resource(
    client: Client, of: Owner, evidence: Evidence
) -> None:
    made, other = create(client, of), make(client, of.kind, "Baker")
    with evidence.unchanged(client):
        assert client.get(other.metafield(made["id"])).status_code == 404
        assert client.put(other.metafield(made["id"]), {"value": "x"}).status_code == 404
        assert client.delete(other.metafield(made["id"])).status_code == 404
    assert client.data(other.listing) == []


def test_the_product_in_the_path_of_a_variants_metafields_is_ignored(client: Client) -> None:
    of = make(client, "variant")
    listing = f"/catalog/products/{ABSENT}/variants/{of.id}/metafields"
    made = succeeded(client.post(listing, fields()))
    assert client.data(of.listing) == client.data(listing) == [made]
    assert succeeded(client.put(f"{listing}/{made['id']}", {"value": "x"}))["value"] == "x"
    assert client.delete(f"{listing}/{made['id']}").status_code == 204


def test_a_metafield_is_no_change_of_its_product(client: Client, evidence: Evidence) -> None:
    for kind in ("product", "variant"):
        of = make(client, kind, kind)
        evidence.age(client)
        before = evidence.rows(client, "product", "variant")
        made = create(client, of)
        client.put(of.metafield(made["id"]), {"value": "x"})
        client.delete(of.metafield(made["id"]))
        assert evidence.rows(client, "product", "variant") == before


# Going with their resource


def test_deleting_a_resource_deletes_its_metafields_and_no_others(
    client: Client, of: Owner, evidence: Evidence
) -> None:
    create(client, of)
    kept = [create(client, make(client, kind, "Kept")) for kind in KINDS]
    itself = of.itself.split("/variants/")[0]
    assert client.delete(itself).status_code == 204
    left = evidence.rows(client, "metafield")["metafield"]
    assert [row["id"] for row in left] == [each["id"] for each in kept]


def test_deleting_a_product_deletes_the_metafields_of_its_variants(
    client: Client, evidence: Evidence
) -> None:
    shirt = client.create_shirt()
    batch = [fields(resource_id=each["id"]) for each in shirt["variants"]]
    succeeded(client.post("/catalog/variants/metafields", batch))
    client.delete("/catalog/products", **{"id:in": shirt["id"]})
    assert evidence.rows(client, "metafield")["metafield"] == []


def test_deleting_a_variant_deletes_its_metafields(client: Client, evidence: Evidence) -> None:
    shirt = client.create_shirt()
    first, second, *_ = (each["id"] for each in shirt["variants"])
    batch = [fields(resource_id=each) for each in (first, second)]
    _, kept = succeeded(client.post("/catalog/variants/metafields", batch))
    client.delete(f"/catalog/products/{shirt['id']}/variants/{first}")
    assert client.data("/catalog/variants/metafields") == [kept]


def test_a_base_variants_metafields_go_with_it(client: Client) -> None:
    of = make(client, "variant")
    create(client, of)
    product = of.itself.split("/variants/")[0]
    option = succeeded(
        client.post(
            f"{product}/options",
            {"display_name": "Size", "type": "dropdown", "option_values": [{"label": "S"}]},
        )
    )
    value = {"option_id": option["id"], "id": option["option_values"][0]["id"]}
    succeeded(client.post(f"{product}/variants", {"sku": "S", "option_values": [value]}))
    assert client.data(of.batch) == []


def test_deleting_a_category_deletes_the_metafields_below_it(client: Client) -> None:
    parent = make(client, "category")
    child = succeeded(client.post("/catalog/categories", {"name": "Below", "parent_id": parent.id}))
    succeeded(client.post(f"/catalog/categories/{child['id']}/metafields", fields()))
    client.delete(parent.itself)
    assert client.data(parent.batch) == []


# At the same time


def at_once(*work: Callable[[], requests.Response]) -> list[int]:
    """The statuses of requests that are under way together."""
    with ThreadPoolExecutor(len(work)) as pool:
        return sorted(each.result().status_code for each in [pool.submit(one) for one in work])


def sending(client: Client, method: str, path: str, body: Any = None) -> Callable[[], requests.Response]:
    """A request on a connection of its own."""
    headers = {"X-Auth-Token": client.token}
    return lambda: requests.request(method, client.base + path, json=body, headers=headers, timeout=60)


def test_of_many_who_want_one_key_one_has_it(client: Client, of: Owner) -> None:
    assert at_once(*[sending(client, "POST", of.listing, fields())] * 6) == [200, *[409] * 5]
    made = create(client, of, key="other"), create(client, of, key="another")
    renames = [sending(client, "PUT", of.metafield(each["id"]), {"key": "wanted"}) for each in made]
    assert at_once(*renames) == [200, 409]


def test_many_at_once_do_not_pass_the_limit(client: Client, of: Owner) -> None:
    succeeded(client.post(of.batch, [fields(key=f"k{n}", resource_id=of.id) for n in range(248)]))
    writers = [sending(client, "POST", of.listing, fields(key=f"more{n}")) for n in range(6)]
    assert at_once(*writers) == [200, 200, *[422] * 4]


def test_a_resource_that_is_deleted_meanwhile_leaves_nothing_behind(
    client: Client, of: Owner, evidence: Evidence
) -> None:
    for round_ in range(5):
        each = make(client, of.kind, f"round {round_}")
        deletion = sending(client, "DELETE", each.itself.split("/variants/")[0])
        writers = [sending(client, "POST", each.listing, fields(key=f"k{n}")) for n in range(3)]
        batch = [fields(key=f"b{n}", resource_id=each.id) for n in range(3)]
        statuses = at_once(*writers, deletion, sending(client, "POST", each.batch, batch))
        assert set(statuses) <= {200, 204, 404, 422}
        left = evidence.rows(client, "metafield")["metafield"]
        assert [row for row in left if row["resource_id"] == each.id] == []
