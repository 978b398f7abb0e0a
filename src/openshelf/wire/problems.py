"""Errors in the wire's own shape, written once.

A service raises a named subclass of `Problem`; `wire.routing` sends it. No handler builds an error by hand.

The body is `{status, title, type, errors?, detail?, code?}`. The two back-end families that stand behind the
published paths differ in one thing only: the older one leaves `errors` out when no field is to blame, the newer
one sends `{}` (see `docs/decisions.md`, "Two families").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

TYPE_URL = "https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes"


class Problem(Exception):
    """Something that a caller is told about. Subclasses say what; instances say which.

    `status` is the HTTP status, `title` the sentence clients match on, `errors` maps a field to a message,
    `detail` and `code` appear only when given. `headers` are added to the answer.
    """

    status: ClassVar[int] = 500
    code: ClassVar[int | None] = None

    def __init__(
        self,
        title: str,
        *,
        errors: Mapping[str, str] | None = None,
        detail: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.title = title
        self.errors = None if errors is None else dict(errors)
        self.detail = detail
        self.headers = dict(headers or {})

    def body(self) -> dict[str, Any]:
        """The JSON object that is sent."""
        body: dict[str, Any] = {"status": self.status, "title": self.title, "type": TYPE_URL}
        if self.detail is not None:
            body["detail"] = self.detail
        if self.code is not None:
            body["code"] = self.code
        if self.errors is not None:
            body["errors"] = self.errors
        return body

    def encode(self) -> bytes:
        return msgspec.json.encode(self.body())


class PlainProblem(Problem):
    """An answer of the gateway in front of the API, which speaks `text/plain` (behaviour 1.4, trap 33)."""


class BadRequest(Problem):
    status = 400


class MalformedJson(BadRequest):
    """The body is not JSON at all."""

    def __init__(self) -> None:
        super().__init__("Input is invalid", detail="Syntax error")


class Forbidden(Problem):
    status = 403


class NotFound(Problem):
    status = 404


class MethodNotAllowed(Problem):
    status = 405

    def __init__(self, allowed: str) -> None:
        super().__init__(
            "Method Not Allowed",
            detail="The requested HTTP method is invalid for this endpoint.",
            headers={"Allow": allowed},
        )


class NotAcceptable(Problem):
    status = 406

    def __init__(self) -> None:
        super().__init__("Not Acceptable", detail="This API answers application/json only.")


class Conflict(Problem):
    status = 409


class PayloadTooLarge(Problem):
    status = 413


class UnsupportedMediaType(Problem):
    status = 415

    def __init__(self, accepted: str) -> None:
        super().__init__("Unsupported Media Type", detail=f"The Content-Type must be {accepted}.")


class Unprocessable(Problem):
    status = 422


class InvalidFields(Unprocessable):
    """Named fields hold values they may not hold; `errors` says what is wrong with each."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(f"Invalid field(s): {', '.join(errors)}", errors=errors)


class MissingFields(Unprocessable):
    """Fields that a create needs were not sent."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("Missing Required Fields", errors=errors)


class UnknownFilters(Unprocessable):
    """A query parameter that the collection does not know (behaviour 1.4; two spaces for an empty name)."""

    def __init__(self, names: list[str]) -> None:
        listed = ", ".join(names)
        super().__init__(f"The filter(s): {listed} are not valid filter parameter(s).", errors={})


class ServiceUnavailable(Problem):
    status = 503
