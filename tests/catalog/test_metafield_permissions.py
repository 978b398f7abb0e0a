"""Whose metafields they are: permission sets, owners, and the account that manages all (behaviour 2.3, 7.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from openshelf.persistence.database import Database
from openshelf.wire.scopes import Scope
from tests.catalog.metafielding import KINDS, Owner, create, fields, make
from tests.support.client import Client, succeeded
from tests.support.evidence import Evidence
from tests.support.servers import Server

READABLE = ("read", "write", "read_and_sf_access", "write_and_sf_access")
CLOSED = ("app_only", "read", "read_and_sf_access")
OPEN = ("write", "write_and_sf_access")


@pytest.fixture(params=KINDS)
def of(request: pytest.FixtureRequest, client: Client) -> Owner:
    return make(client, request.param)


@pytest.fixture
def other(server: Server, client: Client, database: Database) -> Iterator[Client]:
    """Another account of the same store."""
    made = server.new_store(store_hash=client.store_hash, database=database)
    yield made
    made.close()


@pytest.fixture
def manager(server: Server, client: Client, database: Database) -> Iterator[Client]:
    """An account of the same store that manages every client's."""
    scopes = (Scope.PRODUCTS, Scope.METAFIELDS_OF_ALL)
    made = server.new_store(*scopes, store_hash=client.store_hash, database=database)
    yield made
    made.close()


def delete_batch(client: Client, of: Owner, *ids: int) -> requests.Response:
    return client.request("DELETE", of.batch, json=list(ids))


def test_an_app_only_metafield_is_seen_by_its_client_alone(client: Client, other: Client, of: Owner) -> None:
    made = create(client, of, permission_set="app_only")
    assert client.data(of.listing) == client.data(of.batch) == [made]
    for path in (of.listing, of.batch):
        answer = other.get(path)
        assert answer.json()["data"] == []
        assert answer.json()["meta"]["pagination"]["total"] == 0
    answer = other.get(of.metafield(made["id"]))
    assert answer.status_code == 404
    assert answer.json()["title"] == f"A metafield was not found with an id of {made['id']}"


@pytest.mark.parametrize("permission_set", READABLE)
def test_any_other_metafield_is_seen_by_all(
    client: Client, other: Client, of: Owner, permission_set: str
) -> None:
    made = create(client, of, permission_set=permission_set)
    assert other.data(of.listing) == other.data(of.batch) == [made]
    assert other.data(of.metafield(made["id"])) == made


@pytest.mark.parametrize("permission_set", CLOSED)
def test_others_cannot_change_what_is_not_open_to_them(
    client: Client, other: Client, of: Owner, evidence: Evidence, permission_set: str
) -> None:
    made = create(client, of, permission_set=permission_set)
    with evidence.unchanged(client):
        answer = other.put(of.metafield(made["id"]), {"value": "mine now"})
        assert answer.status_code == 403
        assert answer.json()["title"] == "You do not have permission to update metafield"
        batch = other.put(of.batch, [{"id": made["id"], "value": "mine now"}])
        assert batch.status_code == 422
        assert batch.json()["errors"][0]["errors"] == {"0": "Unauthorized to update"}


@pytest.mark.parametrize("permission_set", OPEN)
def test_others_change_value_and_description_of_what_is_open(
    client: Client, other: Client, of: Owner, permission_set: str
) -> None:
    made = create(client, of, permission_set=permission_set)
    changed = succeeded(other.put(of.metafield(made["id"]), {"value": "new", "description": "by another"}))
    expected = made | {"value": "new", "description": "by another"}
    assert changed == expected | {"date_modified": changed["date_modified"]}
    assert changed["owner_client_id"] == made["owner_client_id"]
    (again,) = succeeded(other.put(of.batch, [{"id": made["id"], "value": "newer"}]))
    assert client.data(of.metafield(made["id"])) == again


@pytest.mark.parametrize(
    "change", [{"namespace": "theirs"}, {"key": "theirs"}, {"permission_set": "app_only"}]
)
def test_what_makes_a_metafield_is_its_owners_to_change(
    client: Client, other: Client, of: Owner, evidence: Evidence, change: dict[str, str]
) -> None:
    made = create(client, of, permission_set="write")
    with evidence.unchanged(client):
        assert other.put(of.metafield(made["id"]), {"value": "x", **change}).status_code == 403
        assert other.put(of.batch, [{"id": made["id"], **change}]).status_code == 422
    assert succeeded(client.put(of.metafield(made["id"]), change)).items() >= change.items()


def test_sending_back_what_is_there_is_no_change_of_it(client: Client, other: Client, of: Owner) -> None:
    made = create(client, of, permission_set="write")
    assert succeeded(other.put(of.metafield(made["id"]), made | {"value": "x"}))["value"] == "x"


