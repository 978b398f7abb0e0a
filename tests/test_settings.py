"""Settings from the environment: what they become, and how a wrong one is refused."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from openshelf.settings import SettingError, Settings


def test_with_nothing_set_everything_lies_in_one_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings.from_environment({})
    assert settings.data_dir == tmp_path / "openshelf-data"
    assert settings.database_url == f"sqlite:///{tmp_path}/openshelf-data/openshelf.db"
    assert settings.media_dir == tmp_path / "openshelf-data" / "media"
    assert settings.fetch_allow == ()


def test_every_setting_is_read_and_an_empty_one_counts_as_unset() -> None:
    settings = Settings.from_environment(
        {
            "OPENSHELF_DATA_DIR": "/data",
            "OPENSHELF_DATABASE_URL": "postgres://u@h/db",
            "OPENSHELF_MEDIA_URL": "/pictures",
            "OPENSHELF_PUBLIC_URL": "https://shelf.example/",
            "OPENSHELF_STORE_HASH": "abc123",
            "OPENSHELF_ACCESS_TOKEN": "",
            "OPENSHELF_FETCH_ALLOW": "127.0.0.0/8, ::1/128",
            "OPENSHELF_UPLOAD_LIMIT": "2000000",
            "OPENSHELF_RATE_LIMIT": "7/2",
            "OPENSHELF_LOG": "WARNING",
            "UNRELATED": "x",
        }
    )
    assert settings.database_url == "postgresql://u@h/db"
    assert settings.media_dir == Path("/pictures")
    assert settings.public_url == "https://shelf.example"
    assert settings.store_hash == "abc123"
    assert settings.access_token is None
    assert settings.fetch_allow == (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
    assert settings.upload_limit == 2_000_000
    assert (settings.rate_limit, settings.log_level) == ("7/2", "warning")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("MEDIA_URL", "s3://bucket"),
        ("PUBLIC_URL", "shelf.example"),
        ("STORE_HASH", "ABC"),
        ("STORE_HASH", "a/b"),
        ("STORE_HASH", "x" * 33),
        ("FETCH_ALLOW", "127.0.0.1/8"),
        ("FETCH_ALLOW", "everywhere"),
        ("UPLOAD_LIMIT", "0"),
        ("UPLOAD_LIMIT", "1 MB"),
        ("RATE_LIMIT", "fast"),
        ("LOG", "loud"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"OPENSHELF_{name}"):
        Settings.from_environment({f"OPENSHELF_{name}": value})
