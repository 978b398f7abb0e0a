"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


SEQUENCES = (
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


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in SEQUENCES:
            op.execute(sa.schema.CreateSequence(sa.Sequence(f"{name}_id_seq")))
    op.create_table(
        "api_account",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.Column("date_revoked", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_api_account")),
        sa.UniqueConstraint("client_id", name=op.f("uq_api_account_client_id")),
    )
    op.create_table(
        "blob",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("frames", sa.Integer(), nullable=False),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "brand",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("page_title", sa.Text(), server_default="", nullable=False),
        sa.Column("meta_keywords", sa.Text(), nullable=False),
        sa.Column("meta_description", sa.Text(), server_default="", nullable=False),
        sa.Column("search_keywords", sa.Text(), server_default="", nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=True),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("url_is_customized", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_brand")),
        sa.UniqueConstraint("store_id", "name_key", name=op.f("uq_brand_store_id_name_key")),
    )
    with op.batch_alter_table("brand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brand_store_id_name"), ["store_id", "name"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_brand_store_id_page_title"), ["store_id", "page_title"], unique=False
        )

    op.create_table(
        "category_tree",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_category_tree")),
        sa.UniqueConstraint("store_id", "channel_id", name=op.f("uq_category_tree_store_id_channel_id")),
    )
    op.create_table(
        "metafield",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("resource_type", sa.String(length=8), nullable=False),
        sa.Column("resource_id", sa.BigInteger(), nullable=False),
        sa.Column("owner_client_id", sa.String(length=64), nullable=False),
        sa.Column("namespace", sa.Text(), server_default="", nullable=False),
        sa.Column("key", sa.Text(), server_default="", nullable=False),
        sa.Column("permission_set", sa.String(length=24), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.Column("date_modified", sa.BigInteger(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_metafield")),
        sa.UniqueConstraint(
            "store_id",
            "resource_type",
            "resource_id",
            "owner_client_id",
            "namespace",
            "key",
            name="uq_metafield_identity",
        ),
    )
    with op.batch_alter_table("metafield", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_metafield_store_id_resource_type_date_created"),
            ["store_id", "resource_type", "date_created"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_metafield_store_id_resource_type_date_modified"),
            ["store_id", "resource_type", "date_modified"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_metafield_store_id_resource_type_key_id"),
            ["store_id", "resource_type", "key", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_metafield_store_id_resource_type_namespace_id"),
            ["store_id", "resource_type", "namespace", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_metafield_visible",
            ["store_id", "resource_type", "id", "owner_client_id", "permission_set"],
            unique=False,
        )

    op.create_table(
        "outbox",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_outbox")),
    )
    op.create_table(
        "product",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("weight", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("width", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("depth", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("height", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cost_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("retail_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("sale_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("map_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("calculated_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tax_class_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("product_tax_code", sa.Text(), server_default="", nullable=False),
        sa.Column("brand_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("inventory_level", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("inventory_warning_level", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("inventory_tracking", sa.String(length=8), nullable=False),
        sa.Column("reviews_rating_sum", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("reviews_count", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("total_sold", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("fixed_cost_shipping_price", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("is_free_shipping", sa.Boolean(), nullable=False),
        sa.Column("is_visible", sa.Boolean(), nullable=False),
        sa.Column("is_featured", sa.Boolean(), nullable=False),
        sa.Column("related_products", sa.Text(), nullable=False),
        sa.Column("warranty", sa.Text(), server_default="", nullable=False),
        sa.Column("bin_picking_number", sa.Text(), server_default="", nullable=False),
        sa.Column("layout_file", sa.Text(), server_default="", nullable=False),
        sa.Column("upc", sa.Text(), server_default="", nullable=False),
        sa.Column("mpn", sa.Text(), server_default="", nullable=False),
        sa.Column("gtin", sa.Text(), server_default="", nullable=False),
        sa.Column("date_last_imported", sa.BigInteger(), nullable=True),
        sa.Column("search_keywords", sa.Text(), server_default="", nullable=False),
        sa.Column("availability", sa.String(length=16), nullable=False),
        sa.Column("availability_description", sa.Text(), server_default="", nullable=False),
        sa.Column("gift_wrapping_options_type", sa.String(length=8), nullable=False),
        sa.Column("gift_wrapping_options_list", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("condition", sa.String(length=16), nullable=False),
        sa.Column("is_condition_shown", sa.Boolean(), nullable=False),
        sa.Column("order_quantity_minimum", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("order_quantity_maximum", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("page_title", sa.Text(), server_default="", nullable=False),
        sa.Column("meta_keywords", sa.Text(), nullable=False),
        sa.Column("meta_description", sa.Text(), server_default="", nullable=False),
        sa.Column("view_count", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("preorder_release_date", sa.BigInteger(), nullable=True),
        sa.Column("preorder_message", sa.Text(), server_default="", nullable=False),
        sa.Column("is_preorder_only", sa.Boolean(), nullable=False),
        sa.Column("is_price_hidden", sa.Boolean(), nullable=False),
        sa.Column("price_hidden_label", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("url_is_customized", sa.Boolean(), nullable=False),
        sa.Column("open_graph_type", sa.String(length=16), nullable=False),
        sa.Column("open_graph_title", sa.Text(), server_default="", nullable=False),
        sa.Column("open_graph_description", sa.Text(), server_default="", nullable=False),
        sa.Column("open_graph_use_meta_description", sa.Boolean(), nullable=False),
        sa.Column("open_graph_use_product_name", sa.Boolean(), nullable=False),
        sa.Column("open_graph_use_image", sa.Boolean(), nullable=False),
        sa.Column("base_variant_id", sa.BigInteger(), nullable=True),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.Column("date_modified", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("search_row", sa.BigInteger(), nullable=False),
        sa.Column("search", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=True),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_product")),
        sa.UniqueConstraint("search_row", name=op.f("uq_product_search_row")),
        sa.UniqueConstraint("store_id", "name_key", name=op.f("uq_product_store_id_name_key")),
    )
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.create_index(
            "ix_product_stock",
            ["store_id", "inventory_tracking", "inventory_level", "inventory_warning_level"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_product_store_id_brand_id"), ["store_id", "brand_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_product_store_id_date_last_imported"),
            ["store_id", "date_last_imported"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_product_store_id_is_visible_id"), ["store_id", "is_visible", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_product_store_id_sku"), ["store_id", "sku"], unique=False)
        batch_op.create_index(
            "ix_product_summary",
            [
                "store_id",
                "id",
                "price",
                "sale_price",
                "inventory_tracking",
                "inventory_level",
                "base_variant_id",
            ],
            unique=False,
        )

    op.create_table(
        "rate_window",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "account_id", name=op.f("pk_rate_window")),
    )
    op.create_table(
        "sequence",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "name", name=op.f("pk_sequence")),
    )
    op.create_table(
        "store",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
        sa.UniqueConstraint("hash", name=op.f("uq_store_hash")),
    )
    op.create_table(
        "url_path",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("resource_id", sa.BigInteger(), nullable=False),
        sa.Column("is_redirect", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("store_id", "path", name=op.f("pk_url_path")),
    )
    with op.batch_alter_table("url_path", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_url_path_store_id_kind_resource_id"),
            ["store_id", "kind", "resource_id"],
            unique=False,
        )

    op.create_table(
        "access_token",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "account_id"],
            ["api_account.store_id", "api_account.id"],
            name=op.f("fk_access_token_store_id_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_access_token")),
    )
    op.create_table(
        "bulk_pricing_rule",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity_min", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("quantity_max", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("type", sa.String(length=8), nullable=False),
        sa.Column("amount", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_bulk_pricing_rule_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_bulk_pricing_rule")),
    )
    with op.batch_alter_table("bulk_pricing_rule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bulk_pricing_rule_store_id_product_id_id"),
            ["store_id", "product_id", "id"],
            unique=False,
        )

    op.create_table(
        "category",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("tree_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("views", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("page_title", sa.Text(), server_default="", nullable=False),
        sa.Column("meta_keywords", sa.Text(), nullable=False),
        sa.Column("meta_description", sa.Text(), server_default="", nullable=False),
        sa.Column("layout_file", sa.Text(), server_default="", nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=True),
        sa.Column("is_visible", sa.Boolean(), nullable=False),
        sa.Column("search_keywords", sa.Text(), server_default="", nullable=False),
        sa.Column("default_product_sort", sa.String(length=24), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("url_is_customized", sa.Boolean(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("tree_document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "tree_id"],
            ["category_tree.store_id", "category_tree.id"],
            name=op.f("fk_category_store_id_tree_id"),
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_category")),
        sa.UniqueConstraint(
            "store_id",
            "tree_id",
            "parent_id",
            "name_key",
            name=op.f("uq_category_store_id_tree_id_parent_id_name_key"),
        ),
        sa.UniqueConstraint("store_id", "uuid", name=op.f("uq_category_store_id_uuid")),
    )
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_category_store_id_name"), ["store_id", "name"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_category_store_id_page_title"), ["store_id", "page_title"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_category_store_id_parent_id"), ["store_id", "parent_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_category_store_id_sort_order"), ["store_id", "sort_order"], unique=False
        )

    op.create_table(
        "complex_rule",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("stop", sa.Boolean(), nullable=False),
        sa.Column("price_adjuster", sa.String(length=12), nullable=True),
        sa.Column("price_adjuster_value", sa.BigInteger(), nullable=True),
        sa.Column("weight_adjuster", sa.String(length=12), nullable=True),
        sa.Column("weight_adjuster_value", sa.BigInteger(), nullable=True),
        sa.Column("purchasing_disabled", sa.Boolean(), nullable=False),
        sa.Column("purchasing_disabled_message", sa.Text(), server_default="", nullable=False),
        sa.Column("purchasing_hidden", sa.Boolean(), nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=True),
        sa.Column("conditions_key", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_complex_rule_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_complex_rule")),
        sa.UniqueConstraint(
            "store_id",
            "product_id",
            "conditions_key",
            name=op.f("uq_complex_rule_store_id_product_id_conditions_key"),
        ),
    )
    with op.batch_alter_table("complex_rule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complex_rule_store_id_product_id_id"),
            ["store_id", "product_id", "id"],
            unique=False,
        )

    op.create_table(
        "custom_field",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_custom_field_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_custom_field")),
        sa.UniqueConstraint(
            "store_id",
            "product_id",
            "name",
            "value",
            name=op.f("uq_custom_field_store_id_product_id_name_value"),
        ),
    )
    with op.batch_alter_table("custom_field", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_custom_field_store_id_product_id_id"),
            ["store_id", "product_id", "id"],
            unique=False,
        )

    op.create_table(
        "modifier",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("display_name", sa.Text(), server_default="", nullable=False),
        sa.Column("display_name_key", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_modifier_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_modifier")),
        sa.UniqueConstraint(
            "store_id",
            "product_id",
            "display_name_key",
            name=op.f("uq_modifier_store_id_product_id_display_name_key"),
        ),
    )
    with op.batch_alter_table("modifier", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_modifier_store_id_product_id_id"), ["store_id", "product_id", "id"], unique=False
        )

    op.create_table(
        "option",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("display_name", sa.Text(), server_default="", nullable=False),
        sa.Column("display_name_key", sa.Text(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("config", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("image_url", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_option_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_option")),
        sa.UniqueConstraint(
            "store_id",
            "product_id",
            "display_name_key",
            name=op.f("uq_option_store_id_product_id_display_name_key"),
        ),
    )
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_option_store_id_product_id_id"), ["store_id", "product_id", "id"], unique=False
        )

    op.create_table(
        "picture",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("slot", sa.String(length=24), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.Column("date_replaced", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id", "sha256"], ["blob.store_id", "blob.sha256"], name=op.f("fk_picture_store_id_sha256")
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_picture")),
        sa.UniqueConstraint("store_id", "path", name=op.f("uq_picture_store_id_path")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_store_id_sha256"), ["store_id", "sha256"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_picture_store_id_slot_owner_id"), ["store_id", "slot", "owner_id"], unique=False
        )

    op.create_table(
        "product_channel",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_product_channel_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "product_id", "channel_id", name=op.f("pk_product_channel")),
    )
    with op.batch_alter_table("product_channel", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_channel_channel_id_store_id_product_id"),
            ["channel_id", "store_id", "product_id"],
            unique=False,
        )

    op.create_table(
        "product_image",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=False),
        sa.Column("is_thumbnail", sa.Boolean(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("date_modified", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_product_image_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_product_image")),
    )
    with op.batch_alter_table("product_image", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_image_store_id_product_id_id"),
            ["store_id", "product_id", "id"],
            unique=False,
        )

    op.create_table(
        "product_review",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("date_reviewed", sa.BigInteger(), nullable=False),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.Column("date_modified", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_product_review_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_product_review")),
    )
    with op.batch_alter_table("product_review", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_review_store_id_product_id_id"),
            ["store_id", "product_id", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_product_review_store_id_product_id_status"),
            ["store_id", "product_id", "status"],
            unique=False,
        )

    op.create_table(
        "product_video",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("video_id", sa.String(length=25), nullable=False),
        sa.Column("length", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_product_video_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_product_video")),
    )
    with op.batch_alter_table("product_video", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_video_store_id_product_id_id"),
            ["store_id", "product_id", "id"],
            unique=False,
        )

    op.create_table(
        "sku",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("sku_key", sa.Text(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_sku_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "sku_key", name=op.f("pk_sku")),
    )
    with op.batch_alter_table("sku", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sku_store_id_product_id"), ["store_id", "product_id"], unique=False
        )

    op.create_table(
        "variant",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("sku", sa.Text(), server_default="", nullable=False),
        sa.Column("sku_id", sa.BigInteger(), nullable=True),
        sa.Column("combination", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("sale_price", sa.BigInteger(), nullable=True),
        sa.Column("retail_price", sa.BigInteger(), nullable=True),
        sa.Column("map_price", sa.BigInteger(), nullable=True),
        sa.Column("cost_price", sa.BigInteger(), nullable=True),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("depth", sa.BigInteger(), nullable=True),
        sa.Column("fixed_cost_shipping_price", sa.BigInteger(), nullable=True),
        sa.Column("is_free_shipping", sa.Boolean(), nullable=False),
        sa.Column("purchasing_disabled", sa.Boolean(), nullable=False),
        sa.Column("purchasing_disabled_message", sa.Text(), server_default="", nullable=False),
        sa.Column("upc", sa.Text(), server_default="", nullable=False),
        sa.Column("mpn", sa.Text(), server_default="", nullable=False),
        sa.Column("gtin", sa.Text(), server_default="", nullable=False),
        sa.Column("inventory_level", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("inventory_warning_level", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("bin_picking_number", sa.Text(), server_default="", nullable=False),
        sa.Column("picture_id", sa.BigInteger(), nullable=True),
        sa.Column("date_created", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_variant_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_variant")),
        sa.UniqueConstraint(
            "store_id", "product_id", "combination", name=op.f("uq_variant_store_id_product_id_combination")
        ),
    )
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_variant_store_id_date_created"), ["store_id", "date_created"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_variant_store_id_product_id_id"), ["store_id", "product_id", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_variant_store_id_sku"), ["store_id", "sku"], unique=False)
        batch_op.create_index(batch_op.f("ix_variant_store_id_upc"), ["store_id", "upc"], unique=False)
        batch_op.create_index(
            "ix_variant_summary",
            ["store_id", "product_id", "price", "sale_price", "inventory_level"],
            unique=False,
        )

    op.create_table(
        "complex_rule_condition",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=False),
        sa.Column("modifier_id", sa.BigInteger(), nullable=True),
        sa.Column("modifier_value_id", sa.BigInteger(), nullable=True),
        sa.Column("variant_id", sa.BigInteger(), nullable=True),
        sa.Column("combination_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "rule_id"],
            ["complex_rule.store_id", "complex_rule.id"],
            name=op.f("fk_complex_rule_condition_store_id_rule_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_complex_rule_condition")),
    )
    with op.batch_alter_table("complex_rule_condition", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_complex_rule_condition_store_id_modifier_id"),
            ["store_id", "modifier_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_complex_rule_condition_store_id_modifier_value_id"),
            ["store_id", "modifier_value_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_complex_rule_condition_store_id_rule_id"), ["store_id", "rule_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_complex_rule_condition_store_id_variant_id"),
            ["store_id", "variant_id"],
            unique=False,
        )

    op.create_table(
        "modifier_value",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("modifier_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("label_key", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("value_data", sa.Text(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("swatch_picture_id", sa.BigInteger(), nullable=True),
        sa.Column("listed_product_id", sa.BigInteger(), nullable=True),
        sa.Column("price_adjuster", sa.String(length=12), nullable=True),
        sa.Column("price_adjuster_value", sa.BigInteger(), nullable=True),
        sa.Column("weight_adjuster", sa.String(length=12), nullable=True),
        sa.Column("weight_adjuster_value", sa.BigInteger(), nullable=True),
        sa.Column("picture_id", sa.BigInteger(), nullable=True),
        sa.Column("purchasing_disabled", sa.Boolean(), nullable=False),
        sa.Column("purchasing_disabled_message", sa.Text(), server_default="", nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "modifier_id"],
            ["modifier.store_id", "modifier.id"],
            name=op.f("fk_modifier_value_store_id_modifier_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_modifier_value")),
        sa.UniqueConstraint(
            "store_id",
            "modifier_id",
            "label_key",
            name=op.f("uq_modifier_value_store_id_modifier_id_label_key"),
        ),
    )
    with op.batch_alter_table("modifier_value", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_modifier_value_store_id_listed_product_id"),
            ["store_id", "listed_product_id"],
            unique=False,
        )

    op.create_table(
        "option_value",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("option_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), server_default="", nullable=False),
        sa.Column("label_key", sa.Text(), nullable=False),
        sa.Column("sort_order", sa.Integer(), server_default="0", nullable=False),
        sa.Column("value_data", sa.Text(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("swatch_picture_id", sa.BigInteger(), nullable=True),
        sa.Column("listed_product_id", sa.BigInteger(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "option_id"],
            ["option.store_id", "option.id"],
            name=op.f("fk_option_value_store_id_option_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "id", name=op.f("pk_option_value")),
        sa.UniqueConstraint(
            "store_id", "option_id", "label_key", name=op.f("uq_option_value_store_id_option_id_label_key")
        ),
    )
    with op.batch_alter_table("option_value", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_option_value_store_id_listed_product_id"),
            ["store_id", "listed_product_id"],
            unique=False,
        )

    op.create_table(
        "product_category",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False),
        sa.Column("sort_order", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["store_id", "category_id"],
            ["category.store_id", "category.id"],
            name=op.f("fk_product_category_store_id_category_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "product_id"],
            ["product.store_id", "product.id"],
            name=op.f("fk_product_category_store_id_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "product_id", "category_id", name=op.f("pk_product_category")),
    )
    with op.batch_alter_table("product_category", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_product_category_category_id_store_id_product_id"),
            ["category_id", "store_id", "product_id"],
            unique=False,
        )

    op.create_table(
        "variant_option_value",
        sa.Column("store_id", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("option_id", sa.BigInteger(), nullable=False),
        sa.Column("option_value_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["store_id", "variant_id"],
            ["variant.store_id", "variant.id"],
            name=op.f("fk_variant_option_value_store_id_variant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("store_id", "variant_id", "option_id", name=op.f("pk_variant_option_value")),
    )
    with op.batch_alter_table("variant_option_value", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_variant_option_value_store_id_option_value_id"),
            ["store_id", "option_value_id"],
            unique=False,
        )

    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX ix_product_search ON product USING gin (search)")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE product_fts USING fts5(store, name, sku, keywords, description, prefix='2 3')"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE product_fts")
    if op.get_bind().dialect.name == "postgresql":
        for name in SEQUENCES:
            op.execute(sa.schema.DropSequence(sa.Sequence(f"{name}_id_seq")))
    with op.batch_alter_table("variant_option_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variant_option_value_store_id_option_value_id"))

    op.drop_table("variant_option_value")
    with op.batch_alter_table("product_category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_category_category_id_store_id_product_id"))

    op.drop_table("product_category")
    with op.batch_alter_table("option_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_option_value_store_id_listed_product_id"))

    op.drop_table("option_value")
    with op.batch_alter_table("modifier_value", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_modifier_value_store_id_listed_product_id"))

    op.drop_table("modifier_value")
    with op.batch_alter_table("complex_rule_condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complex_rule_condition_store_id_variant_id"))
        batch_op.drop_index(batch_op.f("ix_complex_rule_condition_store_id_rule_id"))
        batch_op.drop_index(batch_op.f("ix_complex_rule_condition_store_id_modifier_value_id"))
        batch_op.drop_index(batch_op.f("ix_complex_rule_condition_store_id_modifier_id"))

    op.drop_table("complex_rule_condition")
    with op.batch_alter_table("variant", schema=None) as batch_op:
        batch_op.drop_index("ix_variant_summary")
        batch_op.drop_index(batch_op.f("ix_variant_store_id_upc"))
        batch_op.drop_index(batch_op.f("ix_variant_store_id_sku"))
        batch_op.drop_index(batch_op.f("ix_variant_store_id_product_id_id"))
        batch_op.drop_index(batch_op.f("ix_variant_store_id_date_created"))

    op.drop_table("variant")
    with op.batch_alter_table("sku", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sku_store_id_product_id"))

    op.drop_table("sku")
    with op.batch_alter_table("product_video", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_video_store_id_product_id_id"))

    op.drop_table("product_video")
    with op.batch_alter_table("product_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_review_store_id_product_id_status"))
        batch_op.drop_index(batch_op.f("ix_product_review_store_id_product_id_id"))

    op.drop_table("product_review")
    with op.batch_alter_table("product_image", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_image_store_id_product_id_id"))

    op.drop_table("product_image")
    with op.batch_alter_table("product_channel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_channel_channel_id_store_id_product_id"))

    op.drop_table("product_channel")
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_picture_store_id_slot_owner_id"))
        batch_op.drop_index(batch_op.f("ix_picture_store_id_sha256"))

    op.drop_table("picture")
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_option_store_id_product_id_id"))

    op.drop_table("option")
    with op.batch_alter_table("modifier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_modifier_store_id_product_id_id"))

    op.drop_table("modifier")
    with op.batch_alter_table("custom_field", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custom_field_store_id_product_id_id"))

    op.drop_table("custom_field")
    with op.batch_alter_table("complex_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_complex_rule_store_id_product_id_id"))

    op.drop_table("complex_rule")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_category_store_id_sort_order"))
        batch_op.drop_index(batch_op.f("ix_category_store_id_parent_id"))
        batch_op.drop_index(batch_op.f("ix_category_store_id_page_title"))
        batch_op.drop_index(batch_op.f("ix_category_store_id_name"))

    op.drop_table("category")
    with op.batch_alter_table("bulk_pricing_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bulk_pricing_rule_store_id_product_id_id"))

    op.drop_table("bulk_pricing_rule")
    op.drop_table("access_token")
    with op.batch_alter_table("url_path", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_url_path_store_id_kind_resource_id"))

    op.drop_table("url_path")
    op.drop_table("store")
    op.drop_table("sequence")
    op.drop_table("rate_window")
    with op.batch_alter_table("product", schema=None) as batch_op:
        batch_op.drop_index("ix_product_summary")
        batch_op.drop_index(batch_op.f("ix_product_store_id_sku"))
        batch_op.drop_index(batch_op.f("ix_product_store_id_is_visible_id"))
        batch_op.drop_index(batch_op.f("ix_product_store_id_date_last_imported"))
        batch_op.drop_index(batch_op.f("ix_product_store_id_brand_id"))
        batch_op.drop_index("ix_product_stock")

    op.drop_table("product")
    op.drop_table("outbox")
    with op.batch_alter_table("metafield", schema=None) as batch_op:
        batch_op.drop_index("ix_metafield_visible")
        batch_op.drop_index(batch_op.f("ix_metafield_store_id_resource_type_namespace_id"))
        batch_op.drop_index(batch_op.f("ix_metafield_store_id_resource_type_key_id"))
        batch_op.drop_index(batch_op.f("ix_metafield_store_id_resource_type_date_modified"))
        batch_op.drop_index(batch_op.f("ix_metafield_store_id_resource_type_date_created"))

    op.drop_table("metafield")
    op.drop_table("category_tree")
    with op.batch_alter_table("brand", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_brand_store_id_page_title"))
        batch_op.drop_index(batch_op.f("ix_brand_store_id_name"))

    op.drop_table("brand")
    op.drop_table("blob")
    op.drop_table("api_account")
