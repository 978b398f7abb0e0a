"""What a product shows: its defaults, every field said, and the order of its fields (behaviour 4.2)."""

from __future__ import annotations

from typing import Any

PRODUCTS = "/catalog/products"

DEFAULTS: dict[str, Any] = {
    "sku": "",
    "description": "",
    "width": 0,
    "depth": 0,
    "height": 0,
    "cost_price": 0,
    "retail_price": 0,
    "sale_price": 0,
    "map_price": 0,
    "tax_class_id": 0,
    "product_tax_code": "",
    "categories": [],
    "brand_id": 0,
    "option_set_id": None,
    "option_set_display": "right",
    "inventory_level": 0,
    "inventory_warning_level": 0,
    "inventory_tracking": "none",
    "reviews_rating_sum": 0,
    "reviews_count": 0,
    "total_sold": 0,
    "fixed_cost_shipping_price": 0,
    "is_free_shipping": False,
    "is_visible": True,
    "is_featured": False,
    "related_products": [-1],
    "warranty": "",
    "bin_picking_number": "",
    "layout_file": "product.html",
    "upc": "",
    "mpn": "",
    "gtin": "",
    "date_last_imported": "",
    "search_keywords": "",
    "availability": "available",
    "availability_description": "",
    "gift_wrapping_options_type": "any",
    "gift_wrapping_options_list": [],
    "sort_order": 0,
    "condition": "New",
    "is_condition_shown": False,
    "order_quantity_minimum": 0,
    "order_quantity_maximum": 0,
    "page_title": "",
    "meta_keywords": [],
    "meta_description": "",
    "view_count": 0,
    "preorder_release_date": None,
    "preorder_message": "",
    "is_preorder_only": False,
    "is_price_hidden": False,
    "price_hidden_label": "",
    "open_graph_type": "product",
    "open_graph_title": "",
    "open_graph_description": "",
    "open_graph_use_meta_description": True,
    "open_graph_use_product_name": True,
    "open_graph_use_image": True,
}

# Everything that can be said of a product without naming other records, each unlike its default.
SAID: dict[str, Any] = {
    "name": "Oak Cheese Grater",
    "type": "digital",
    "sku": "OCG",
    "description": '<p>Grätet "Käse" & more</p>',
    "weight": 5,
    "width": 1.5,
    "depth": 2.25,
    "height": 3.125,
    "price": 34.95,
    "cost_price": 10.1,
    "retail_price": 40,
    "sale_price": 29.99,
    "map_price": 25,
    "tax_class_id": 255,
    "product_tax_code": "PC040100",
    "inventory_level": 45,
    "inventory_warning_level": 5,
    "inventory_tracking": "product",
    "fixed_cost_shipping_price": 4.5,
    "is_free_shipping": True,
    "is_visible": False,
    "is_featured": True,
    "related_products": [12, 34],
    "warranty": "Two years",
    "bin_picking_number": "A-12",
    "layout_file": "grater.html",
    "upc": "012345678905",
    "mpn": "OCG-1",
    "gtin": "00012345678905",
    "date_last_imported": "2026-01-02T03:04:05+00:00",
    "search_keywords": "grater, cheese",
    "availability": "preorder",
    "availability_description": "Ships in May",
    "gift_wrapping_options_type": "list",
    "gift_wrapping_options_list": [1, 2],
    "sort_order": -3,
    "condition": "Refurbished",
    "is_condition_shown": True,
    "order_quantity_minimum": 2,
    "order_quantity_maximum": 9,
    "page_title": "Graters",
    "meta_keywords": ["oak", "cheese"],
    "meta_description": "A grater of oak",
    "view_count": 7,
    "preorder_release_date": "2027-01-01T00:00:00+00:00",
    "preorder_message": "Soon",
    "is_preorder_only": True,
    "open_graph_type": "food",
    "open_graph_title": "Grater",
    "open_graph_description": "It grates",
    "open_graph_use_meta_description": False,
    "open_graph_use_product_name": False,
    "open_graph_use_image": False,
}

ORDER = (
    "id name type sku description weight width depth height price cost_price retail_price sale_price map_price "
    "tax_class_id product_tax_code calculated_price categories brand_id option_set_id option_set_display "
    "inventory_level inventory_warning_level inventory_tracking reviews_rating_sum reviews_count total_sold "
    "fixed_cost_shipping_price is_free_shipping is_visible is_featured related_products warranty "
    "bin_picking_number layout_file upc mpn gtin date_last_imported search_keywords availability "
    "availability_description gift_wrapping_options_type gift_wrapping_options_list sort_order condition "
    "is_condition_shown order_quantity_minimum order_quantity_maximum page_title meta_keywords meta_description "
    "date_created date_modified view_count preorder_release_date preorder_message is_preorder_only "
    "is_price_hidden price_hidden_label custom_url base_variant_id open_graph_type open_graph_title "
    "open_graph_description open_graph_use_meta_description open_graph_use_product_name open_graph_use_image"
)
KEYS = ORDER.split()
