"""Every operation against our own OpenAPI document: Schemathesis makes the requests, a real server answers them.

The store holds one of everything, so that most requests get past their path. What is sent is made from the document,
once so that it fits and once so that it does not; whatever it is, the answer must be one that the document declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from openshelf.app import OPERATIONS, openapi_document
from tests.support.client import Client, succeeded
from tests.support.servers import Server

CASES = 10
"""Generated requests of each sort for one operation; with 139 operations that is about a minute."""

CONFORMANCE = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
UNEXPECTED = "Internal Server Error"

DOCUMENT = openapi_document("http://openshelf.test")
DECLARED = {
    (each.method.upper(), each.path): each
    for each in (
        found.ok()
        for found in schemathesis.openapi.from_dict(DOCUMENT).get_all_operations()
        if isinstance(found, Ok)
    )
}
VERSIONS = {(each.method, each.path): each.version for each in OPERATIONS}
"""Paths that are not below `v3` say so by servers of their own, of which `from_dict` knows nothing."""

# What deletes comes last, and of that the innermost things first, so that the others find something to work on.
ORDERED = sorted(
    DECLARED, key=lambda each: (each[0] == "DELETE", -each[1].count("/") * (each[0] == "DELETE"))
)

SEEDS: dict[str, Any] = {
    "/catalog/brands/{brand_id}": {"name": "Able"},
    "/catalog/categories/{category_id}": {"name": "Kettles", "parent_id": 0},
    "/catalog/products/{product_id}/modifiers/{modifier_id}": {
        "type": "dropdown",
        "required": False,
        "display_name": "Wrap",
        "option_values": [{"label": "Paper", "sort_order": 0}, {"label": "Cloth", "sort_order": 1}],
    },
    "/catalog/products/{product_id}/complex-rules/{complex_rule_id}": {},
    "/catalog/products/{product_id}/videos/{id}": {"video_id": "z3fRu9pkuXE"},
    "/catalog/products/{product_id}/reviews/{review_id}": {
        "title": "Good",
        "date_reviewed": "2024-05-01T10:00:00+00:00",
    },
    "/catalog/products/{product_id}/bulk-pricing-rules/{bulk_pricing_rule_id}": {
        "quantity_min": 10,
        "quantity_max": 20,
        "type": "price",
        "amount": 1,
    },
    "/catalog/products/{product_id}/custom-fields/{custom_field_id}": {"name": "Origin", "value": "Oslo"},
} | {
    f"{owner}/metafields/{{metafield_id}}": {
        "key": "k",
        "value": "v",
        "namespace": "n",
        "permission_set": "write",
    }
    for owner in (
        "/catalog/products/{product_id}",
        "/catalog/products/{product_id}/variants/{variant_id}",
        "/catalog/brands/{brand_id}",
        "/catalog/categories/{category_id}",
    )
}
"""What is made by a POST to the collection of a path, in this order."""

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@dataclass
class Stocked:
    """A store with one of everything; `ids` by the path that ends in the id."""

    client: Client
    ids: dict[str, int] = field(default_factory=dict)

    def filled(self, path: str) -> str:
        return re.sub(r"\{\w+\}", lambda found: str(self.ids[path[: found.end()]]), path)

    def parameters(self, path: str) -> dict[str, int]:
        return {found[0][1:-1]: self.ids[path[: found.end()]] for found in re.finditer(r"\{\w+\}", path)}

    def stock(self) -> None:
        shirt = self.client.create_shirt()
        product = "/catalog/products/{product_id}"
        option = f"{product}/options/{{option_id}}"
        self.ids[product] = shirt["id"]
        self.ids[f"{product}/variants/{{variant_id}}"] = shirt["variants"][0]["id"]
        found = self.client.data(f"/catalog/products/{shirt['id']}/options")[0]
        self.ids[option] = found["id"]
        self.ids[f"{option}/values/{{value_id}}"] = found["option_values"][0]["id"]
        self.ids["/catalog/trees/{tree_id}"] = self.client.data("/catalog/trees")[0]["id"]
        for path, body in SEEDS.items():
            made = self.make(path, body)
            self.ids[path] = made["id"]
            if path.endswith("{modifier_id}"):
                self.ids[f"{path}/values/{{value_id}}"] = made["option_values"][0]["id"]
        images = f"{product}/images"
        self.ids[f"{images}/{{image_id}}"] = succeeded(self.client.upload(self.filled(images), PNG))["id"]

    def make(self, path: str, body: Any) -> Any:
        if path.endswith("{complex_rule_id}"):
            body = {
                "price_adjuster": {"adjuster": "relative", "adjuster_value": 1},
                "conditions": self.conditions(),
            }
        return succeeded(self.client.post(self.filled(path.rpartition("/")[0]), body))

    def conditions(self) -> list[dict[str, int]]:
        modifier = "/catalog/products/{product_id}/modifiers/{modifier_id}"
        value = self.ids[f"{modifier}/values/{{value_id}}"]
        return [
            {"variant_id": self.ids["/catalog/products/{product_id}/variants/{variant_id}"]},
            {"modifier_id": self.ids[modifier], "modifier_value_id": value},
        ]


@pytest.fixture(scope="module")
def stocked(sqlite_api: Server) -> Iterator[Stocked]:
    store = Stocked(sqlite_api.new_store())
    store.stock()
    yield store
    store.client.close()


@pytest.mark.parametrize("sort", list(GenerationMode), ids=lambda sort: sort.value)
@pytest.mark.parametrize(("method", "path"), ORDERED, ids=lambda part: str(part))
def test_every_answer_is_one_that_the_document_declares(
    stocked: Stocked, method: str, path: str, sort: GenerationMode
) -> None:
    operation = DECLARED[method, path]
    client = stocked.client
    base = f"{client.server}/stores/{client.store_hash}/{VERSIONS[method, path]}"
    known = stocked.parameters(path)

    @settings(
        max_examples=CASES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(sort), exists=st.sampled_from([True, True, True, False]))
    def run(case: Case[Any], exists: bool) -> None:
        if exists:
            case.path_parameters = dict(known)
        answer = case.call(base_url=base, headers={"X-Auth-Token": client.token}, timeout=60)
        case.validate_response(answer, checks=CONFORMANCE)
        if answer.status_code >= 500:
            assert answer.json()["title"] != UNEXPECTED

    run()
