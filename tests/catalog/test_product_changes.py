"""Products: change one, change several, delete (behaviour 1.6, 4.1, 4.6)."""

from __future__ import annotations

from tests.catalog.product_fields import PRODUCTS, SAID
from tests.media.pictures import encoded, scene
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence
from tests.support.web import Web

# Change


def test_a_change_leaves_what_was_not_sent(client: Client) -> None:
    product = succeeded(client.post(PRODUCTS, SAID))
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", {"price": 30}))
    moving = ("date_modified",)
    assert {**product, "price": 30} | {n: changed[n] for n in moving} == changed


def test_every_field_can_be_changed(client: Client) -> None:
    product = client.create_product("Before")
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", SAID))
    assert {name: changed[name] for name in SAID} == SAID
    assert client.data(f"{PRODUCTS}/{product['id']}") == changed


def test_what_was_read_can_be_sent_back(client: Client, web: Web) -> None:
    product = client.create_product(custom_fields=[{"name": "Roast", "value": "dark"}])
    path = f"{PRODUCTS}/{product['id']}"
    before = client.data(path, include="variants,custom_fields,options")
    sent_back = succeeded(client.put(path, before))
    after = client.data(path, include="variants,custom_fields,options")
    assert after == before | {"date_modified": sent_back["date_modified"]}


def test_lists_replace(client: Client) -> None:
    product = client.create_product(related_products=[1, 2], meta_keywords=["a", "b"])
    changed = succeeded(
        client.put(f"{PRODUCTS}/{product['id']}", {"related_products": [3], "meta_keywords": []})
    )
    assert (changed["related_products"], changed["meta_keywords"]) == ([3], [])


def test_a_change_moves_date_modified_and_not_date_created(client: Client, evidence: Evidence) -> None:
    product = client.create_product()
    evidence.age(client)
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", {"price": 30}))
    assert changed["date_modified"] >= product["date_modified"]
    assert changed["date_created"] == product["date_created"]


def test_changing_nothing_is_200(client: Client) -> None:
    product = client.create_product()
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", {}))
    assert changed == product | {"date_modified": changed["date_modified"]}


def test_a_changed_price_is_the_calculated_price_until_there_is_a_sale(client: Client) -> None:
    product = client.create_product(price=25)
    path = f"{PRODUCTS}/{product['id']}"
    assert succeeded(client.put(path, {"price": 30}))["calculated_price"] == 30
    assert succeeded(client.put(path, {"sale_price": 20}))["calculated_price"] == 20
    assert succeeded(client.put(path, {"sale_price": 0}))["calculated_price"] == 30


def test_dates_can_be_taken_away_with_null_or_an_empty_text(client: Client) -> None:
    product = succeeded(client.post(PRODUCTS, SAID))
    none = {"preorder_release_date": None, "date_last_imported": ""}
    changed = succeeded(client.put(f"{PRODUCTS}/{product['id']}", none))
    assert (changed["preorder_release_date"], changed["date_last_imported"]) == (None, "")


def test_a_change_can_answer_includes_and_some_fields_only(client: Client) -> None:
    shirt = client.create_shirt()
    answer = client.request(
        "PUT", f"{PRODUCTS}/{shirt['id']}?include=variants&include_fields=price", json={"price": 30}
    )
    shown = succeeded(answer)
    assert shown["price"] == 30
    assert "name" not in shown
    assert [variant["calculated_price"] for variant in shown["variants"]] == [30] * 4


def test_custom_fields_of_a_change_are_added(client: Client) -> None:
    product = client.create_product(custom_fields=[{"name": "Roast", "value": "dark"}])
    path = f"{PRODUCTS}/{product['id']}"
    succeeded(client.put(path, {"custom_fields": [{"name": "Origin", "value": "Peru"}]}))
    shown = client.data(path, include="custom_fields")["custom_fields"]
    assert [(each["name"], each["value"]) for each in shown] == [("Roast", "dark"), ("Origin", "Peru")]


def test_a_custom_field_with_an_id_is_changed(client: Client) -> None:
    product = client.create_product(custom_fields=[{"name": "Roast", "value": "dark"}])
    (field,) = product["custom_fields"]
    path = f"{PRODUCTS}/{product['id']}"
    succeeded(client.put(path, {"custom_fields": [{**field, "value": "light"}]}))
    assert client.data(path, include="custom_fields")["custom_fields"] == [{**field, "value": "light"}]


def test_images_of_a_change_are_added(client: Client, web: Web) -> None:
    product = client.create_product()
    path = f"{PRODUCTS}/{product['id']}"
    for size in (8, 9):
        url = web.serve(encoded(scene(size, size), "PNG"), f"/{size}.png")
        succeeded(client.put(path, {"images": [{"image_url": url}]}))
    assert [image["is_thumbnail"] for image in client.data(path, include="images")["images"]] == [True, False]


