"""Structured logs: one JSON object a line on standard error. Tokens and image bytes never get here."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from typing import Any

import msgspec

_PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message"}


class JsonLines(logging.Formatter):
    """What was said, when and by whom, and every `extra` field."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _PLAIN}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line, enc_hook=str).decode()


_requests = logging.getLogger("openshelf.api")


def request(**said: Any) -> None:
    """The line of one request. Written directly: a record and its formatting cost as much as a small answer does."""
    if not _requests.isEnabledFor(logging.INFO):
        return
    line = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": "info",
        "logger": "openshelf.api",
        "message": "request",
        **{name: value for name, value in said.items() if value != ""},
    }
    sys.stderr.write(msgspec.json.encode(line).decode() + "\n")


def configure(level: str) -> None:
    """Send every log line of the process to standard error at this level."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in ("uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # uvicorn tells of every start and stop of a worker, and names every request that the API logs itself
    logging.getLogger("uvicorn.error").setLevel("WARNING" if level != "debug" else "DEBUG")
    logging.getLogger("uvicorn.access").propagate = False
