"""The property that everything rests on: whatever is done, every document is what its row renders to, and what is
read is what a simple model says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from openshelf.catalog.rendering import RENDERERS
from openshelf.persistence import tables
from openshelf.persistence.database import Database, Transaction
from tests.media.pictures import encoded, scene
from tests.support.client import Client
from tests.support.evidence import Evidence
from tests.support.servers import Server
from tests.support.web import Web

PRODUCTS = "/catalog/products"
NAMES = ("Mug", "Bowl", "Tee ünö", "Control \x01 sign")
SKUS = ("A", "a", "B", "C", "D", "E", "F", "G")
OPTIONS = {"Color": ("Red", "Blue"), "Size": ("S", "L")}
PICTURES = [encoded(scene(size, size), "PNG") for size in (8, 9)]
AMOUNTS = st.sampled_from([0, 1, 2.5, 19.99, 1000])
OVERRIDES = st.none() | AMOUNTS


class Undone(Exception):
    """Takes a scratch transaction back."""


@dataclass
class Variant:
    """What one variant should show."""

    sku: str
    labels: tuple[str, ...]
    own: dict[str, float | None] = field(
        default_factory=lambda: {"price": None, "sale_price": None, "weight": None}
    )
    picture: bytes | None = None

    def calculated_price(self, product: Product) -> float:
        """The sale price if there is one, else the price; an own price hides the product's sale."""
        price, sale = self.own["price"], self.own["sale_price"]
        if sale is None and price is None:
            sale = product.values["sale_price"]
        return sale or (product.values["price"] if price is None else price)


@dataclass
class Product:
    """What one product should show. A product without variants has `base` in their place."""

    name: str
    sku: str
    values: dict[str, float]
    options: list[str]
    option_ids: dict[str, int] = field(default_factory=dict)
    value_ids: dict[tuple[str, str], int] = field(default_factory=dict)
    variants: dict[int, Variant] = field(default_factory=dict)
    base: Variant = field(default_factory=lambda: Variant("", ()))
    base_id: int | None = None
    has_gallery: bool = False

    def every_variant(self) -> dict[int, Variant]:
        return self.variants if self.base_id is None else {self.base_id: self.base}


