"""What collections of metafields can be asked (behaviour 3)."""

from __future__ import annotations

from openshelf.catalog.metafields.schemas import Metafield
from openshelf.persistence.tables import metafield
from openshelf.wire.query import LISTS, RANGES, Collection, Filter, Kind, Operator

FIELDS = tuple(Metafield.__struct_fields__)
COMMON = (
    Filter("key", Kind.TEXT, metafield.c.key, (Operator.IS, Operator.IN)),
    Filter("namespace", Kind.TEXT, metafield.c.namespace, (Operator.IS, Operator.IN)),
    Filter("date_created", Kind.DATE, metafield.c.date_created, (Operator.MIN, Operator.MAX)),
    Filter("date_modified", Kind.DATE, metafield.c.date_modified, (Operator.MIN, Operator.MAX)),
)

BY_RESOURCE = Collection(
    fields=FIELDS,
    filters=(*COMMON, Filter("resource_id", Kind.INTEGER, metafield.c.resource_id, (Operator.IN,))),
    cursors=True,
)
BY_ID = Collection(
    fields=FIELDS,
    filters=(*COMMON, Filter("id", Kind.INTEGER, metafield.c.id, (Operator.IS, *LISTS, *RANGES))),
    cursors=True,
)
ONE = Collection(fields=FIELDS, paged=False)
