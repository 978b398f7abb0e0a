"""The shop's pages as HTML, and the files that they load."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import jinja2

from openshelf.storefront.pages.views import CARD_WIDTHS, STAGE_WIDTHS, ProductPage, ShopPage

_MEDIA_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


@dataclass(frozen=True)
class StaticFile:
    """A style sheet, script or drawing of the shop. `etag` is quoted, as its header wants it."""

    body: bytes
    media_type: str
    etag: str


@cache
def static_files() -> dict[str, StaticFile]:
    """Every static file by its name. They are few and small; kept in memory, no name can lead elsewhere."""
    files = {}
    for file in (resources.files(__package__) / "static").iterdir():
        body = file.read_bytes()
        suffix = "." + file.name.rpartition(".")[2]
        media_type = (
            _MEDIA_TYPES.get(suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        )
        files[file.name] = StaticFile(body, media_type, f'"{hashlib.sha256(body).hexdigest()[:16]}"')
    return files


@cache
def static_version() -> str:
    """Changes when any static file does.

    A file asked for with this `v` may be kept for ever. One asked for without, as scripts load each other, must
    be asked for again each time (its `etag` makes that cheap).
    """
    etags = "".join(file.etag for _, file in sorted(static_files().items()))
    return hashlib.sha256(etags.encode()).hexdigest()[:12]


def content_security_policy(public_url: str = "") -> str:
    """The Content-Security-Policy under which these pages work.

    No inline script or style is needed; the JSON that the pages embed is data, which no policy forbids.
    Pictures may come from anywhere over https, since descriptions are a merchant's own HTML, and from
    `public_url`, the server's own address; only its origin counts, since a path would have to match exactly.
    """
    address = urlsplit(public_url)
    origin = f"{address.scheme}://{address.netloc}" if public_url else ""
    return "; ".join(
        [
            "default-src 'none'",
            f"img-src 'self' https: data: {origin}".rstrip(),
            "style-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        ]
    )


@cache
def environment() -> jinja2.Environment:
    """The templates. What they print is escaped, and a name that they are not given is an error."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("openshelf.storefront.pages", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "ensure_ascii": True}
    return found


def render_product(page: ProductPage, *, shop_name: str, static_base: str) -> str:
    """The page of one product. `static_base` is the path of the static files, without a final slash."""
    return _render(
        "product.html",
        static_base,
        shop_name=shop_name,
        shop_base=page.shop_base,
        page=page,
        widths=STAGE_WIDTHS,
    )


def render_shop(page: ShopPage, *, shop_name: str, static_base: str) -> str:
    """A page of the listing."""
    return _render(
        "shop.html", static_base, shop_name=shop_name, shop_base=page.shop_base, page=page, widths=CARD_WIDTHS
    )


def render_not_found(*, shop_name: str, shop_base: str, static_base: str) -> str:
    """What stands in the place of a page that does not exist; to be sent with status 404."""
    return _render("not_found.html", static_base, shop_name=shop_name, shop_base=shop_base)


def _render(template: str, static_base: str, **names: Any) -> str:
    def asset(name: str) -> str:
        if name not in static_files():
            raise LookupError(f"No static file is called {name}.")
        return f"{static_base}/{name}?v={static_version()}"

    return environment().get_template(template).render(asset=asset, static_base=static_base, **names)
