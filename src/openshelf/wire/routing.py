"""Operations and how a URL finds its one.

A resource's `routes.py` declares its operations on a `Routes`; each is one visible function:

    routes = Routes[Catalog]("Product Variants")

    @routes.post("/catalog/products/{product_id}/variants", body=VariantPost, returns=Variant, needs=WRITE)
    async def create_variant(call: Call[VariantPost], catalog: Catalog) -> Answer:
        \"\"\"Create a variant of a product.\"\"\"

The declaration registers the function and says what the OpenAPI document shall say; it wraps nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, overload

from starlette.requests import Request

from openshelf.wire.envelope import Answer
from openshelf.wire.problems import MethodNotAllowed, PlainProblem, Problem
from openshelf.wire.query import NO_QUERY, Collection, Query
from openshelf.wire.scopes import READ, WRITE, Principal, Scope
from openshelf.wire.validation import Explain, explain

B = TypeVar("B")
B_co = TypeVar("B_co", covariant=True)
C = TypeVar("C")

JSON = "application/json"
FORM = "multipart/form-data"
MAX_ID = 2**63 - 1


@dataclass(frozen=True)
class Call(Generic[B_co]):
    """One request as its operation sees it: authenticated, routed, decoded."""

    request: Request
    principal: Principal
    path: dict[str, int]
    query: Query
    body: B_co

    @property
    def store_id(self) -> int:
        return self.principal.store_id


Handler = Callable[[Call[B], C], Awaitable[Answer]]


@dataclass(frozen=True)
class Operation(Generic[C]):
    """What is declared of an operation.

    `answers` are whole bodies by status, for those that are not the usual envelope around `returns`. `explain` words
    what is wrong with a body: the two back-end families say it differently.
    """

    method: str
    path: str
    handler: Callable[[Any, C], Awaitable[Answer]]
    tag: str
    needs: frozenset[Scope]
    body: Any = None
    form: Any = None
    returns: Any = None
    many: bool = False
    status: int = 200
    query: Collection | None = None
    problems: tuple[type[Problem], ...] = ()
    published: bool = True
    version: str = "v3"
    answers: Mapping[int, Any] = field(default_factory=dict)
    explain: Explain = explain

    @property
    def name(self) -> str:
        return self.handler.__name__

    @property
    def consumes(self) -> tuple[str, ...]:
        kinds = ((JSON, self.body), (FORM, self.form))
        return tuple(media for media, shape in kinds if shape is not None)


Register = Callable[[Handler[B, C]], Handler[B, C]]


@dataclass
class Routes(Generic[C]):
    """The operations of one resource. `C` is what its handlers are given to work with."""

    tag: str
    version: str = "v3"
    explain: Explain = explain
    operations: list[Operation[C]] = field(default_factory=list)

    def get(
        self,
        path: str,
        *,
        returns: Any,
        many: bool = False,
        query: Collection | None = None,
        needs: frozenset[Scope] = READ,
        problems: tuple[type[Problem], ...] = (),
        published: bool = True,
        answers: Mapping[int, Any] | None = None,
    ) -> Register[None, C]:
        return self._register(
            "GET",
            path,
            needs=needs,
            returns=returns,
            many=many,
            query=query,
            problems=problems,
            published=published,
            answers=answers or {},
        )

    def post(
        self,
        path: str,
        *,
        body: type[B],
        returns: Any,
        many: bool = False,
        status: int = 200,
        query: Collection | None = None,
        needs: frozenset[Scope] = WRITE,
        problems: tuple[type[Problem], ...] = (),
        answers: Mapping[int, Any] | None = None,
    ) -> Register[B, C]:
        return self._register(
            "POST",
            path,
            needs=needs,
            body=body,
            returns=returns,
            many=many,
            status=status,
            query=query,
            problems=problems,
            answers=answers or {},
        )

    def put(
        self,
        path: str,
        *,
        body: type[B],
        returns: Any,
        many: bool = False,
        status: int = 200,
        query: Collection | None = None,
        needs: frozenset[Scope] = WRITE,
        problems: tuple[type[Problem], ...] = (),
        answers: Mapping[int, Any] | None = None,
    ) -> Register[B, C]:
        return self._register(
            "PUT",
            path,
            needs=needs,
            body=body,
            returns=returns,
            many=many,
            status=status,
            query=query,
            problems=problems,
            answers=answers or {},
        )

    def upload(
        self,
        path: str,
        *,
        body: Any,
        form: Any,
        returns: Any,
        method: str = "POST",
        needs: frozenset[Scope] = WRITE,
        problems: tuple[type[Problem], ...] = (),
    ) -> Register[None, C]:
        """An operation that takes a form, or JSON as well; its handler reads the request itself, as a stream."""
        return self._register(
            method, path, needs=needs, body=body, form=form, returns=returns, problems=problems
        )

    @overload
    def delete(
        self,
        path: str,
        *,
        body: None = None,
        status: int = 204,
        query: Collection | None = None,
        needs: frozenset[Scope] = WRITE,
        problems: tuple[type[Problem], ...] = (),
        published: bool = True,
        answers: Mapping[int, Any] | None = None,
    ) -> Register[None, C]: ...

    @overload
    def delete(
        self,
        path: str,
        *,
        body: type[B],
        status: int = 204,
        query: Collection | None = None,
        needs: frozenset[Scope] = WRITE,
        problems: tuple[type[Problem], ...] = (),
        published: bool = True,
        answers: Mapping[int, Any] | None = None,
    ) -> Register[B, C]: ...

    def delete(
        self,
        path: str,
        *,
        body: Any = None,
        status: int = 204,
        query: Collection | None = None,
        needs: frozenset[Scope] = WRITE,
        problems: tuple[type[Problem], ...] = (),
        published: bool = True,
        answers: Mapping[int, Any] | None = None,
    ) -> Register[Any, C]:
        return self._register(
            "DELETE",
            path,
            needs=needs,
            body=body,
            status=status,
            query=query,
            problems=problems,
            published=published,
            answers=answers or {},
        )

    def _register(self, method: str, path: str, **facts: Any) -> Callable[[Any], Any]:
        def register(handler: Any) -> Any:
            self.operations.append(
                Operation(
                    method=method,
                    path=path,
                    handler=handler,
                    tag=self.tag,
                    version=self.version,
                    explain=self.explain,
                    **facts,
                )
            )
            return handler

        return register


class RouteUnknown(PlainProblem):
    status = 404

    def __init__(self) -> None:
        super().__init__("The route is not found, check the URL")


@dataclass
class Node(Generic[C]):
    """One segment of the known paths."""

    literal: dict[str, Node[C]] = field(default_factory=dict)
    number: Node[C] | None = None
    parameter: str = ""
    methods: dict[str, Operation[C]] = field(default_factory=dict)


class Router(Generic[C]):
    """Finds the operation of a path by its segments; a literal segment wins over a number."""

    def __init__(self, operations: Iterable[Operation[C]]) -> None:
        self.operations = list(operations)
        self._root: Node[C] = Node()
        for operation in self.operations:
            self._add(operation)

    def _add(self, operation: Operation[C]) -> None:
        node = self._root
        for segment in (operation.version, *operation.path.strip("/").split("/")):
            if segment.startswith("{"):
                node.number = node.number or Node(parameter=segment[1:-1])
                node = node.number
                if node.parameter != segment[1:-1]:
                    raise ValueError(f"{operation.path}: a sibling calls {segment} {{{node.parameter}}}")
            else:
                node = node.literal.setdefault(segment, Node())
        if operation.method in node.methods:
            raise ValueError(f"{operation.method} {operation.path} is declared twice")
        node.methods[operation.method] = operation

    def find(self, method: str, path: str) -> tuple[Operation[C], dict[str, int]]:
        """The operation of a path such as `v3/catalog/products/7`, and its numbers.

        Raises `RouteUnknown` or `MethodNotAllowed`.
        """
        node = self._root
        numbers: dict[str, int] = {}
        for segment in path.split("/"):
            following = node.literal.get(segment)
            if following is None and node.number is not None and is_id(segment):
                following = node.number
                numbers[following.parameter] = int(segment)
            if following is None:
                raise RouteUnknown
            node = following
        if not node.methods:
            raise RouteUnknown
        operation = node.methods.get("GET" if method == "HEAD" else method)
        if operation is None:
            raise MethodNotAllowed(", ".join(sorted(node.methods)))
        return operation, numbers


def is_id(segment: str) -> bool:
    # An id has at most 19 digits; Python refuses to read numbers of thousands of digits.
    return len(segment) < 20 and segment.isascii() and segment.isdigit() and int(segment) <= MAX_ID


__all__ = ["FORM", "JSON", "NO_QUERY", "Answer", "Call", "Handler", "Operation", "Router", "Routes"]