@pytest.mark.parametrize("permission_set", ["app_only", *READABLE])
def test_only_the_owner_deletes(
    client: Client, other: Client, of: Owner, evidence: Evidence, permission_set: str
) -> None:
    made = create(client, of, permission_set=permission_set)
    with evidence.unchanged(client):
        answer = other.delete(of.metafield(made["id"]))
        assert answer.status_code == 403
        assert answer.json()["title"] == "You do not have permission to delete metafield"
        batch = delete_batch(other, of, made["id"])
        assert batch.status_code == 422
        assert batch.json()["errors"][0]["errors"] == {str(made["id"]): "Unauthorized to delete"}
    assert client.delete(of.metafield(made["id"])).status_code == 204


def test_each_client_has_the_same_key_once_for_itself(client: Client, other: Client, of: Owner) -> None:
    mine, theirs = create(client, of), create(other, of)
    assert mine["owner_client_id"] != theirs["owner_client_id"]
    assert client.data(of.listing) == other.data(of.listing) == [mine, theirs]


def test_the_limit_is_each_clients_own(client: Client, other: Client) -> None:
    of = make(client, "product")
    succeeded(client.post(of.batch, [fields(key=f"k{n}", resource_id=of.id) for n in range(250)]))
    assert client.post(of.listing, fields(key="more")).status_code == 422
    create(other, of, key="more")


def test_an_account_for_all_sees_changes_and_deletes_every_clients(
    client: Client, manager: Client, of: Owner
) -> None:
    made = create(client, of, permission_set="app_only")
    assert manager.data(of.listing) == manager.data(of.batch) == [made]
    assert manager.data(of.metafield(made["id"])) == made
    renamed = succeeded(manager.put(of.metafield(made["id"]), {"key": "renamed", "permission_set": "read"}))
    assert (renamed["key"], renamed["permission_set"]) == ("renamed", "read")
    assert renamed["owner_client_id"] == made["owner_client_id"]
    assert manager.delete(of.metafield(made["id"])).status_code == 204
    again = create(client, of, permission_set="app_only")
    assert delete_batch(manager, of, again["id"]).json()["data"] == [again["id"]]


def test_a_rename_by_the_account_for_all_meets_the_owners_other_keys(
    client: Client, manager: Client, of: Owner
) -> None:
    create(client, of, key="taken")
    made = create(client, of)
    create(manager, of, key="managers")
    assert manager.put(of.metafield(made["id"]), {"key": "taken"}).status_code == 409
    assert succeeded(manager.put(of.metafield(made["id"]), {"key": "managers"}))["key"] == "managers"


def test_what_an_account_for_all_creates_is_its_own(client: Client, manager: Client, of: Owner) -> None:
    made = create(manager, of, permission_set="app_only")
    assert client.data(of.listing) == []
    assert manager.data(of.listing) == [made]


def test_managing_all_metafields_is_no_scope_for_products(
    server: Server, client: Client, of: Owner, database: Database
) -> None:
    narrow = server.new_store(Scope.METAFIELDS_OF_ALL, store_hash=client.store_hash, database=database)
    for answer in (narrow.get(of.listing), narrow.post(of.listing, fields()), narrow.get(of.batch)):
        assert answer.status_code == 403
        assert answer.json()["title"] == "You don't have a required scope to access the endpoint"
    narrow.close()


def test_a_reader_reads_and_writes_nothing(
    server: Server, client: Client, of: Owner, database: Database, evidence: Evidence
) -> None:
    made = create(client, of)
    reader = server.new_store(Scope.PRODUCTS_READ, store_hash=client.store_hash, database=database)
    assert reader.data(of.listing) == reader.data(of.batch) == [made]
    with evidence.unchanged(client):
        for answer in (
            reader.post(of.listing, fields(key="x")),
            reader.put(of.metafield(made["id"]), {"value": "x"}),
            reader.delete(of.metafield(made["id"])),
            reader.post(of.batch, []),
            reader.put(of.batch, []),
            delete_batch(reader, of, made["id"]),
        ):
            assert answer.status_code == 403
    reader.close()


def test_no_store_reaches_anothers_metafields(
    server: Server, client: Client, of: Owner, database: Database, evidence: Evidence
) -> None:
    made = create(client, of)
    stranger = server.new_store(Scope.PRODUCTS, Scope.METAFIELDS_OF_ALL, database=database)
    theirs: dict[str, Any] = {"resource_id": of.id, **fields()}
    with evidence.unchanged(client):
        assert stranger.data(of.batch) == []
        assert stranger.get(of.listing).status_code == 404
        for batch in (
            stranger.post(of.batch, [theirs | {"resource_id": of.id + 1000}]),
            stranger.put(of.batch, [{"id": made["id"] + 1000, "value": "x"}]),
        ):
            assert batch.json()["meta"] == {"total": 1, "success": 0, "failed": 1}
        assert delete_batch(stranger, of, made["id"]).json()["errors"][0]["errors"] == {
            str(made["id"]): "Metafield does not exist"
        }
    stranger.close()
