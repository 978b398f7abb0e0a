"""Dates and times in request bodies."""

from __future__ import annotations

from datetime import UTC, datetime

from openshelf.wire.problems import InvalidFields

MaybeMoment = str | int | None
"""A date and time with its offset, or unix seconds; null or an empty text for none, as answers show it."""


def moment(name: str, given: MaybeMoment) -> datetime | None:
    """A date of a body in UTC. An empty text is what answers show for none, so it is taken back as none.

    Raises `InvalidFields` under `name` for what is no date.
    """
    if given is None or given == "":
        return None
    try:
        found = (
            datetime.fromtimestamp(given, UTC) if isinstance(given, int) else datetime.fromisoformat(given)
        )
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        text = f"{name} must be a date, such as 2026-11-23T10:00:00+00:00"
        raise InvalidFields({name: text}) from error


def required_moment(name: str, given: MaybeMoment) -> datetime:
    """The same for a date that cannot be none."""
    found = moment(name, given)
    if found is None:
        raise InvalidFields({name: f"{name} must not be empty"})
    return found
