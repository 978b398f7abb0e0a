"""Full-text search of products: FTS5 on SQLite, tsvector on PostgreSQL, the same words on both (behaviour 3.8).

Name, SKU, search keywords and description are reduced to plain words here, so both databases index the same ones.
A product is found when every word of the query begins one of its words; name and SKU weigh most.

SQLite keeps the words in `product_fts`, whose rowid is the product's `search_row`; the store is one of the words, so
that a store's search never wades through another's. PostgreSQL keeps them in the product's own row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from openshelf.persistence.database import Transaction
from openshelf.persistence.statements import Prepared
from openshelf.persistence.tables import product

MAX_WORDS = 32
"""Words of a query that count."""

TAGS = re.compile(r"<[^>]*>")
WORD = re.compile(r"[^\W_]+")

PUT_SQLITE = Prepared(
    sa.text(
        "INSERT OR REPLACE INTO product_fts (rowid, store, name, sku, keywords, description) "
        "VALUES (:search_row, :store, :name, :sku, :keywords, :description)"
    )
)
DROP_SQLITE = Prepared(sa.text("DELETE FROM product_fts WHERE rowid = :search_row"))
PUT_POSTGRES = Prepared(
    sa.text(
        "UPDATE product SET search = setweight(to_tsvector('simple', :name), 'A') "
        "|| setweight(to_tsvector('simple', :sku), 'A') || setweight(to_tsvector('simple', :keywords), 'B') "
        "|| setweight(to_tsvector('simple', :description), 'D') WHERE store_id = :store_id AND id = :id"
    )
)


def words(text: str) -> list[str]:
    """The words of a text: letters and digits in lower case, without accents or markup."""
    plain = unicodedata.normalize("NFKD", TAGS.sub(" ", text)).casefold()
    return WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))


def index(tx: Transaction, row: Mapping[str, Any]) -> None:
    """Bring a product's words up to date with its row."""
    texts = {
        "name": " ".join(words(row["name"])),
        "sku": " ".join(words(row["sku"])),
        "keywords": " ".join(words(row["search_keywords"])),
        "description": " ".join(words(row["description"])),
    }
    if tx.is_sqlite:
        tx.run(PUT_SQLITE, search_row=row["search_row"], store=store_word(row["store_id"]), **texts)
    else:
        tx.run(PUT_POSTGRES, store_id=row["store_id"], id=row["id"], **texts)


def forget(tx: Transaction, search_rows: list[int]) -> None:
    """Take products that are being deleted out of the index."""
    if tx.is_sqlite:
        for search_row in search_rows:
            tx.run(DROP_SQLITE, search_row=search_row)


def store_word(store_id: int) -> str:
    return f"store{store_id}"


class Found(sa.sql.expression.ColumnElement[bool]):
    """The product of this store has every word of a query."""

    inherit_cache = True
    type = sa.Boolean()
    _is_implicitly_boolean = True  # as in persistence.statements.AmongIds

    def __init__(self, store_id: int, text: str) -> None:
        self.sqlite = sa.bindparam(None, match(store_id, text), type_=sa.Text, unique=True)
        self.postgres = sa.bindparam(None, tsquery(text), type_=sa.Text, unique=True)


def match(store_id: int, text: str) -> str:
    """The query as FTS5 reads it; one without a word finds nothing."""
    wanted = words(text)[:MAX_WORDS]
    if not wanted:
        return f"store : {store_word(store_id)} AND store : nothing"
    every = " AND ".join(f'"{word}"*' for word in wanted)
    return f"store : {store_word(store_id)} AND {{name sku keywords description}} : ({every})"


def tsquery(text: str) -> str:
    """The query as PostgreSQL reads it; an empty one finds nothing there."""
    return " & ".join(f"{word}:*" for word in words(text)[:MAX_WORDS])


@compiles(Found, "sqlite")
def _found_sqlite(element: Found, compiler: SQLCompiler, **named: Any) -> str:
    row, text = compiler.process(product.c.search_row, **named), compiler.process(element.sqlite, **named)
    return f"{row} IN (SELECT rowid FROM product_fts WHERE product_fts MATCH {text})"  # noqa: S608  # all compiled


@compiles(Found, "postgresql")
def _found_postgres(element: Found, compiler: SQLCompiler, **named: Any) -> str:
    search, text = compiler.process(product.c.search, **named), compiler.process(element.postgres, **named)
    return f"{search} @@ to_tsquery('simple', {text})"


WEIGHTS = "0, 10, 8, 4, 1"
"""Of the columns of `product_fts`, in their order: store, name, SKU, keywords, description."""


def best_first(
    tx: Transaction, store_id: int, text: str, select: sa.Select[Any]
) -> tuple[sa.Select[Any], list[sa.ColumnElement[Any]]]:
    """The select and the order that put the best finds of a query first."""
    if not tx.is_sqlite:
        rank = sa.func.ts_rank(product.c.search, sa.func.to_tsquery("simple", tsquery(text)))
        return select, [rank.desc(), product.c.id]
    hits = (
        sa.text(
            f"SELECT rowid AS search_row, bm25(product_fts, {WEIGHTS}) AS rank "  # noqa: S608  # constants
            "FROM product_fts WHERE product_fts MATCH :match"
        )
        .bindparams(match=match(store_id, text))
        .columns(sa.column("search_row", sa.BigInteger), sa.column("rank", sa.Float))
        .subquery("hits")
    )
    return select.join(hits, hits.c.search_row == product.c.search_row), [hits.c.rank, product.c.id]