class Shelf(RuleBasedStateMachine):
    """Requests to a store, and what should come of them."""

    new_client: Callable[[], Client]
    evidence: Evidence
    picture_url: str

    @initialize()
    def open_a_store(self) -> None:
        self.client = self.new_client()
        self.store_id = self.evidence.store_id(self.client)
        self.products: dict[int, Product] = {}

    def teardown(self) -> None:
        self.client.close()

    # What may be chosen from

    def pick(self, data: st.DataObject) -> tuple[int, Product]:
        product_id = data.draw(st.sampled_from(sorted(self.products)))
        return product_id, self.products[product_id]

    def pick_variant(self, data: st.DataObject) -> tuple[int, Product, int, Variant]:
        product_id, product = self.pick(data)
        variant_id = data.draw(st.sampled_from(sorted(product.every_variant())))
        return product_id, product, variant_id, product.every_variant()[variant_id]

    def taken_names(self, but: int | None = None) -> set[str]:
        return {each.name.casefold() for id_, each in self.products.items() if id_ != but}

    def taken_skus(self, but: Any = None) -> set[str]:
        """All SKUs of products and variants but those of one of them."""
        every: list[Product | Variant] = []
        for product in self.products.values():
            every += [product, *product.variants.values()]
        return {each.sku.casefold() for each in every if each is not but and each.sku}

    # Products

    @rule(
        name=st.sampled_from(NAMES),
        sku=st.sampled_from(("", *SKUS)),
        price=AMOUNTS,
        sale=AMOUNTS,
        weight=AMOUNTS,
        inline=st.lists(st.tuples(st.sampled_from(OPTIONS["Color"]), st.sampled_from(SKUS)), max_size=2),
    )
    def create_product(
        self, name: str, sku: str, price: float, sale: float, weight: float, inline: list[tuple[str, str]]
    ) -> None:
        body = {
            "name": name,
            "sku": sku,
            "type": "physical",
            "price": price,
            "sale_price": sale,
            "weight": weight,
        }
        if inline:
            body["variants"] = [
                {"sku": each, "option_values": [{"option_display_name": "Color", "label": label}]}
                for label, each in inline
            ]
        answer = self.client.post(PRODUCTS, body)
        skus = [each.casefold() for each in (sku, *(each for _, each in inline)) if each]
        labels = [label for label, _ in inline]
        if (
            name.casefold() in self.taken_names()
            or len(set(skus)) < len(skus)
            or self.taken_skus().intersection(skus)
            or len(set(labels)) < len(labels)
        ):
            assert answer.status_code == 409
            return
        shown = answer.json()["data"]
        product = Product(
            name, sku, {"price": price, "sale_price": sale, "weight": weight}, ["Color"] * bool(inline)
        )
        product.base_id = shown["base_variant_id"]
        for option in shown.get("options", []):
            self.remember(product, option)
        for variant, (label, each) in zip(shown.get("variants", []), inline, strict=True):
            product.variants[variant["id"]] = Variant(each, (label,))
        self.products[shown["id"]] = product

    @precondition(lambda self: self.products)
    @rule(
        data=st.data(),
        changes=st.fixed_dictionaries(
            {},
            optional={
                "price": AMOUNTS,
                "sale_price": AMOUNTS,
                "weight": AMOUNTS,
                "name": st.sampled_from(NAMES),
                "sku": st.sampled_from(("", *SKUS)),
            },
        ),
    )
    def update_product(self, data: st.DataObject, changes: dict[str, Any]) -> None:
        product_id, product = self.pick(data)
        answer = self.client.put(f"{PRODUCTS}/{product_id}", changes)
        name, sku = changes.get("name", product.name), changes.get("sku", product.sku)
        if name.casefold() in self.taken_names(product_id) or (
            sku != product.sku and sku.casefold() in self.taken_skus(product)
        ):
            assert answer.status_code == 409
            return
        assert answer.status_code == 200
        product.name, product.sku = name, sku
        product.values |= {key: value for key, value in changes.items() if key in product.values}

    @precondition(lambda self: self.products)
    @rule(data=st.data())
    def delete_product(self, data: st.DataObject) -> None:
        product_id, _ = self.pick(data)
        assert self.client.delete(f"{PRODUCTS}/{product_id}").status_code == 204
        del self.products[product_id]

    # Options

    def remember(self, product: Product, option: Any) -> None:
        product.option_ids[option["display_name"]] = option["id"]
        for value in option["option_values"]:
            product.value_ids[option["display_name"], value["label"]] = value["id"]

    @precondition(lambda self: self.products)
    @rule(data=st.data(), name=st.sampled_from(sorted(OPTIONS)))
    def add_option(self, data: st.DataObject, name: str) -> None:
        product_id, product = self.pick(data)
        values = [{"label": label} for label in OPTIONS[name]]
        body = {"display_name": name, "type": "dropdown", "option_values": values}
        answer = self.client.post(f"{PRODUCTS}/{product_id}/options", body)
        if name in product.options:
            assert answer.status_code == 409
            return
        product.options.append(name)
        self.remember(product, answer.json()["data"])

    # Variants

    @precondition(lambda self: self.products)
    @rule(data=st.data(), sku=st.sampled_from(SKUS), price=OVERRIDES)
    def add_variant(self, data: st.DataObject, sku: str, price: float | None) -> None:
        product_id, product = self.pick(data)
        labels = tuple(
            data.draw(st.sampled_from([label for option, label in product.value_ids if option == name]))
            for name in product.options
        )
        refs = [
            {"option_id": product.option_ids[name], "id": product.value_ids[name, label]}
            for name, label in zip(product.options, labels, strict=True)
        ]
        body = {"sku": sku, "price": price, "option_values": refs}
        answer = self.client.post(f"{PRODUCTS}/{product_id}/variants", body)
        if sku.casefold() in self.taken_skus() or labels in [
            each.labels for each in product.every_variant().values()
        ]:
            assert answer.status_code == 409
            return
        variant = Variant(sku, labels)
        variant.own["price"] = price
        product.variants[answer.json()["data"]["id"]] = variant
        product.base_id, product.base = None, Variant("", ())

    @precondition(lambda self: self.products)
    @rule(
        data=st.data(),
        changes=st.fixed_dictionaries(
            {},
            optional={
                "price": OVERRIDES,
                "sale_price": OVERRIDES,
                "weight": OVERRIDES,
                "sku": st.sampled_from(SKUS),
            },
        ),
        batch=st.booleans(),
    )
    def update_variant(self, data: st.DataObject, changes: dict[str, Any], batch: bool) -> None:
        product_id, product, variant_id, variant = self.pick_variant(data)
        if batch:
            answer = self.client.put("/catalog/variants", [{"id": variant_id, **changes}])
        else:
            answer = self.client.put(f"{PRODUCTS}/{product_id}/variants/{variant_id}", changes)
        is_base = variant_id == product.base_id
        holder = product if is_base else variant
        sku = changes.get("sku", holder.sku)
        if sku != holder.sku and sku.casefold() in self.taken_skus(holder):
            assert answer.status_code == (422 if batch else 409)
            return
        assert answer.status_code == 200
        holder.sku = sku
        for name in ("price", "sale_price", "weight"):
            if name in changes and not is_base:
                variant.own[name] = changes[name]
            elif changes.get(name) is not None:
                product.values[name] = changes[name]

    @precondition(lambda self: self.products)
    @rule(data=st.data())
    def delete_variant(self, data: st.DataObject) -> None:
        product_id, product, variant_id, _ = self.pick_variant(data)
        answer = self.client.delete(f"{PRODUCTS}/{product_id}/variants/{variant_id}")
        if variant_id == product.base_id:
            assert answer.status_code == 422
            return
        assert answer.status_code == 204
        del product.variants[variant_id]
        if not product.variants:
            product.base_id = self.client.data(f"{PRODUCTS}/{product_id}")["base_variant_id"]

    # Images

    @precondition(lambda self: self.products)
    @rule(data=st.data(), picture=st.sampled_from(PICTURES))
    def set_image(self, data: st.DataObject, picture: bytes) -> None:
        product_id, _, variant_id, variant = self.pick_variant(data)
        answer = self.client.upload(f"{PRODUCTS}/{product_id}/variants/{variant_id}/image", picture)
        assert answer.status_code == 200
        variant.picture = picture

    @precondition(lambda self: self.products)
    @rule(data=st.data(), through_the_variant=st.booleans())
    def clear_image(self, data: st.DataObject, through_the_variant: bool) -> None:
        product_id, _, variant_id, variant = self.pick_variant(data)
        path = f"{PRODUCTS}/{product_id}/variants/{variant_id}"
        if through_the_variant:
            assert self.client.put(path, {"image_url": ""}).status_code == 200
        else:
            assert self.client.delete(f"{path}/image").status_code == 204
        variant.picture = None

    @precondition(lambda self: self.products)
    @rule(data=st.data(), is_thumbnail=st.booleans())
    def add_to_the_gallery(self, data: st.DataObject, is_thumbnail: bool) -> None:
        product_id, product = self.pick(data)
        images = [{"image_url": self.picture_url, "is_thumbnail": is_thumbnail}]
        assert self.client.put(f"{PRODUCTS}/{product_id}", {"images": images}).status_code == 200
        product.has_gallery = True

    # What must hold after every step

    @invariant()
    def every_document_is_what_its_row_renders_to(self) -> None:
        store_id = self.store_id

        def documents(tx: Transaction, kind: str) -> dict[int, bytes]:
            table = tables.metadata.tables[kind]
            query = sa.select(table.c.id, table.c.document).where(table.c.store_id == store_id)
            return {row.id: bytes(row.document) for row in tx.execute(query)}

        def work(tx: Transaction) -> None:
            for kind, render in RENDERERS.items():
                before = documents(tx, kind)
                if before:
                    render(tx, store_id, set(before))
                    assert documents(tx, kind) == before, kind
            raise Undone

        with pytest.raises(Undone):
            self.evidence.database.write_now(work)

    @invariant()
    def what_is_read_is_what_the_model_says(self) -> None:
        shown = self.client.data(PRODUCTS, include="variants", limit=250)
        assert {each["id"]: seen(each) for each in shown} == {
            product_id: expected(product) for product_id, product in self.products.items()
        }
        for each in shown:
            product = self.products[each["id"]]
            for variant in each["variants"]:
                picture = product.every_variant()[variant["id"]].picture
                url = variant["image_url"]
                if picture is not None:
                    assert requests.get(url, timeout=30).content == picture
                elif product.has_gallery and product.base_id is not None:
                    assert f"/products/{each['id']}/images/" in url
                else:
                    assert url == ""


