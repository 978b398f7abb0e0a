"""Every table. Rows are the truth; `document` beside them is what is read (design: documents).

Every primary key begins with the store: no statement can reach another store's rows by an id alone, and a sharded
PostgreSQL can distribute by `store_id`. Two kinds of names are not obvious:

- `…_key` is the folded form (`str.casefold`) of a text that must be unique without regard to case.
- money and measures are whole ten-thousandths (`types.FourPlaces`), times microseconds since the epoch.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Sequence,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql

from openshelf.persistence.types import FourPlaces, Json, Timestamp

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def flag(name: str, *, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, default=default)


def count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


def amount(name: str) -> Column[Any]:
    return Column(name, FourPlaces, nullable=False, server_default="0")


def inherited(name: str) -> Column[Any]:
    """A measure of a variant; null means that the product's counts."""
    return Column(name, FourPlaces, nullable=True)


def adjustment(name: str) -> tuple[Column[Any], Column[Any]]:
    """How a choice changes a price or a weight; null when it does not."""
    return Column(f"{name}_adjuster", String(12), nullable=True), Column(
        f"{name}_adjuster_value", FourPlaces, nullable=True
    )


def moment(name: str) -> Column[Any]:
    return Column(name, Timestamp, nullable=False)


def document() -> Column[bytes]:
    return Column("document", LargeBinary, nullable=False, default=b"")


def of_product() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["store_id", "product_id"], ["product.store_id", "product.id"], ondelete="CASCADE"
    )


def tenant(name: str, *rest: Any) -> Table:
    """A table whose rows belong to one store and are numbered."""
    return Table(
        name,
        metadata,
        Column("store_id", BigInteger, nullable=False),
        Column("id", BigInteger, nullable=False, autoincrement=False),
        *rest,
        PrimaryKeyConstraint("store_id", "id"),
    )


# Stores and who may reach them

store = Table(
    "store",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", String(32), nullable=False, unique=True),
    text("name"),
    moment("date_created"),
)

api_account = tenant(
    "api_account",
    text("name"),
    Column("client_id", String(64), nullable=False, unique=True),
    Column("scopes", Json, nullable=False),
    moment("date_created"),
    Column("date_revoked", Timestamp, nullable=True),
)

access_token = Table(
    "access_token",
    metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("store_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    ForeignKeyConstraint(
        ["store_id", "account_id"], ["api_account.store_id", "api_account.id"], ondelete="CASCADE"
    ),
    moment("date_created"),
)

# Ids count up per store on SQLite (this table) and per database on PostgreSQL (`SEQUENCES`), where a counter row
# would make every writer of a store wait for the one before it.
SEQUENCES = {
    name: Sequence(f"{name}_id_seq", metadata=metadata)
    for name in (
        "api_account",
        "brand",
        "bulk_pricing_rule",
        "category",
        "category_tree",
        "complex_rule",
        "complex_rule_condition",
        "custom_field",
        "metafield",
        "option",
        "option_value",
        "outbox",
        "picture",
        "product",
        "product_image",
        "product_review",
        "product_video",
        "search_row",
        "sku",
        "store",
        "variant",
    )
}

sequence = Table(
    "sequence",
    metadata,
    Column("store_id", BigInteger, nullable=False),
    Column("name", String(32), nullable=False),
    Column("last", BigInteger, nullable=False),
    PrimaryKeyConstraint("store_id", "name"),
)

