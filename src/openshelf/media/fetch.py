"""Fetching the picture that an `image_url` names, without being led astray by it.

Whoever calls the API chooses the URL, and whoever owns the host at the other end chooses the answer, so both
are taken for hostile. What holds, and where:

* `vet_url` takes only http and https URLs that read one way, without credentials and on ordinary ports.
* No connection is made to an address that `addresses.may_connect` refuses. Names are judged when they are
  looked up, and every socket once more when it is opened, which is the one place that also sees the addresses
  written into a URL. The socket connects to what was judged, without another look-up, so a name that changes
  its address (DNS rebinding) gains nothing. No look-up is remembered and no connection kept or shared: each
  request is judged for itself.
* Redirects are followed by hand and vetted like a first URL. None is followed from https to http: the client
  asked for a picture that nobody on the way can exchange.
* Bytes are counted as they come, whatever Content-Length announces, and are taken only as they are: a
  compressed answer would be counted before it unfolds.
* One deadline covers everything from the first look-up to the last byte, so a slow drip does not stretch it.

Nothing here is logged, and problems are raised `from None`, because the texts of aiohttp's errors carry whole
URLs, whose queries may hold signatures.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote, urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from openshelf import __version__
from openshelf.media.addresses import Network, may_connect, parse_networks
from openshelf.media.problems import (
    ImageNotDownloaded,
    ImageUrlInvalid,
    ImageUrlNotAnImage,
    ImageUrlTooLarge,
)
from openshelf.media.spool import Spool, SpoolOverflow

__all__ = ["FetchPolicy", "Fetcher", "parse_networks", "vet_url"]

_HEADERS = {
    "User-Agent": f"Openshelf/{__version__} (+image fetcher)",
    # Hosts that choose a format by this header are told to leave WebP and AVIF, which few slots take.
    "Accept": "image/jpeg, image/png, image/gif, image/*;q=0.5, */*;q=0.1",
    "Accept-Encoding": "identity",
}

_REDIRECTS = (301, 302, 303, 307, 308)

# The "bad ports" of the Fetch standard (https://fetch.spec.whatwg.org/#port-blocking): services that an HTTP
# request could be smuggled to.
# fmt: off
_BLOCKED_PORTS = frozenset((
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
    109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
    526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
    3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
))
# fmt: on

_KEPT = "/%:@!$&'()*+,;=~|[]?"  # what a path or query may hold as it is, besides letters, digits, "_.-"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_AUTHORITY = re.compile(r"(?:\[(?P<literal>[^\[\]]*)\]|(?P<name>[^\[\]:]*))(?P<colon>:(?P<port>.*))?")
_PORT = re.compile(r"[1-9][0-9]{0,4}")
_HOST_NAME = re.compile(r"(?=.{1,254}\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


# aiohttp opens sockets without saying for whom; this tells, because its tasks inherit the context of the fetch.
_sockets_of_fetch: ContextVar[list[socket.socket]] = ContextVar("_sockets_of_fetch")


@dataclass(frozen=True)
class FetchPolicy:
    """What the fetcher may do.

    `allow` lists the networks that are reachable besides the public internet (`OPENSHELF_FETCH_ALLOW`). Times
    are in seconds and more than 0: `connect_timeout` bounds look-up, connection and TLS handshake of each
    request, `read_timeout` the silence between two pieces of an answer, `total_timeout` the whole fetch with
    all its redirects.
    """

    allow: tuple[Network, ...] = ()
    max_redirects: int = 5
    connect_timeout: float = 5.0
    read_timeout: float = 10.0
    total_timeout: float = 30.0

    def __post_init__(self) -> None:
        # To aiohttp a time limit of 0 means that there is none.
        if min(self.connect_timeout, self.read_timeout, self.total_timeout) <= 0:
            raise ValueError("the time limits of the image fetcher are more than 0 seconds")


class Fetcher:
    """Fetches pictures by URL. May be made before an event loop runs; serves one loop until it is closed.

    `resolver` looks names up (by default the system's), `open_socket` opens a socket for an address that has
    passed, and `tls` replaces the default context, which trusts the system's certificate authorities.
    """

    def __init__(
        self,
        policy: FetchPolicy,
        *,
        resolver: AbstractResolver | None = None,
        open_socket: aiohttp.SocketFactoryType | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._policy = policy
        self._resolver = resolver
        self._open_socket = _remembering(open_socket or _open_socket)
        self._tls = tls
        self._open_session: aiohttp.ClientSession | None = None

    async def fetch(self, url: str, into: Spool) -> None:
        """Write the bytes that `url` answers with into `into`, at most `into.limit` of them.

        What the bytes are is not looked at. Raises `ImageUrlInvalid` (not a URL that is fetched),
        `ImageNotDownloaded` (could not or may not be reached, too slow, cut off, redirected too often or to
        what is not fetched), `ImageUrlNotAnImage` (answered, but with another status than 200 or compressed)
        and `ImageUrlTooLarge`. After any of them `into` may hold a part of an answer.
        """
        try:
            target = vet_url(url)
        except ValueError as error:
            raise ImageUrlInvalid(str(error)) from None
        sockets: list[socket.socket] = []
        token = _sockets_of_fetch.set(sockets)
        try:
            async with asyncio.timeout(self._policy.total_timeout):
                await self._follow(target, into)
        except SpoolOverflow:
            raise ImageUrlTooLarge(into.limit) from None
        except TimeoutError:
            raise ImageNotDownloaded("the address did not answer completely in time") from None
        except aiohttp.ClientError as error:
            raise ImageNotDownloaded(_reason(error)) from None
        finally:
            _sockets_of_fetch.reset(token)
            _hang_up(sockets)

    async def close(self) -> None:
        """Close what is open. A later `fetch` opens it anew."""
        session, self._open_session = self._open_session, None
        if session is not None:
            await session.close()

    async def _follow(self, target: URL, into: Spool) -> None:
        for _ in range(self._policy.max_redirects + 1):
            async with self._session().get(target, allow_redirects=False) as answer:
                location = answer.headers.get("Location")
                if answer.status not in _REDIRECTS or location is None:
                    await _receive(answer, into)
                    return
            target = _redirected(target, location)
        raise ImageNotDownloaded(f"the address redirects more than {self._policy.max_redirects} times")

    def _session(self) -> aiohttp.ClientSession:
        # aiohttp binds its sessions to the running loop, so this waits for the first fetch.
        if self._open_session is None:
            policy = self._policy
            connector = aiohttp.TCPConnector(
                resolver=_GuardedResolver(policy.allow, self._resolver or aiohttp.ThreadedResolver()),
                socket_factory=guarded_opener(policy.allow, self._open_socket),
                use_dns_cache=False,
                force_close=True,
                ssl=self._tls or True,
            )
            self._open_session = aiohttp.ClientSession(
                connector=connector,
                headers=_HEADERS,
                timeout=aiohttp.ClientTimeout(
                    connect=policy.connect_timeout,
                    sock_connect=policy.connect_timeout,
                    sock_read=policy.read_timeout,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
            )
        return self._open_session


def vet_url(url: str) -> URL:
    """Turn `url` into the form that is requested, its host and port in the one way to write them.

    Path and query keep the client's own percent-encoding, since signatures may cover it. Raises `ValueError`
    with a sentence for whoever sent it. Where it leads is judged later, when connections are made.
    """
    _check_signs(url)
    scheme, separator, rest = url.partition("://")
    scheme = scheme.lower()
    if not separator or scheme not in ("http", "https"):
        raise ValueError("only absolute URLs that begin with http:// or https:// are fetched")
    authority = re.split("[/?#]", rest, maxsplit=1)[0]
    if "@" in authority:
        raise ValueError("a URL with a user name or password is not fetched")
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise ValueError("the host is not valid")
    host = _literal(parts["literal"]) if parts["literal"] is not None else _name(parts["name"])
    port = _port(parts["port"]) if parts["colon"] else ""
    path, mark, query = rest[len(authority) :].partition("#")[0].partition("?")
    try:
        # What is not UTF-8 in a Location header arrives as lone surrogates, which this turns back into bytes.
        path, query = (quote(text, safe=_KEPT, errors="surrogateescape") for text in (path or "/", query))
    except UnicodeEncodeError:
        raise ValueError("the URL holds characters that do not exist") from None
    return URL(f"{scheme}://{host}{port}{path}{mark}{query}", encoded=True)


def _check_signs(url: str) -> None:
    if any(sign <= " " or "\x7f" <= sign <= "\x9f" or sign.isspace() for sign in url):
        raise ValueError("spaces and control characters must be percent-encoded")
    if "\\" in url:
        raise ValueError("a backslash must be percent-encoded")


def _literal(text: str) -> str:
    try:
        address = IPv6Address(text)
    except ValueError:
        raise ValueError("the address between the brackets is not a valid IPv6 address") from None
    if address.scope_id is not None:
        raise ValueError("an IPv6 address with a zone is not fetched")
    return f"[{address}]"


def _name(text: str) -> str:
    if not text:
        raise ValueError("the URL names no host")
    try:
        # This also brings full-width and other compatibility forms of digits and dots to their ASCII form.
        host = URL.build(scheme="http", host=text).raw_host or ""
    except ValueError:
        raise ValueError("the host is not a valid host name") from None
    if not _HOST_NAME.fullmatch(host):
        raise ValueError("the host is not a valid host name")
    # C libraries read 2130706433, 0x7f.1 and 0177.0.0.1 as 127.0.0.1. A host whose last label is a number is
    # an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker), and here has to look like one.
    if _NUMBER.fullmatch(host.removesuffix(".").rpartition(".")[2]):
        try:
            IPv4Address(host)
        except ValueError:
            raise ValueError("an IPv4 address is written as four decimal numbers") from None
    return host


def _port(text: str) -> str:
    if not _PORT.fullmatch(text) or int(text) > 65535:
        raise ValueError("the port must be a plain decimal number from 1 to 65535")
    if int(text) in _BLOCKED_PORTS:
        raise ValueError(f"port {text} belongs to another service and is not fetched from")
    return f":{text}"


def _redirected(source: URL, location: str) -> URL:
    """Resolve the Location header of `source`'s answer and vet it like a first URL."""
    try:
        _check_signs(location)  # urljoin would drop some of them silently
        # urljoin would complete even what has a scheme and is thereby absolute ("http:///x") from the source.
        target = vet_url(location if _SCHEME.match(location) else urljoin(str(source), location))
    except ValueError as error:
        raise ImageNotDownloaded(f"the address redirects to what is not fetched: {error}") from None
    if source.scheme == "https" and target.scheme == "http":
        raise ImageNotDownloaded("the address redirects from https to http")
    return target


async def _receive(answer: aiohttp.ClientResponse, into: Spool) -> None:
    if answer.status != 200:
        raise ImageUrlNotAnImage(f"the address answered with status {answer.status} instead of 200")
    encodings = ",".join(answer.headers.getall("Content-Encoding", [])).split(",")
    if any(encoding.strip().lower() not in ("", "identity") for encoding in encodings):
        raise ImageUrlNotAnImage("the address answered with compressed content, which was not asked for")
    if answer.content_length is not None and answer.content_length > into.limit:
        raise ImageUrlTooLarge(into.limit)
    async for chunk in answer.content.iter_any():
        into.write(chunk)


class _ForbiddenAddressError(OSError):
    """The address may not be connected to. An `OSError`, which aiohttp takes for a failed connection."""


class _GuardedResolver(AbstractResolver):
    """Looks names up with `resolver` and lets them pass whole or not at all.

    A host that has a reachable and a forbidden address is refused: no honest public host has one, and picking
    the harmless address would leave to chance and to retries what is connected to.
    """

    def __init__(self, allow: tuple[Network, ...], resolver: AbstractResolver) -> None:
        self._allow = allow
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if not found:
            raise OSError("the host has no address")
        # The addresses are written anew, and the port is the vetted one: nothing but addresses is believed.
        return [
            ResolveResult(
                hostname=host,
                host=_checked(entry["host"], self._allow),
                port=port,
                family=entry["family"],
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for entry in found
        ]

    async def close(self) -> None:
        await self._resolver.close()


def guarded_opener(
    allow: tuple[Network, ...], open_socket: aiohttp.SocketFactoryType
) -> aiohttp.SocketFactoryType:
    """Wrap `open_socket` so that it refuses (`OSError`) addresses which may not be connected to.

    The event loop connects the socket to the very tuple that is judged here. uvloop passes its host through
    `getaddrinfo` once more, which finds nothing to look up in a plain address, and no other spelling passes.
    """

    def open_if_allowed(info: aiohttp.AddrInfoType) -> socket.socket:
        _checked(info[4][0], allow)
        return open_socket(info)

    return open_if_allowed


def _checked(host: object, allow: tuple[Network, ...]) -> str:
    try:
        address = ip_address(str(host))
    except ValueError:
        raise _ForbiddenAddressError("not an address") from None
    if not may_connect(address, allow):
        raise _ForbiddenAddressError("not on the public internet")
    return str(address)


def _open_socket(info: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, _, _ = info
    return socket.socket(family, kind, protocol)


def _remembering(open_socket: aiohttp.SocketFactoryType) -> aiohttp.SocketFactoryType:
    def open_and_remember(info: aiohttp.AddrInfoType) -> socket.socket:
        opened = open_socket(info)
        _sockets_of_fetch.get().append(opened)
        return opened

    return open_and_remember


def _hang_up(sockets: list[socket.socket]) -> None:
    """End connections that the event loop may still be closing.

    It would wait half a minute for the farewell of a TLS host, and a hostile one keeps that from us.
    """
    for each in sockets:
        with suppress(OSError):  # most are closed by now
            each.shutdown(socket.SHUT_RDWR)


def _reason(error: aiohttp.ClientError) -> str:
    """Say what went wrong without the addresses, names and URLs that the error itself may tell."""
    match error:
        case aiohttp.ClientSSLError():
            return "the host could not prove its identity: TLS failed"
        case aiohttp.ClientConnectorError(os_error=_ForbiddenAddressError()):
            return "the host is not on the public internet (OPENSHELF_FETCH_ALLOW can open its network)"
        case aiohttp.ClientConnectorDNSError():
            return "the name of the host could not be resolved"
        case aiohttp.ClientConnectorError():
            return "no connection to the host could be made"
        case aiohttp.ClientResponseError():
            return "the answer is not valid HTTP"
        case _:
            return "the connection was lost before the answer was complete"
