"""Where the fetcher goes and where it does not, however the way there is written."""

from __future__ import annotations

import asyncio
import re
import socket
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from openshelf.media.fetch import Fetcher, FetchPolicy, guarded_opener, parse_networks, vet_url
from openshelf.media.problems import ImageNotDownloaded, ImageUrlInvalid
from openshelf.media.spool import Spool
from openshelf.wire.problems import Problem
from tests.media.fetching import (
    LOCAL,
    STRICT,
    Diversion,
    FetchTests,
    Names,
    Run,
    Unplugged,
    fetch,
    names,
    problem_of,
    why,
)
from tests.media.misbehaving import PICTURE, Misbehaving
from tests.media.ssrf_corpus import ACCEPTED, INVALID, PUBLIC, PUBLIC_6, REFUSED


class TestForbiddenAddresses(FetchTests):
    @pytest.mark.parametrize("url", INVALID)
    def test_what_is_no_url_to_fetch_is_refused_before_anything_is_looked_up(
        self, url: str, victim: Misbehaving, tmp_path: Path
    ) -> None:
        resolver, unplugged = names(), Unplugged()

        url = url.format(port=victim.port)
        problem = asyncio.run(problem_of(url, LOCAL, tmp_path, resolver=resolver, open_socket=unplugged))

        assert isinstance(problem, ImageUrlInvalid)
        assert problem.status == 422
        assert why(problem)
        assert resolver.lookups == []
        assert unplugged.asked == []

    @pytest.mark.parametrize("url", REFUSED)
    def test_no_socket_is_opened_for_a_forbidden_address(
        self, url: str, victim: Misbehaving, tmp_path: Path
    ) -> None:
        unplugged = Unplugged()

        url = url.format(port=victim.port)
        problem = asyncio.run(problem_of(url, STRICT, tmp_path, resolver=names(), open_socket=unplugged))

        assert isinstance(problem, ImageNotDownloaded)
        assert problem.status == 400
        assert why(problem).startswith("the host is not on the public internet")
        assert unplugged.asked == []

    @pytest.mark.parametrize("url", [url for url in REFUSED if "{port}" in url])
    def test_the_forbidden_urls_of_loopback_do_lead_there_once_it_is_open(
        self, url: str, server: Misbehaving, tmp_path: Path
    ) -> None:
        """Otherwise the test above would only show that these URLs lead nowhere."""
        everything = FetchPolicy(allow=parse_networks("0.0.0.0/0, ::/0"))
        unplugged = Unplugged()

        url = url.format(port=server.port)
        asyncio.run(problem_of(url, everything, tmp_path, resolver=names(), open_socket=unplugged))

        assert {port for _, port in unplugged.asked} == {server.port}

    @pytest.mark.parametrize(
        "host",
        [
            *["127.0.0.1", "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127\u30020\u30020\u30021"],
            *["loopback.example", "0x7f000001.example", "127.0.0.1.example"],
        ],
    )
    def test_spellings_of_loopback_reach_it_once_the_operator_has_opened_it(
        self, host: str, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        received = run(fetch(server.url("/picture", host), LOCAL, tmp_path, resolver=names()))

        assert received == PICTURE

    @pytest.mark.parametrize(("url", "address", "port"), ACCEPTED)
    def test_urls_of_the_public_internet_are_connected_to_as_they_say(
        self, url: str, address: str, port: int, tmp_path: Path
    ) -> None:
        unplugged = Unplugged()

        problem = asyncio.run(problem_of(url, STRICT, tmp_path, resolver=names(), open_socket=unplugged))

        assert why(problem) == "no connection to the host could be made"
        assert [(ip_address(host), at) for host, at in unplugged.asked] == [(ip_address(address), port)]

    def test_a_picture_is_fetched_from_a_public_host(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        diversion = Diversion(server)

        url = "http://Public.Example./picture"
        received = run(fetch(url, STRICT, tmp_path, resolver=names(), open_socket=diversion))

        assert received == PICTURE
        assert diversion.asked == [(PUBLIC, 80)]
        assert server.requests[0].header("Host") == ["public.example"]

    @pytest.mark.parametrize(
        "address", ["127.1", "0x7f000001", "2130706433", "localhost", "::ffff:127.0.0.1", "::1%lo", "", "🏠"]
    )
    def test_a_resolver_that_answers_with_something_odd_does_not_open_loopback(
        self, address: str, victim: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        resolver, unplugged = names({"odd.example": [[address]]}), Unplugged()

        url = victim.url("/picture", "odd.example")
        problem = run(problem_of(url, STRICT, tmp_path, resolver=resolver, open_socket=unplugged))

        assert isinstance(problem, ImageNotDownloaded)
        assert unplugged.asked == []

    @pytest.mark.parametrize(
        "sockaddr",
        [
            *[("127.0.0.1", 80), ("10.0.0.1", 80), ("0.0.0.0", 80), ("0x7f.1", 80), ("127.1", 80)],  # noqa: S104
            *[("localhost", 80), ("", 80), (b"127.0.0.1", 80), (2130706433, 80)],
            *[("::1", 80, 0, 0), ("::ffff:127.0.0.1", 80, 0, 0), ("fe80::1%1", 80, 0, 1)],
        ],
    )
    def test_the_last_gate_holds_by_itself(self, sockaddr: tuple[Any, ...]) -> None:
        unplugged = Unplugged()
        gate = guarded_opener(STRICT.allow, unplugged)
        family = socket.AF_INET6 if len(sockaddr) == 4 else socket.AF_INET

        with pytest.raises(OSError, match=r"not (on the public internet|an address)"):
            gate((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", sockaddr))

        assert unplugged.asked == []

    @pytest.mark.parametrize("address", [PUBLIC, PUBLIC_6])
    def test_the_last_gate_opens_for_public_addresses(self, address: str) -> None:
        unplugged = Unplugged()
        gate = guarded_opener(STRICT.allow, unplugged)

        with pytest.raises(ConnectionRefusedError):
            gate((socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 443)))

        assert unplugged.asked == [(address, 443)]


class TestRebinding(FetchTests):
    """`rebind.example` is public at the first look-up, and 127.0.0.1, where the victim listens, later."""

    @pytest.fixture
    def resolver(self) -> Names:
        return names({"rebind.example": [[PUBLIC], ["127.0.0.1"]]})

    def test_the_address_that_was_checked_is_the_one_connected_to(
        self, resolver: Names, server: Misbehaving, victim: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        diversion = Diversion(server)

        async def fetch_twice() -> Problem:
            url = victim.url("/picture", "rebind.example")
            fetcher = Fetcher(STRICT, resolver=resolver, open_socket=diversion)
            with Spool(tmp_path, 1_000_000) as spool:
                await fetcher.fetch(url, spool)
                assert spool.path.read_bytes() == PICTURE
                assert resolver.lookups == ["rebind.example"]
                with pytest.raises(ImageNotDownloaded) as caught:
                    await fetcher.fetch(url, spool)
            await fetcher.close()
            return caught.value

        problem = run(fetch_twice())

        assert why(problem).startswith("the host is not on the public internet")
        assert resolver.lookups == ["rebind.example"] * 2
        assert diversion.asked == [(PUBLIC, victim.port)]

    @pytest.mark.parametrize("path", ["/start", "/hangs-up"])
    def test_neither_a_redirect_nor_a_lost_connection_gets_a_second_chance_at_another_address(
        self,
        path: str,
        resolver: Names,
        server: Misbehaving,
        victim: Misbehaving,
        tmp_path: Path,
        run: Run,
    ) -> None:
        diversion = Diversion(server)
        server.redirects["/start"] = victim.url("/picture", "rebind.example")

        url = victim.url(path, "rebind.example")
        problem = run(problem_of(url, STRICT, tmp_path, resolver=resolver, open_socket=diversion))

        assert isinstance(problem, ImageNotDownloaded)
        assert resolver.lookups == ["rebind.example"] * 2
        assert diversion.asked == [(PUBLIC, victim.port)]


class TestRedirects(FetchTests):
    def test_the_sixth_redirect_is_not_followed(self, server: Misbehaving, tmp_path: Path, run: Run) -> None:
        problem = run(problem_of(server.url("/hops/6"), LOCAL, tmp_path))

        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem) == "the address redirects more than 5 times"
        assert [request.target for request in server.requests] == [
            f"/hops/{left}" for left in range(6, 0, -1)
        ]

    def test_a_loop_ends_at_the_limit(self, server: Misbehaving, tmp_path: Path, run: Run) -> None:
        problem = run(problem_of(server.url("/loop"), LOCAL, tmp_path))

        assert isinstance(problem, ImageNotDownloaded)
        assert len(server.requests) == 6

    def test_a_policy_may_follow_none(self, server: Misbehaving, tmp_path: Path) -> None:
        policy = replace(LOCAL, max_redirects=0)

        problem = asyncio.run(problem_of(server.url("/hops/1"), policy, tmp_path))

        assert isinstance(problem, ImageNotDownloaded)
        assert len(server.requests) == 1

    @pytest.mark.parametrize(
        "location",
        [
            *["picture", "./picture", "/picture", "../a/../picture", "//127.0.0.1:{port}/picture"],
            *["http://127.0.0.1:{port}/picture", "HTTP://127.0.0.1:{port}/picture#x", "/picture?{{}}"],
            *["/latin-1-\xe9", "/utf-8-é"],
        ],
    )
    def test_a_location_is_read_relative_to_where_it_came_from(
        self, location: str, server: Misbehaving, tmp_path: Path
    ) -> None:
        raw = location.format(port=server.port).encode("latin-1" if "latin" in location else "utf-8")
        server.redirects |= {"/folder": raw, "/a/b/folder": raw}
        server.redirects |= {"/latin-1-%E9": "/picture", "/utf-8-%C3%A9": "/picture"}
        server.redirects |= {"/a/b/picture": "/picture", "/a/picture": "/picture"}
        start = "/a/b/folder" if location.startswith(".") else "/folder"

        received = asyncio.run(fetch(server.url(start), LOCAL, tmp_path))

        assert received == PICTURE

    @pytest.mark.parametrize(
        "location",
        [
            *[
                "file:///etc/passwd",
                "ftp://127.0.0.1/picture",
                "data:image/png;base64,AAAA",
                "gopher://127.0.0.1",
            ],
            *["http://user:secret@127.0.0.1:{port}/picture", "//user@127.0.0.1:{port}/picture"],
            *["http://127.0.0.1:0/picture", "http://127.0.0.1:22/", "http://127.0.0.1:0{port}/picture"],
            *["http://2130706433:{port}/picture", "http://0x7f.1:{port}/picture", "//127.1:{port}/picture"],
            *[
                "/pic ture",
                "/pic\tture",
                "\\\\127.0.0.1\\picture",
                "http://",
                "http:///picture",
                "http://[::1",
            ],
        ],
    )
    def test_a_redirect_to_what_is_no_url_to_fetch_is_not_followed(
        self, location: str, server: Misbehaving, tmp_path: Path
    ) -> None:
        server.redirects["/start"] = location.format(port=server.port)

        problem = asyncio.run(problem_of(server.url("/start"), LOCAL, tmp_path))

        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem).startswith("the address redirects to what is not fetched: ")
        assert len(server.requests) == 1

    @pytest.mark.parametrize("url", REFUSED)
    def test_a_redirect_from_a_public_host_to_a_forbidden_address_is_not_followed(
        self, url: str, server: Misbehaving, victim: Misbehaving, tmp_path: Path
    ) -> None:
        diversion = Diversion(server)
        server.redirects["/start"] = url.format(port=victim.port)

        start = "http://public.example/start"
        problem = asyncio.run(problem_of(start, STRICT, tmp_path, resolver=names(), open_socket=diversion))

        assert isinstance(problem, ImageNotDownloaded)
        assert diversion.asked == [(PUBLIC, 80)]


class TestVetting(FetchTests):
    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("ftp://public.example/", "only absolute URLs that begin with http:// or https:// are fetched"),
            ("http://user@public.example/", "a URL with a user name or password is not fetched"),
            ("http://public.example:0/", "the port must be a plain decimal number from 1 to 65535"),
            ("http://public.example:22/", "port 22 belongs to another service and is not fetched from"),
            ("http://127.1/", "an IPv4 address is written as four decimal numbers"),
            ("http://public.example/a b", "spaces and control characters must be percent-encoded"),
        ],
    )
    def test_the_problem_says_what_is_wrong_with_the_url(self, url: str, reason: str) -> None:
        with pytest.raises(ValueError, match="^" + re.escape(reason) + "$"):
            vet_url(url)

    def test_the_spelling_of_path_and_query_is_left_alone(self) -> None:
        url = vet_url("HTTPS://Bücher.Example:8443/%7euser/a%2fb/../c?sig=%2b%2F+=&x='|'#part")

        assert str(url) == "https://xn--bcher-kva.example:8443/%7euser/a%2fb/../c?sig=%2b%2F+=&x='|'"

    def test_what_a_request_line_cannot_hold_is_percent_encoded(self) -> None:
        assert vet_url('http://a.example/ä"<>?ö{}').raw_path_qs == "/%C3%A4%22%3C%3E?%C3%B6%7B%7D"

    def test_time_limits_that_aiohttp_would_take_for_none_are_refused(self) -> None:
        with pytest.raises(ValueError, match="more than 0"):
            FetchPolicy(connect_timeout=0)
        with pytest.raises(ValueError, match="more than 0"):
            FetchPolicy(read_timeout=0)
        with pytest.raises(ValueError, match="more than 0"):
            FetchPolicy(total_timeout=0)
