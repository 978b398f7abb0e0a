"""What the collections of variants can be asked (behaviour 3)."""

from __future__ import annotations

from openshelf.catalog.variants.schemas import Variant
from openshelf.persistence.tables import variant
from openshelf.wire.query import Collection, Filter, Kind, Operator

FIELDS = tuple(Variant.__struct_fields__)

OF_PRODUCT = Collection(fields=FIELDS)
ONE = Collection(fields=FIELDS, paged=False)
EVERY = Collection(
    fields=FIELDS,
    filters=(
        Filter("id", Kind.INTEGER, variant.c.id),
        Filter("sku", Kind.TEXT, variant.c.sku),
        Filter("upc", Kind.TEXT, variant.c.upc),
        Filter("product_id", Kind.INTEGER, variant.c.product_id, (Operator.IN,)),
    ),
)
