"""Operations of bulk pricing rules: `/catalog/products/{product_id}/bulk-pricing-rules`."""

from __future__ import annotations

from openshelf.catalog import children
from openshelf.catalog.bulk_pricing_rules import service
from openshelf.catalog.bulk_pricing_rules.schemas import (
    BulkPricingRule,
    BulkPricingRulePost,
    BulkPricingRulePut,
)
from openshelf.catalog.bulk_pricing_rules.service import (
    BulkPricingRuleNotFound,
    BulkPricingRulesOverlap,
    QuantityMaxMissing,
    TooManyBulkPricingRules,
)
from openshelf.catalog.children import Child
from openshelf.catalog.context import Catalog
from openshelf.catalog.products.locking import ProductNotFound
from openshelf.persistence.tables import bulk_pricing_rule
from openshelf.wire.envelope import Answer
from openshelf.wire.problems import InvalidFields, MissingFields
from openshelf.wire.query import Collection
from openshelf.wire.routing import Call, Routes

routes = Routes[Catalog]("Product Bulk Pricing Rules")

CHILD = Child(bulk_pricing_rule, "bulk_pricing_rule_id", BulkPricingRuleNotFound)
FIELDS = tuple(BulkPricingRule.__struct_fields__)
LIST = Collection(fields=FIELDS)
ONE = Collection(fields=FIELDS, paged=False)


@routes.get(
    "/catalog/products/{product_id}/bulk-pricing-rules",
    returns=BulkPricingRule,
    many=True,
    query=LIST,
    problems=(ProductNotFound,),
)
async def list_bulk_pricing_rules(call: Call[None], catalog: Catalog) -> Answer:
    """List the bulk pricing rules of a product."""
    return await children.listed(CHILD, call, catalog)


@routes.post(
    "/catalog/products/{product_id}/bulk-pricing-rules",
    body=BulkPricingRulePost,
    returns=BulkPricingRule,
    problems=(
        ProductNotFound,
        MissingFields,
        InvalidFields,
        QuantityMaxMissing,
        BulkPricingRulesOverlap,
        TooManyBulkPricingRules,
    ),
)
async def create_bulk_pricing_rule(call: Call[BulkPricingRulePost], catalog: Catalog) -> Answer:
    """Add a bulk pricing rule to a product."""
    return await children.saved(
        CHILD, call, catalog, lambda tx, product_id: service.add(tx, call.store_id, product_id, call.body)
    )


@routes.get(
    "/catalog/products/{product_id}/bulk-pricing-rules/{bulk_pricing_rule_id}",
    returns=BulkPricingRule,
    query=ONE,
    problems=(ProductNotFound, BulkPricingRuleNotFound),
)
async def get_bulk_pricing_rule(call: Call[None], catalog: Catalog) -> Answer:
    """Get one bulk pricing rule of a product."""
    return await children.got(CHILD, call, catalog)


@routes.put(
    "/catalog/products/{product_id}/bulk-pricing-rules/{bulk_pricing_rule_id}",
    body=BulkPricingRulePut,
    returns=BulkPricingRule,
    problems=(ProductNotFound, BulkPricingRuleNotFound, InvalidFields, BulkPricingRulesOverlap),
)
async def update_bulk_pricing_rule(call: Call[BulkPricingRulePut], catalog: Catalog) -> Answer:
    """Change a bulk pricing rule; what is left out stays."""
    rule_id = call.path["bulk_pricing_rule_id"]
    return await children.saved(
        CHILD,
        call,
        catalog,
        lambda tx, product_id: service.change(tx, call.store_id, product_id, rule_id, call.body),
    )


@routes.delete(
    "/catalog/products/{product_id}/bulk-pricing-rules/{bulk_pricing_rule_id}",
    problems=(ProductNotFound, BulkPricingRuleNotFound),
)
async def delete_bulk_pricing_rule(call: Call[None], catalog: Catalog) -> Answer:
    """Delete a bulk pricing rule of a product."""
    return await children.deleted(CHILD, call, catalog, must_exist=True)
