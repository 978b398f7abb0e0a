"""What can be wrong with a metafield, singly and, in the words of `in_batch`, within a batch (behaviour 1.5.3, 7.5)."""

from __future__ import annotations

from openshelf.wire.problems import Conflict, Forbidden, NotFound, PayloadTooLarge, Problem, Unprocessable

MAX_METAFIELDS = 250
"""Of one client on one resource (behaviour 7.5.2)."""

MAX_BATCH = 250


class MetafieldNotFound(NotFound):
    def __init__(self, metafield_id: int) -> None:
        super().__init__(f"A metafield was not found with an id of {metafield_id}")


class NotTheOwner(Forbidden):
    """A metafield of another client, and its permission set does not allow this; `verb` is what was tried."""

    def __init__(self, verb: str) -> None:
        super().__init__(f"You do not have permission to {verb} metafield")
        self.verb = verb


class MetafieldExists(Conflict):
    def __init__(self, namespace: str, key: str) -> None:
        text = f"A metafield with the namespace {namespace} and the key {key} already exists"
        super().__init__(text, errors={"key": text})


class TooManyMetafields(Unprocessable):
    def __init__(self, resource: str) -> None:
        text = f"A {resource} may have at most {MAX_METAFIELDS} metafields per client"
        super().__init__(text, errors={"metafields": text})


class BatchTooLarge(PayloadTooLarge):
    def __init__(self) -> None:
        super().__init__(
            f"The request payload is too large. The maximum items allowed in the array is {MAX_BATCH}.",
            errors={},
        )


def in_batch(problem: Problem) -> str:
    """One sentence for the map of a batch's errors."""
    if isinstance(problem, MetafieldNotFound):
        return "Metafield does not exist"
    if isinstance(problem, NotTheOwner):
        return f"Unauthorized to {problem.verb}"
    return "; ".join((problem.errors or {}).values()) or problem.title
