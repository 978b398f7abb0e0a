"""Documents: the JSON bytes of a resource, as the wire shows it (design: documents, precisely).

They are kept with `PUBLIC_URL` in place of the server's public address, a byte that no JSON text can hold (a control
character is always escaped there), so that filling it in can never touch what a merchant wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

PUBLIC_URL = b"\x01"

_encode = msgspec.json.Encoder().encode


def url(path: str) -> msgspec.Raw:
    """The JSON text of a URL on this server: `path` begins with a slash and holds only URL characters."""
    return msgspec.Raw(b'"' + PUBLIC_URL + path.encode("ascii") + b'"')


def fill(document: bytes, public_url: bytes) -> bytes:
    """Put the public address in, in any number of documents at once."""
    return document.replace(PUBLIC_URL, public_url)


def number(amount: Decimal) -> int | float:
    """Money and measures on the wire: numbers, whole ones without a fraction (behaviour 4.2)."""
    whole = int(amount)
    return whole if amount == whole else float(amount)


def timestamp(moment: datetime) -> str:
    """`2018-08-15T14:48:46+00:00`: an offset, never `Z`, no fraction (behaviour 4.2)."""
    return moment.replace(microsecond=0).isoformat()


def shown(value: Any) -> Any:
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, datetime):
        return timestamp(value)
    return value


def render(shape: type[msgspec.Struct], row: Mapping[Any, Any], **computed: Any) -> bytes:
    """The document of a row: every field of the shape, in its order.

    A field is what `computed` says, else the column of its name. Pure: the same row gives the same bytes.
    """
    return _encode(
        {name: computed[name] if name in computed else shown(row[name]) for name in shape.__struct_fields__}
    )
