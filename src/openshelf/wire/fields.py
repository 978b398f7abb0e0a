"""`include_fields` and `exclude_fields`: a document is decoded one level deep and put together again."""

from __future__ import annotations

import msgspec

from openshelf.persistence.documents import fill
from openshelf.wire.query import Query

_one_level = msgspec.json.Decoder(dict[str, msgspec.Raw])

ALWAYS_SHOWN = frozenset({"gift_wrapping_options_type", "gift_wrapping_options_list"})
"""Shown whatever is asked (behaviour 3, general)."""


def select_fields(document: bytes, query: Query, public_url: bytes) -> bytes:
    """The document with only the fields that the query asks for, in their usual order."""
    if not query.selects_fields:
        return document
    wanted, unwanted = query.include_fields, query.exclude_fields
    kept = {
        name: value
        for name, value in _one_level.decode(fill(document, public_url)).items()
        if name in ALWAYS_SHOWN or ((wanted is None or name in wanted) and name not in unwanted)
    }
    return msgspec.json.encode(kept)