rate_window = Table(
    "rate_window",
    metadata,
    Column("store_id", BigInteger, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("used", BigInteger, nullable=False),
    PrimaryKeyConstraint("store_id", "account_id"),
)
"""Counters that may be lost in a crash; only PostgreSQL uses this table (wire/rates.py)."""

# Pictures

blob = Table(
    "blob",
    metadata,
    Column("store_id", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("format", String(8), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("frames", Integer, nullable=False),
    moment("date_created"),
    PrimaryKeyConstraint("store_id", "sha256"),
)

picture = tenant(
    "picture",
    Column("slot", String(24), nullable=False),
    Column("owner_id", BigInteger, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    moment("date_created"),
    Column("date_replaced", Timestamp, nullable=True),
    UniqueConstraint("store_id", "path"),
    Index(None, "store_id", "slot", "owner_id"),
    Index(None, "store_id", "sha256"),
    ForeignKeyConstraint(["store_id", "sha256"], ["blob.store_id", "blob.sha256"]),
)

# Catalog

product = tenant(
    "product",
    text("name"),
    Column("name_key", Text, nullable=False),
    Column("type", String(8), nullable=False),
    text("sku"),
    text("description"),
    amount("weight"),
    amount("width"),
    amount("depth"),
    amount("height"),
    amount("price"),
    amount("cost_price"),
    amount("retail_price"),
    amount("sale_price"),
    amount("map_price"),
    amount("calculated_price"),
    count("tax_class_id"),
    text("product_tax_code"),
    count("brand_id"),
    count("inventory_level"),
    count("inventory_warning_level"),
    Column("inventory_tracking", String(8), nullable=False),
    count("reviews_rating_sum"),
    count("reviews_count"),
    count("total_sold"),
    amount("fixed_cost_shipping_price"),
    flag("is_free_shipping"),
    flag("is_visible", default=True),
    flag("is_featured"),
    Column("related_products", Json, nullable=False),
    text("warranty"),
    text("bin_picking_number"),
    text("layout_file"),
    text("upc"),
    text("mpn"),
    text("gtin"),
    Column("date_last_imported", Timestamp, nullable=True),
    text("search_keywords"),
    Column("availability", String(16), nullable=False),
    text("availability_description"),
    Column("gift_wrapping_options_type", String(8), nullable=False),
    Column("gift_wrapping_options_list", Json, nullable=False),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    Column("condition", String(16), nullable=False),
    flag("is_condition_shown"),
    count("order_quantity_minimum"),
    count("order_quantity_maximum"),
    text("page_title"),
    Column("meta_keywords", Json, nullable=False),
    text("meta_description"),
    count("view_count"),
    Column("preorder_release_date", Timestamp, nullable=True),
    text("preorder_message"),
    flag("is_preorder_only"),
    flag("is_price_hidden"),
    text("price_hidden_label"),
    text("url"),
    flag("url_is_customized"),
    Column("open_graph_type", String(16), nullable=False),
    text("open_graph_title"),
    text("open_graph_description"),
    flag("open_graph_use_meta_description", default=True),
    flag("open_graph_use_product_name", default=True),
    flag("open_graph_use_image", default=True),
    Column("base_variant_id", BigInteger, nullable=True),
    moment("date_created"),
    moment("date_modified"),
    document(),
    Column("search_row", BigInteger, nullable=False, unique=True),
    Column("search", Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
    UniqueConstraint("store_id", "name_key"),
    Index(None, "store_id", "sku"),
    Index(None, "store_id", "is_visible", "id"),
    Index(None, "store_id", "brand_id"),
    Index(None, "store_id", "date_last_imported"),
    Index("ix_product_stock", "store_id", "inventory_tracking", "inventory_level", "inventory_warning_level"),
    Index(
        "ix_product_summary",
        "store_id",
        "id",
        "price",
        "sale_price",
        "inventory_tracking",
        "inventory_level",
        "base_variant_id",
    ),
)

brand = tenant(
    "brand",
    text("name"),
    Column("name_key", Text, nullable=False),
    text("page_title"),
    Column("meta_keywords", Json, nullable=False),
    text("meta_description"),
    text("search_keywords"),
    Column("picture_id", BigInteger, nullable=True),
    text("url"),
    flag("url_is_customized"),
    document(),
    UniqueConstraint("store_id", "name_key"),
    Index(None, "store_id", "name"),
    Index(None, "store_id", "page_title"),
)

category_tree = tenant(
    "category_tree",
    text("name"),
    Column("channel_id", BigInteger, nullable=False),
    document(),
    UniqueConstraint("store_id", "channel_id"),
)

category = tenant(
    "category",
    Column("uuid", String(36), nullable=False),
    Column("tree_id", BigInteger, nullable=False),
    Column("parent_id", BigInteger, nullable=False),
    text("name"),
    Column("name_key", Text, nullable=False),
    text("description"),
    count("views"),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    text("page_title"),
    Column("meta_keywords", Json, nullable=False),
    text("meta_description"),
    text("layout_file"),
    Column("picture_id", BigInteger, nullable=True),
    flag("is_visible", default=True),
    text("search_keywords"),
    Column("default_product_sort", String(24), nullable=False),
    text("url"),
    flag("url_is_customized"),
    document(),
    Column("tree_document", LargeBinary, nullable=False, default=b""),
    UniqueConstraint("store_id", "tree_id", "parent_id", "name_key"),
    UniqueConstraint("store_id", "uuid"),
    Index(None, "store_id", "parent_id"),
    Index(None, "store_id", "name"),
    Index(None, "store_id", "sort_order"),
    Index(None, "store_id", "page_title"),
    ForeignKeyConstraint(["store_id", "tree_id"], ["category_tree.store_id", "category_tree.id"]),
)
"""`document` is the older face's (`/catalog/categories`), `tree_document` that of `/catalog/trees/categories`."""

product_category = Table(
    "product_category",
    metadata,
    Column("store_id", BigInteger, nullable=False),
    Column("product_id", BigInteger, nullable=False),
    Column("category_id", BigInteger, nullable=False),
    Column("sort_order", Integer, nullable=True),
    PrimaryKeyConstraint("store_id", "product_id", "category_id"),
    # The category comes first: a filter by category is a set of pairs that does not know the store by itself.
    Index(None, "category_id", "store_id", "product_id"),
    of_product(),
    ForeignKeyConstraint(
        ["store_id", "category_id"], ["category.store_id", "category.id"], ondelete="CASCADE"
    ),
)

product_channel = Table(
    "product_channel",
    metadata,
    Column("store_id", BigInteger, nullable=False),
    Column("product_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    PrimaryKeyConstraint("store_id", "product_id", "channel_id"),
    Index(None, "channel_id", "store_id", "product_id"),
    of_product(),
)

custom_field = tenant(
    "custom_field",
    Column("product_id", BigInteger, nullable=False),
    text("name"),
    text("value"),
    document(),
    UniqueConstraint("store_id", "product_id", "name", "value"),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)

product_image = tenant(
    "product_image",
    Column("product_id", BigInteger, nullable=False),
    Column("picture_id", BigInteger, nullable=False),
    flag("is_thumbnail"),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    text("description"),
    moment("date_modified"),
    document(),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)

product_video = tenant(
    "product_video",
    Column("product_id", BigInteger, nullable=False),
    text("title"),
    text("description"),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    Column("type", String(16), nullable=False),
    Column("video_id", String(25), nullable=False),
    text("length"),
    document(),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)

product_review = tenant(
    "product_review",
    Column("product_id", BigInteger, nullable=False),
    text("title"),
    text("text"),
    Column("status", String(16), nullable=False),
    Column("rating", Integer, nullable=False),
    text("email"),
    text("name"),
    moment("date_reviewed"),
    moment("date_created"),
    moment("date_modified"),
    document(),
    Index(None, "store_id", "product_id", "status"),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)

bulk_pricing_rule = tenant(
    "bulk_pricing_rule",
    Column("product_id", BigInteger, nullable=False),
    count("quantity_min"),
    count("quantity_max"),
    Column("type", String(8), nullable=False),
    amount("amount"),
    document(),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)
"""`quantity_max` is 0 for a rule without an upper end."""

option = tenant(
    "option",
    Column("product_id", BigInteger, nullable=False),
    text("name"),
    text("display_name"),
    Column("display_name_key", Text, nullable=False),
    Column("type", String(32), nullable=False),
    Column("config", Json, nullable=False),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    text("image_url"),
    document(),
    UniqueConstraint("store_id", "product_id", "display_name_key"),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)

option_value = tenant(
    "option_value",
    Column("option_id", BigInteger, nullable=False),
    text("label"),
    Column("label_key", Text, nullable=False),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    Column("value_data", Json, nullable=True),
    flag("is_default"),
    Column("swatch_picture_id", BigInteger, nullable=True),
    Column("listed_product_id", BigInteger, nullable=True),
    document(),
    UniqueConstraint("store_id", "option_id", "label_key"),
    Index(None, "store_id", "listed_product_id"),
    ForeignKeyConstraint(["store_id", "option_id"], ["option.store_id", "option.id"], ondelete="CASCADE"),
)

# Options and modifiers are numbered together, and so are their values (behaviour 5.21).
modifier = tenant(
    "modifier",
    Column("product_id", BigInteger, nullable=False),
    text("name"),
    text("display_name"),
    Column("display_name_key", Text, nullable=False),
    Column("type", String(32), nullable=False),
    flag("required"),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    Column("config", Json, nullable=False),
    document(),
    UniqueConstraint("store_id", "product_id", "display_name_key"),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)

modifier_value = tenant(
    "modifier_value",
    Column("modifier_id", BigInteger, nullable=False),
    text("label"),
    Column("label_key", Text, nullable=False),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    Column("value_data", Json, nullable=True),
    flag("is_default"),
    Column("swatch_picture_id", BigInteger, nullable=True),
    Column("listed_product_id", BigInteger, nullable=True),
    *adjustment("price"),
    *adjustment("weight"),
    Column("picture_id", BigInteger, nullable=True),
    flag("purchasing_disabled"),
    text("purchasing_disabled_message"),
    document(),
    UniqueConstraint("store_id", "modifier_id", "label_key"),
    Index(None, "store_id", "listed_product_id"),
    ForeignKeyConstraint(
        ["store_id", "modifier_id"], ["modifier.store_id", "modifier.id"], ondelete="CASCADE"
    ),
)

variant = tenant(
    "variant",
    Column("product_id", BigInteger, nullable=False),
    text("sku"),
    Column("sku_id", BigInteger, nullable=True),
    Column("combination", Text, nullable=False),
    inherited("price"),
    inherited("sale_price"),
    inherited("retail_price"),
    inherited("map_price"),
    inherited("cost_price"),
    inherited("weight"),
    inherited("width"),
    inherited("height"),
    inherited("depth"),
    inherited("fixed_cost_shipping_price"),
    flag("is_free_shipping"),
    flag("purchasing_disabled"),
    text("purchasing_disabled_message"),
    text("upc"),
    text("mpn"),
    text("gtin"),
    count("inventory_level"),
    count("inventory_warning_level"),
    text("bin_picking_number"),
    Column("picture_id", BigInteger, nullable=True),
    moment("date_created"),
    document(),
    UniqueConstraint("store_id", "product_id", "combination"),
    Index(None, "store_id", "sku"),
    Index(None, "store_id", "upc"),
    Index(None, "store_id", "date_created"),
    Index("ix_variant_summary", "store_id", "product_id", "price", "sale_price", "inventory_level"),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)

variant_option_value = Table(
    "variant_option_value",
    metadata,
    Column("store_id", BigInteger, nullable=False),
    Column("variant_id", BigInteger, nullable=False),
    Column("option_id", BigInteger, nullable=False),
    Column("option_value_id", BigInteger, nullable=False),
    PrimaryKeyConstraint("store_id", "variant_id", "option_id"),
    Index(None, "store_id", "option_value_id"),
    ForeignKeyConstraint(["store_id", "variant_id"], ["variant.store_id", "variant.id"], ondelete="CASCADE"),
)

complex_rule = tenant(
    "complex_rule",
    Column("product_id", BigInteger, nullable=False),
    Column("sort_order", Integer, nullable=False, server_default="0"),
    flag("enabled", default=True),
    flag("stop"),
    *adjustment("price"),
    *adjustment("weight"),
    flag("purchasing_disabled"),
    text("purchasing_disabled_message"),
    flag("purchasing_hidden"),
    Column("picture_id", BigInteger, nullable=True),
    Column("conditions_key", Text, nullable=False),
    document(),
    UniqueConstraint("store_id", "product_id", "conditions_key"),
    Index(None, "store_id", "product_id", "id"),
    of_product(),
)

complex_rule_condition = tenant(
    "complex_rule_condition",
    Column("rule_id", BigInteger, nullable=False),
    Column("modifier_id", BigInteger, nullable=True),
    Column("modifier_value_id", BigInteger, nullable=True),
    Column("variant_id", BigInteger, nullable=True),
    Column("combination_id", BigInteger, nullable=False),
    Index(None, "store_id", "rule_id"),
    Index(None, "store_id", "modifier_id"),
    Index(None, "store_id", "modifier_value_id"),
    Index(None, "store_id", "variant_id"),
    ForeignKeyConstraint(
        ["store_id", "rule_id"], ["complex_rule.store_id", "complex_rule.id"], ondelete="CASCADE"
    ),
)

sku = Table(
    "sku",
    metadata,
    Column("store_id", BigInteger, nullable=False),
    Column("sku_key", Text, nullable=False),
    Column("product_id", BigInteger, nullable=False),
    Column("variant_id", BigInteger, nullable=True),
    PrimaryKeyConstraint("store_id", "sku_key"),
    Index(None, "store_id", "product_id"),
    of_product(),
)

metafield = tenant(
    "metafield",
    Column("resource_type", String(8), nullable=False),
    Column("resource_id", BigInteger, nullable=False),
    Column("owner_client_id", String(64), nullable=False),
    text("namespace"),
    text("key"),
    Column("permission_set", String(24), nullable=False),
    text("description"),
    moment("date_created"),
    moment("date_modified"),
    text("value"),
    document(),
    UniqueConstraint(
        "store_id",
        "resource_type",
        "resource_id",
        "owner_client_id",
        "namespace",
        "key",
        name="uq_metafield_identity",
    ),
    # With who may see it, so that those of a kind are counted without a look at their rows.
    Index("ix_metafield_visible", "store_id", "resource_type", "id", "owner_client_id", "permission_set"),
    Index(None, "store_id", "resource_type", "key", "id"),
    Index(None, "store_id", "resource_type", "namespace", "id"),
    Index(None, "store_id", "resource_type", "date_created"),
    Index(None, "store_id", "resource_type", "date_modified"),
)
"""No foreign key can lead to four tables: whoever deletes a resource calls `metafields.service.forget`."""

url_path = Table(
    "url_path",
    metadata,
    Column("store_id", BigInteger, nullable=False),
    Column("path", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("resource_id", BigInteger, nullable=False),
    flag("is_redirect"),
    PrimaryKeyConstraint("store_id", "path"),
    Index(None, "store_id", "kind", "resource_id"),
)

# What happened, for those who are told later

outbox = tenant(
    "outbox",
    Column("topic", String(64), nullable=False),
    Column("payload", Json, nullable=False),
    moment("date_created"),
)
