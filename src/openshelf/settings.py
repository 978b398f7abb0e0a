"""Every setting, with its unit, default and environment name. Nothing else reads the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openshelf.media.addresses import Network, parse_networks

MEGABYTE = 1024 * 1024


class SettingError(ValueError):
    """A setting holds something that it may not hold; the text names it and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """What one server is told. `from_environment` reads it; tests and the command line build it directly."""

    data_dir: Path
    """OPENSHELF_DATA_DIR: where the embedded database and the pictures are kept. Default `./openshelf-data`."""

    database_url: str
    """OPENSHELF_DATABASE_URL: `sqlite:///PATH` or `postgresql://…`. Default: a file in the data folder."""

    media_dir: Path
    """OPENSHELF_MEDIA_URL: the folder of pictures and renditions. Default: `media` in the data folder."""

    public_url: str = "http://127.0.0.1:8080"
    """OPENSHELF_PUBLIC_URL: how clients reach the server, without a final slash; used in every URL handed out."""

    store_hash: str | None = None
    """OPENSHELF_STORE_HASH: on an empty database, the hash of the first store. Default: generated."""

    store_name: str | None = None
    """OPENSHELF_STORE_NAME: on an empty database, what the first store is called in its shop. Default: its hash."""

    access_token: str | None = None
    """OPENSHELF_ACCESS_TOKEN: on an empty database, the token of its first account. Default: generated, shown once."""

    fetch_allow: tuple[Network, ...] = ()
    """OPENSHELF_FETCH_ALLOW: comma-separated networks that the image fetcher may reach besides the public internet."""

    upload_limit: int | None = None
    """OPENSHELF_UPLOAD_LIMIT: bytes an `image_file` may have. Unset: the published limits, 1 MB for a variant's."""

    rate_limit: str = "off"
    """OPENSHELF_RATE_LIMIT: `off` (the default), `standard`, `pro` or `requests/seconds`, per store and account."""

    log_level: str = "info"
    """OPENSHELF_LOG: `debug`, `info` (a line a request), `warning` or `error`."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read the settings named OPENSHELF_…; an empty value counts as unset.

        Raises `SettingError` for a value that cannot be used.
        """
        given = {
            name.removeprefix("OPENSHELF_"): value.strip()
            for name, value in environment.items()
            if name.startswith("OPENSHELF_") and value.strip()
        }
        data_dir = Path(given.get("DATA_DIR", "openshelf-data")).absolute()
        return cls(
            data_dir=data_dir,
            database_url=database_url(given.get("DATABASE_URL"), data_dir),
            media_dir=media_dir(given.get("MEDIA_URL"), data_dir),
            public_url=public_url(given.get("PUBLIC_URL", cls.public_url)),
            store_hash=store_hash(given.get("STORE_HASH")),
            store_name=given.get("STORE_NAME"),
            access_token=given.get("ACCESS_TOKEN"),
            fetch_allow=networks(given.get("FETCH_ALLOW", "")),
            upload_limit=positive("UPLOAD_LIMIT", given.get("UPLOAD_LIMIT")),
            rate_limit=rate_limit(given.get("RATE_LIMIT", cls.rate_limit)),
            log_level=one_of("LOG", given.get("LOG", cls.log_level), ("debug", "info", "warning", "error")),
        )


def database_url(text: str | None, data_dir: Path) -> str:
    if text is None:
        return f"sqlite:///{data_dir / 'openshelf.db'}"
    if text.startswith("postgres://"):
        text = "postgresql://" + text.removeprefix("postgres://")
    if not text.startswith(("sqlite:///", "postgresql://")):
        raise SettingError("OPENSHELF_DATABASE_URL must be sqlite:///PATH or postgresql://…")
    return text


def media_dir(text: str | None, data_dir: Path) -> Path:
    if text is None:
        return data_dir / "media"
    if text.startswith("file://"):
        text = text.removeprefix("file://")
    if "://" in text:
        raise SettingError("OPENSHELF_MEDIA_URL must be a folder; object stores come with a later version")
    return Path(text).absolute()


def public_url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise SettingError("OPENSHELF_PUBLIC_URL must begin with http:// or https://")
    return text.rstrip("/")


def store_hash(text: str | None) -> str | None:
    if text is not None and not (
        text.isascii() and text.isalnum() and text.islower() | text.isdigit() and len(text) <= 32
    ):
        raise SettingError("OPENSHELF_STORE_HASH must be 1 to 32 lower-case letters and digits")
    return text


def networks(text: str) -> tuple[Network, ...]:
    try:
        return parse_networks(text)
    except ValueError as error:
        raise SettingError(f"OPENSHELF_FETCH_ALLOW must be comma-separated networks: {error}") from error


def rate_limit(text: str) -> str:
    if not re.fullmatch(r"off|standard|pro|[1-9][0-9]{0,8}/[1-9][0-9]{0,5}", text):
        raise SettingError(
            "OPENSHELF_RATE_LIMIT must be off, standard, pro or requests/seconds, such as 150/30"
        )
    return text


def positive(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise SettingError(f"OPENSHELF_{name} must be a number of bytes above 0")
    return int(text)


def one_of(name: str, text: str, choices: tuple[str, ...]) -> str:
    if text.lower() not in choices:
        raise SettingError(f"OPENSHELF_{name} must be one of {', '.join(choices)}")
    return text.lower()