def test_changing_a_product_that_is_not_there_is_404(client: Client, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.put(f"{PRODUCTS}/123", {"price": 1})
    assert answer.status_code == 404
    assert answer.json()["title"] == "A product was not found with an id of 123"


# Change several


def test_a_batch_changes_each_and_answers_in_the_order_of_the_request(client: Client) -> None:
    ids = [client.create_product(name)["id"] for name in ("One", "Two", "Three")]
    batch = [{"id": ids[2], "price": 3}, {"id": ids[0], "price": 1}]
    answer = client.put(PRODUCTS, batch)
    assert answer.status_code == 200
    assert [(each["id"], each["price"]) for each in answer.json()["data"]] == [(ids[2], 3), (ids[0], 1)]
    assert answer.json()["meta"] == {}
    assert [each["price"] for each in client.data(PRODUCTS)] == [1, 25, 3]


def test_a_batch_takes_ten_products_and_not_eleven(client: Client, evidence: Evidence) -> None:
    ids = [client.create_product(f"Product {number}")["id"] for number in range(11)]
    assert client.put(PRODUCTS, [{"id": each, "price": 1} for each in ids[:10]]).status_code == 200
    with evidence.unchanged(client):
        answer = client.put(PRODUCTS, [{"id": each, "price": 2} for each in ids])
    assert answer.status_code == 413
    assert answer.json() == {
        "status": 413,
        "title": "The request payload is too large. The maximum items allowed in the array is 10.",
        "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
        "errors": {},
    }


def test_one_wrong_product_fails_the_whole_batch(client: Client, evidence: Evidence) -> None:
    one, two = client.create_product("One")["id"], client.create_product("Two")["id"]
    with evidence.unchanged(client):
        assert client.put(PRODUCTS, [{"id": one, "price": 9}, {"id": two, "name": "ONE"}]).status_code == 409
        assert client.put(PRODUCTS, [{"id": one, "price": 9}, {"id": two + 1, "price": 9}]).status_code == 404
        assert client.put(PRODUCTS, [{"id": one, "price": 9}, {"id": two, "price": -1}]).status_code == 422


def test_a_batch_without_ids_is_refused_like_incomplete_new_products(client: Client) -> None:
    answer = client.put(PRODUCTS, [{"name": "test1"}, {"name": "test2"}])
    assert answer.status_code == 422
    assert answer.json()["title"] == "Missing Required Fields"
    assert answer.json()["errors"] == {
        "type": "Please provide a type.",
        "weight": "Please provide a weight.",
        "price": "Please provide a price.",
    }


def test_a_batch_never_creates(client: Client, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.put(PRODUCTS, [{"name": "Mug", "type": "physical", "weight": 1, "price": 5}])
    assert answer.json()["errors"] == {"id": "Please provide an id."}


# Delete


def test_deleting_is_an_empty_204(client: Client) -> None:
    product = client.create_product()
    answer = client.delete(f"{PRODUCTS}/{product['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert "content-type" not in answer.headers
    assert client.get(f"{PRODUCTS}/{product['id']}").status_code == 404


def test_deleting_what_is_not_there_is_204(client: Client) -> None:
    assert client.delete(f"{PRODUCTS}/123").status_code == 204


def test_a_deleted_product_leaves_nothing_of_itself(client: Client, evidence: Evidence, web: Web) -> None:
    url = web.serve(encoded(scene(), "PNG"))
    product = client.create_product(
        sku="MUG",
        custom_fields=[{"name": "a", "value": "b"}],
        images=[{"image_url": url}],
        variants=[{"sku": "MUG-1", "image_url": url, "option_values": labels(Color="Red")}],
    )
    client.delete(f"{PRODUCTS}/{product['id']}")
    rows = evidence.rows(client)
    kept = ("api_account", "access_token", "blob", "picture", "outbox")
    assert {name: found for name, found in rows.items() if found and name not in kept} == {}
    assert all(picture["date_replaced"] for picture in rows["picture"])


def test_name_sku_and_url_of_a_deleted_product_are_free_again(client: Client) -> None:
    shirt = client.create_shirt()
    client.delete(f"{PRODUCTS}/{shirt['id']}")
    again = client.create_shirt()
    assert again["custom_url"]["url"] == shirt["custom_url"]["url"]


def test_products_are_deleted_by_filter(client: Client) -> None:
    made = {
        name: client.create_product(name, sku=name.upper())
        for name in ("One", "Two", "Three", "Four", "Five")
    }
    client.create_product("Hidden", is_visible=False, description="to be found by keyword")
    client.create_product("Also hidden", is_visible=False)
    for query in (
        {"id:in": f"{made['One']['id']},{made['Two']['id']}"},
        {"name": "three"},
        {"sku": "FOUR"},
        {"keyword": "found by"},
        {"is_visible": "false"},
    ):
        assert client.delete(PRODUCTS, **query).status_code == 204
    assert [product["name"] for product in client.data(PRODUCTS)] == ["Five"]


def test_filters_of_a_delete_all_have_to_match(client: Client) -> None:
    client.create_product("One")
    client.create_product("Two", is_visible=False)
    client.delete(PRODUCTS, name="Two", is_visible="true")
    assert len(client.data(PRODUCTS)) == 2


def test_deleting_without_a_filter_is_refused(client: Client, evidence: Evidence) -> None:
    client.create_product()
    with evidence.unchanged(client):
        answer = client.delete(PRODUCTS)
    assert answer.status_code == 422
    assert answer.json()["title"] == "At least one filter must be provided in order to delete"


def test_an_empty_filter_never_deletes(client: Client, evidence: Evidence) -> None:
    client.create_product()
    with evidence.unchanged(client):
        for name in ("keyword", "sku", "name", "id:in", "is_visible"):
            answer = client.delete(PRODUCTS, **{name: " "})
            assert answer.status_code == 422
            assert list(answer.json()["errors"]) == [name]


def test_a_filter_that_nobody_knows_never_deletes(client: Client, evidence: Evidence) -> None:
    client.create_product()
    with evidence.unchanged(client):
        answer = client.delete(PRODUCTS, nmae="Able Brewing System", name="Able Brewing System")
    assert answer.json()["title"] == "The filter(s): nmae are not valid filter parameter(s)."


def test_a_filter_that_matches_nothing_is_204(client: Client) -> None:
    assert client.delete(PRODUCTS, name="nobody").status_code == 204
