"""How Alembic reaches the database: over the connection that `schema.upgrade` hands it."""

from alembic import context

from openshelf.persistence.tables import metadata


def is_ours(_object: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:
    """Leave what one database alone has, and the tables do not declare, out of comparisons."""
    return not (name or "").startswith(("product_fts", "ix_product_search"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_object=is_ours,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