def seen(product: Any) -> dict[str, Any]:
    """The part of an answer that the model knows of."""
    names = ("name", "sku", "price", "sale_price", "weight", "calculated_price", "base_variant_id")
    return {name: product[name] for name in names} | {
        "variants": {
            variant["id"]: (
                variant["sku"],
                tuple(value["label"] for value in variant["option_values"]),
                variant["price"],
                variant["sale_price"],
                variant["weight"],
                variant["calculated_price"],
                variant["calculated_weight"],
            )
            for variant in product["variants"]
        }
    }


def expected(product: Product) -> dict[str, Any]:
    values = product.values
    price = values["sale_price"] or values["price"]
    shared = (values["price"], values["sale_price"], values["weight"])
    variants: dict[int, Any] = {
        variant_id: (
            each.sku,
            each.labels,
            each.own["price"],
            each.own["sale_price"],
            each.own["weight"],
            each.calculated_price(product),
            values["weight"] if each.own["weight"] is None else each.own["weight"],
        )
        for variant_id, each in product.variants.items()
    }
    if product.base_id is not None:
        variants[product.base_id] = (product.sku, (), *shared, price, values["weight"])
    return {
        "name": product.name,
        "sku": product.sku,
        **values,
        "calculated_price": price,
        "base_variant_id": product.base_id,
        "variants": variants,
    }


@pytest.fixture
def sqlite_database(sqlite_api: Server) -> Iterator[Database]:
    opened = sqlite_api.database()
    yield opened
    opened.close()


def test_documents_and_model_agree_after_any_operations(
    sqlite_api: Server, sqlite_database: Database, web: Web
) -> None:
    class OnThisServer(Shelf):
        evidence = Evidence(sqlite_api, sqlite_database)
        picture_url = web.serve(PICTURES[0], "/gallery.png")

        def new_client(self) -> Client:
            return sqlite_api.new_store(database=sqlite_database)

    bounds = settings(max_examples=30, stateful_step_count=25, phases=set(Phase) - {Phase.explain})
    run_state_machine_as_test(OnThisServer, settings=bounds)
