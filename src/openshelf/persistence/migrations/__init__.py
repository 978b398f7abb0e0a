"""Alembic migrations, shipped with the package and run by `openshelf serve` on start."""
