"""How Alembic reaches the database: over the connection that `schema.upgrade` hands it."""

from alembic import context

from openshelf.persistence.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
