"""Slots and the pictures that stand in them."""

from __future__ import annotations

from openshelf.accounts.service import find_store
from openshelf.media import pictures
from tests.media.pictures import encoded, scene
from tests.support.client import succeeded
from tests.support.servers import Server


def test_the_pictures_of_more_owners_than_a_statement_has_values_for_are_released(server: Server) -> None:
    """As when 250 products of 600 variants are deleted at once."""
    client = server.new_store()
    shirt = client.create_shirt()
    variant = shirt["variants"][0]["id"]
    succeeded(
        client.upload(f"/catalog/products/{shirt['id']}/variants/{variant}/image", encoded(scene(), "PNG"))
    )
    database = server.database()
    try:
        store = database.read_now(lambda tx: find_store(tx, client.store_hash))
        assert store is not None
        many = [*range(variant, variant + 150_000)]
        assert (
            len(database.read_now(lambda tx: pictures.standing(tx, store.id, pictures.VARIANT, [variant])))
            == 1
        )
        database.write_now(lambda tx: pictures.release_owned(tx, store.id, pictures.VARIANT, many))
        assert (
            database.read_now(lambda tx: pictures.standing(tx, store.id, pictures.VARIANT, [variant])) == []
        )
    finally:
        database.close()
