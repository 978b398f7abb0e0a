"""Variants of a product: create and get; and the list of all variants (behaviour 4.7, 5)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalog.variant_fields import ORDER, SAID, UNSAID, refs, variants
from tests.support.client import Client, labels, succeeded
from tests.support.evidence import Evidence


def add_option(client: Client, product: Any, name: str, *values: str) -> Any:
    body = {"display_name": name, "type": "dropdown", "option_values": [{"label": label} for label in values]}
    return succeeded(client.post(f"/catalog/products/{product['id']}/options", body))


@pytest.fixture
def mug(client: Client) -> Any:
    """A simple product."""
    return client.create_product("Mug", sku="MUG", price=25)


@pytest.fixture
def shirt(client: Client) -> Any:
    """A product with one option and one variant; `options` has another value."""
    return client.create_product(
        "Shirt",
        price=25,
        options=[
            {
                "display_name": "Color",
                "type": "swatch",
                "option_values": [{"label": c} for c in ("Red", "Blue")],
            }
        ],
        variants=[{"sku": "RED", "option_values": labels(Color="Red")}],
    )


# Create


def test_creating_answers_200_with_the_whole_variant(client: Client, shirt: Any) -> None:
    (color,) = shirt["options"]
    answer = client.post(variants(shirt), {"sku": "BLUE", "option_values": refs((color, "Blue"))})
    assert answer.status_code == 200
    variant = answer.json()["data"]
    assert " ".join(variant) == ORDER
    assert {name: variant[name] for name in UNSAID} == UNSAID
    assert (variant["product_id"], variant["sku"]) == (shirt["id"], "BLUE")
    assert (variant["calculated_price"], variant["calculated_weight"]) == (25, 1)
    assert variant["option_values"] == [
        {
            "id": color["option_values"][1]["id"],
            "label": "Blue",
            "option_id": color["id"],
            "option_display_name": "Color",
        }
    ]
    assert answer.json()["meta"] == {}


def test_everything_that_is_said_is_kept(client: Client, shirt: Any) -> None:
    (color,) = shirt["options"]
    variant = succeeded(client.post(variants(shirt), {**SAID, "option_values": refs((color, "Blue"))}))
    assert {name: variant[name] for name in SAID} == SAID
    assert (variant["calculated_price"], variant["calculated_weight"]) == (29, 0.5)
    assert client.data(variants(shirt, variant)) == variant


def test_a_sku_id_is_not_the_variants_id(client: Client) -> None:
    made = [
        client.create_product(name, variants=[{"sku": name, "option_values": labels(C="1")}])
        for name in "ABC"
    ]
    shown = [product["variants"][0] for product in made]
    assert len({variant["sku_id"] for variant in shown}) == 3
    assert all(isinstance(variant["sku_id"], int) for variant in shown)


def test_the_first_real_variant_takes_the_base_variants_place(client: Client, mug: Any) -> None:
    color = add_option(client, mug, "Color", "Red")
    variant = succeeded(client.post(variants(mug), {"sku": "RED", "option_values": refs((color, "Red"))}))
    assert client.data(variants(mug)) == [variant]
    assert client.data(f"/catalog/products/{mug['id']}")["base_variant_id"] is None
    answer = client.get(variants(mug, {"id": mug["base_variant_id"]}))
    assert answer.status_code == 404
    assert answer.json()["title"] == f"The variant with id {mug['base_variant_id']} does not exist"


def test_a_new_variant_names_one_value_of_every_option(client: Client, mug: Any, evidence: Evidence) -> None:
    color, size = add_option(client, mug, "Color", "Red", "Blue"), add_option(client, mug, "Size", "S")
    bowl = client.create_product("Bowl")
    other = add_option(client, bowl, "Color", "Red")
    red, blue, small = refs((color, "Red")), refs((color, "Blue")), refs((size, "S"))
    wrong: list[Any] = [
        [],
        red,
        red + blue,
        red + small + small,
        red + small + refs((other, "Red")),
        [{"option_id": color["id"], "id": small[0]["id"]}, *small],
        [{"option_id": color["id"]}, *small],
        [{"id": red[0]["id"]}, *small],
        labels(Color="Red", Size="S"),
    ]
    with evidence.unchanged(client):
        for values in wrong:
            answer = client.post(variants(mug), {"sku": "X", "option_values": values})
            assert (answer.status_code, list(answer.json()["errors"])) == (422, ["option_values"]), values
        assert client.post(variants(mug), {"sku": "X"}).status_code == 422
    assert client.post(variants(mug), {"sku": "X", "option_values": small + red}).status_code == 200


def test_a_combination_exists_once(client: Client, shirt: Any, evidence: Evidence) -> None:
    with evidence.unchanged(client):
        answer = client.post(
            variants(shirt), {"sku": "AGAIN", "option_values": refs((shirt["options"][0], "Red"))}
        )
    assert answer.status_code == 409
    assert answer.json() == {
        "status": 409,
        "title": "Variant with the same option values set exists",
        "type": "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes",
        "code": 22010,
        "errors": {"option_values": "Variant with the same option values set exists"},
    }


def test_the_order_of_the_option_values_makes_no_other_combination(client: Client) -> None:
    shirt = client.create_shirt(colors=("Red",), sizes=("S",))
    color, size = shirt["options"]
    answer = client.post(
        variants(shirt), {"sku": "X", "option_values": refs((size, "S")) + refs((color, "Red"))}
    )
    assert answer.json()["code"] == 22010


@pytest.mark.parametrize("sku", ["mug", "red"])
def test_a_taken_sku_is_a_conflict_in_any_case(
    client: Client, mug: Any, shirt: Any, evidence: Evidence, sku: str
) -> None:
    with evidence.unchanged(client):
        answer = client.post(
            variants(shirt), {"sku": sku, "option_values": refs((shirt["options"][0], "Blue"))}
        )
    assert answer.status_code == 409
    text = f"Sku {sku} is not unique"
    assert (answer.json()["title"], answer.json()["code"]) == (text, 22003)
    assert answer.json()["errors"] == {"sku": text}


def test_a_product_without_options_takes_no_second_variant(
    client: Client, mug: Any, evidence: Evidence
) -> None:
    with evidence.unchanged(client):
        answer = client.post(variants(mug), {"sku": "X", "option_values": []})
    assert (answer.status_code, answer.json()["code"]) == (409, 22010)


def test_a_variant_needs_a_sku(client: Client, shirt: Any) -> None:
    answer = client.post(variants(shirt), {"option_values": []})
    assert answer.json()["errors"] == {"sku": "Please provide a sku."}
    assert client.post(variants(shirt), {"sku": ""}).json()["title"] == "Invalid field(s): sku"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sku", "x" * 256),
        ("price", -1),
        ("price", "nan"),
        ("weight", 10_000_000_000),
        ("upc", "1" * 15),
        ("inventory_level", 2**31),
        ("purchasing_disabled_message", "x" * 256),
        ("image_url", "x" * 256),
        ("is_free_shipping", "maybe"),
        ("mpn", "a\0"),
    ],
)
def test_a_wrong_field_is_named(
    client: Client, shirt: Any, evidence: Evidence, field: str, value: Any
) -> None:
    new = {"sku": "BLUE", "option_values": refs((shirt["options"][0], "Blue")), field: value}
    with evidence.unchanged(client):
        created = client.post(variants(shirt), new)
        changed = client.put(variants(shirt, shirt["variants"][0]), {field: value})
    for answer in (created, changed):
        assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])


def test_a_product_has_at_most_600_variants(client: Client, evidence: Evidence) -> None:
    sizes = [f"Size {number}" for number in range(26)]
    colors = [f"Color {number}" for number in range(24)]
    combinations = [labels(Color=color, Size=size) for color in colors for size in sizes]
    inline = [{"sku": f"S-{number}", "option_values": values} for number, values in enumerate(combinations)]
    product = client.create_product("Paint", variants=inline[:600])
    assert len(product["variants"]) == 600
    color, size = product["options"]
    free = next(
        refs((color, values[0]["label"]), (size, values[1]["label"]))
        for values in combinations[600:]
        if values[0]["label"] in {value["label"] for value in color["option_values"]}
    )
    with evidence.unchanged(client):
        answer = client.post(variants(product), {"sku": "ONE-MORE", "option_values": free})
        assert answer.status_code == 422
        assert answer.json()["title"] == "A product may have at most 600 variants"
        body = {"name": "More paint", "type": "physical", "weight": 1, "price": 1, "variants": inline[:601]}
        assert client.post("/catalog/products", body).status_code == 422
    assert client.get(variants(product), limit=250, page=3).json()["meta"]["pagination"]["count"] == 100


# Get


def test_variants_are_listed_a_page_at_a_time(client: Client) -> None:
    shirt = client.create_shirt()
    answer = client.get(variants(shirt), limit=3, page=2).json()
    assert answer["data"] == shirt["variants"][3:]
    assert answer["meta"]["pagination"]["links"] == {
        "previous": "?page=1&limit=3",
        "current": "?page=2&limit=3",
    }
    assert "too_many" not in answer["meta"]["pagination"]


def test_variants_can_be_asked_for_some_fields_only(client: Client, shirt: Any) -> None:
    (variant,) = shirt["variants"]
    assert client.data(variants(shirt), include_fields="sku") == [{"id": variant["id"], "sku": "RED"}]
    assert "price" not in client.data(variants(shirt, variant), exclude_fields="price,id")


def test_a_variant_is_reached_through_its_own_product_only(
    client: Client, mug: Any, shirt: Any, evidence: Evidence
) -> None:
    (variant,) = shirt["variants"]
    with evidence.unchanged(client):
        for answer in (
            client.get(variants(mug, variant)),
            client.put(variants(mug, variant), {"price": 1}),
            client.delete(variants(mug, variant) + "/image"),
        ):
            assert answer.status_code == 404
            assert answer.json()["title"] == f"The variant with id {variant['id']} does not exist"
        client.delete(variants(mug, variant))


def test_variants_of_a_product_that_is_not_there_are_404(client: Client, shirt: Any) -> None:
    missing, (variant,) = {"id": shirt["id"] + 1}, shirt["variants"]
    for answer in (
        client.get(variants(missing)),
        client.get(variants(missing, variant)),
        client.post(variants(missing), {"sku": "X"}),
        client.put(variants(missing, variant), {"price": 1}),
        client.delete(variants(missing, variant)),
    ):
        assert answer.status_code == 404
        assert answer.json()["title"] == f"A product was not found with an id of {missing['id']}"


# All variants of a store


def test_all_variants_of_a_store_are_listed(client: Client, mug: Any, shirt: Any) -> None:
    answer = client.get("/catalog/variants").json()
    assert [variant["sku"] for variant in answer["data"]] == ["MUG", "RED"]
    assert answer["meta"]["pagination"]["total"] == 2


def test_all_variants_can_be_filtered(client: Client, mug: Any) -> None:
    shirt = client.create_shirt(sizes=("S",))
    red, blue = shirt["variants"]
    succeeded(client.put(variants(shirt, blue), {"upc": "123"}))
    path = "/catalog/variants"
    for query, found in (
        ({"id": red["id"]}, ["CREW-RED-S"]),
        ({"sku": "CREW-BLUE-S"}, ["CREW-BLUE-S"]),
        ({"upc": "123"}, ["CREW-BLUE-S"]),
        ({"product_id:in": f"{mug['id']}"}, ["MUG"]),
        ({"product_id:in": f"{mug['id']},{shirt['id']}"}, ["MUG", "CREW-RED-S", "CREW-BLUE-S"]),
        ({"product_id:in": f"{shirt['id']}", "upc": ""}, ["CREW-RED-S"]),
    ):
        assert [variant["sku"] for variant in client.data(path, **query)] == found, query
    assert client.get(path, price=1).json()["title"] == (
        "The filter(s): price are not valid filter parameter(s)."
    )
    assert client.data(path, sku="MUG", include_fields="upc")[0].keys() == {"id", "upc"}
