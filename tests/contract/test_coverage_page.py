"""The page that says where every operation is answered is made by a script; it must be that of today."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_coverage_page_is_up_to_date() -> None:
    checked = subprocess.run([sys.executable, ROOT / "scripts" / "coverage_page", "--check"], check=False)
    assert checked.returncode == 0, "write it anew: .venv/bin/python scripts/coverage_page"
