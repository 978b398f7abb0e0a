"""An image upload as an application of today is usually written: FastAPI, the async ORM and Pillow.

UploadFile, a session from a dependency, SELECT the entity, check the picture, write and sync the file and its
folder, set the attribute, commit. What blocks goes to FastAPI's thread pool; the database is as durable as
Openshelf's, and its pool of connections is SQLAlchemy's default. Served by uvicorn; `BENCH_FOLDER` holds
`images/` and `variants.sqlite`.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import sqlite3
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, UploadFile
from fastapi.concurrency import run_in_threadpool
from PIL import Image, UnidentifiedImageError
from pydantic import BaseModel
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

FOLDER = Path(os.environ["BENCH_FOLDER"])
IMAGES = FOLDER / "images"

app = FastAPI()
engine = create_async_engine(f"sqlite+aiosqlite:///{FOLDER / 'variants.sqlite'}")
sessions = async_sessionmaker(engine, expire_on_commit=False)


@event.listens_for(engine.sync_engine, "connect")
def make_durable(connection: sqlite3.Connection, _record: Any) -> None:
    """As durable as Openshelf's database, so that both wait for the disk as often."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


class Base(DeclarativeBase):
    """Declares the tables."""


class Variant(Base):
    """A variant and its picture."""

    __tablename__ = "variant"
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int]
    image_file: Mapped[str | None]
    date_modified: Mapped[dt.datetime | None]


class ImageUrl(BaseModel):
    """The picture's address."""

    image_url: str


class ImageAnswer(BaseModel):
    """The envelope of the answer."""

    data: ImageUrl
    meta: dict[str, Any] = {}


async def session() -> AsyncIterator[AsyncSession]:
    """A session for one request."""
    async with sessions() as opened:
        yield opened


def check(picture: bytes) -> str:
    """The picture's format; raises ValueError unless it is a whole picture of a known one."""
    try:
        with Image.open(io.BytesIO(picture)) as image:
            image.verify()
        # verify() leaves the image unusable and does not decode pixels, so it is opened twice.
        with Image.open(io.BytesIO(picture)) as image:
            image.load()
            kind = image.format
    except (OSError, UnidentifiedImageError) as error:
        raise ValueError("not a picture") from error
    if kind not in {"GIF", "JPEG", "PNG"}:
        raise ValueError(f"{kind} is not taken")
    return kind.lower()


def write(path: Path, picture: bytes) -> None:
    """Writes a file so that all of it, and its name, survive a loss of power: what the floor does too."""
    temporary = path.with_name(f".{path.name}")
    with open(temporary, "wb") as file:
        file.write(picture)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@app.get("/ready")
async def ready() -> str:
    """Answers when requests can be taken."""
    return "ready"


@app.post("/stores/{store_hash}/v3/catalog/products/{product_id}/variants/{variant_id}/image")
async def set_image(
    store_hash: str,
    product_id: int,
    variant_id: int,
    image_file: UploadFile,
    database: Annotated[AsyncSession, Depends(session)],
) -> ImageAnswer:
    """Gives a variant its picture."""
    variant = await database.get(Variant, variant_id)
    if variant is None or variant.product_id != product_id:
        raise HTTPException(404, "A variant was not found")
    picture = await image_file.read()
    try:
        kind = await run_in_threadpool(check, picture)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    name = f"{uuid.uuid4().hex}.{kind}"
    await run_in_threadpool(write, IMAGES / name, picture)
    variant.image_file = name
    variant.date_modified = dt.datetime.now(dt.UTC)
    await database.commit()
    return ImageAnswer(data=ImageUrl(image_url=f"http://127.0.0.1/s-{store_hash}/images/{name}"))
