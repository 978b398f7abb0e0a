"""What the operations of the catalog work with."""

from __future__ import annotations

from dataclasses import dataclass

from openshelf.media.pipeline import Pipeline
from openshelf.persistence.database import Database


@dataclass(frozen=True)
class Catalog:
    """Given to every handler by the composition root."""

    database: Database
    pipeline: Pipeline
    public_url: bytes
