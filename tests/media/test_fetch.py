"""What the fetcher makes of answers and connections, honest and otherwise."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
import trustme
from aiohttp.abc import ResolveResult

from openshelf import __version__
from openshelf.media.fetch import Fetcher, FetchPolicy, parse_networks
from openshelf.media.problems import ImageNotDownloaded, ImageUrlNotAnImage, ImageUrlTooLarge
from openshelf.media.spool import Spool
from openshelf.wire.problems import Problem
from tests.media.fetching import (
    HASTY,
    LOCAL,
    ON_TIME,
    STRICT,
    Diversion,
    FetchTests,
    Names,
    Run,
    fetch,
    names,
    problem_of,
    why,
)
from tests.media.misbehaving import PICTURE, Misbehaving, Stubborn, head, whole
from tests.media.ssrf_corpus import PUBLIC

AUTHORITY = trustme.CA()


class TestHonestAnswers(FetchTests):
    @pytest.mark.parametrize(
        "path",
        [
            *["/picture", "/chunked", "/until-close", "/identity", "/text-type", "/early-hints"],
            *["/hops/1", "/hops/5"],
        ],
    )
    def test_the_bytes_arrive_as_they_were_sent(
        self, path: str, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        assert run(fetch(server.url(path), LOCAL, tmp_path)) == PICTURE

    @pytest.mark.parametrize("path", ["/announces-less", "/announces-less-late"])
    def test_nothing_is_taken_beyond_what_was_announced(
        self, path: str, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        """aiohttp refuses what it sees arrive with the answer, and never sees what comes later."""
        try:
            received = run(fetch(server.url(path), LOCAL, tmp_path))
        except ImageNotDownloaded as problem:
            assert why(problem) == "the answer is not valid HTTP"  # noqa: PT017
        else:
            assert received == PICTURE

    def test_an_answer_of_exactly_the_limit_is_taken_and_one_byte_more_is_not(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        for path in ("/picture", "/chunked", "/until-close"):
            received = run(fetch(server.url(path), LOCAL, tmp_path, limit=len(PICTURE)))
            problem = run(problem_of(server.url(path), LOCAL, tmp_path, limit=len(PICTURE) - 1))

            assert received == PICTURE
            assert isinstance(problem, ImageUrlTooLarge)

    def test_the_request_says_who_asks_and_carries_nothing_else(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        run(fetch(server.url("/picture?a=%2F%41&b=|#fragment"), LOCAL, tmp_path))

        (request,) = server.requests
        assert request.target == "/picture?a=%2F%41&b=|"
        assert request.header("User-Agent") == [f"Openshelf/{__version__} (+image fetcher)"]
        assert request.header("Accept-Encoding") == ["identity"]
        assert request.header("Connection") == ["close"]
        assert request.header("Host") == [f"127.0.0.1:{server.port}"]
        for absent in ("Cookie", "Authorization", "Referer", "Range"):
            assert request.header(absent) == []

    def test_cookies_are_not_kept(self, server: Misbehaving, tmp_path: Path, run: Run) -> None:
        async def fetch_twice() -> None:
            fetcher = Fetcher(LOCAL)
            for path in ("/cookie", "/picture"):
                with Spool(tmp_path, 1_000_000) as spool:
                    await fetcher.fetch(server.url(path), spool)
            await fetcher.close()

        run(fetch_twice())

        assert server.requests[1].header("Cookie") == []

    def test_proxies_of_the_environment_are_not_used(
        self,
        server: Misbehaving,
        victim: Misbehaving,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        run: Run,
    ) -> None:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{victim.port}")

        received = run(fetch(server.url("/picture"), LOCAL, tmp_path))

        assert received == PICTURE

    def test_each_request_has_its_own_look_up_and_connection(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        resolver = names({"shop.example": [["127.0.0.1"]]})

        async def fetch_three_times() -> None:
            fetcher = Fetcher(LOCAL, resolver=resolver)
            for _ in range(3):
                with Spool(tmp_path, 1_000_000) as spool:
                    await fetcher.fetch(server.url("/picture", "shop.example"), spool)
            await fetcher.close()

        run(fetch_three_times())

        assert resolver.lookups == ["shop.example"] * 3
        assert server.connections == 3

    def test_many_pictures_are_fetched_at_the_same_time(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        async def fetch_one(fetcher: Fetcher) -> bytes:
            with Spool(tmp_path, 1_000_000) as spool:
                await fetcher.fetch(server.url("/chunked"), spool)
                return spool.path.read_bytes()

        async def fetch_all() -> list[bytes]:
            fetcher = Fetcher(LOCAL)
            received = await asyncio.gather(*(fetch_one(fetcher) for _ in range(30)))
            await fetcher.close()
            return received

        assert run(fetch_all()) == [PICTURE] * 30

    def test_a_fetcher_made_outside_a_loop_serves_another_one_after_it_was_closed(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        fetcher = Fetcher(LOCAL)

        async def fetch_and_close() -> bytes:
            with Spool(tmp_path, 1_000_000) as spool:
                await fetcher.fetch(server.url("/picture"), spool)
                await fetcher.close()
                await fetcher.close()
                return spool.path.read_bytes()

        assert run(fetch_and_close()) == PICTURE
        assert run(fetch_and_close()) == PICTURE

    def test_the_system_resolver_finds_localhost(self, server: Misbehaving, tmp_path: Path, run: Run) -> None:
        policy = FetchPolicy(allow=parse_networks("127.0.0.0/8, ::1/128"))

        received = run(fetch(server.url("/picture", "localhost"), policy, tmp_path))

        assert received == PICTURE


class TestMisbehavingAnswers(FetchTests):
    @pytest.mark.parametrize(
        "path",
        ["/announces-more", "/chunked-cut-off", "/hangs-up", "/resets"],
    )
    def test_an_answer_that_is_cut_off_was_not_downloaded(
        self, path: str, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        problem = run(problem_of(server.url(path), LOCAL, tmp_path))

        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem) == "the connection was lost before the answer was complete"

    @pytest.mark.parametrize(
        "path", ["/not-http", "/announces-nonsense", "/announces-twice", "/headers-many", "/headers-endless"]
    )
    def test_an_answer_that_is_not_http_or_floods_headers_was_not_downloaded(
        self, path: str, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        problem = run(problem_of(server.url(path), LOCAL, tmp_path))

        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem) == "the answer is not valid HTTP"

    @pytest.mark.parametrize("path", ["/endless", "/endless-chunks"])
    def test_an_endless_answer_is_left_at_the_limit(
        self, path: str, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        problem = run(problem_of(server.url(path), LOCAL, tmp_path, limit=8 * 1024 * 1024))

        assert isinstance(problem, ImageUrlTooLarge)
        assert problem.code == 10001
        assert why(problem) == "The maximum of 8 MB size limit for upload image is exceeded"

    def test_an_answer_that_announces_too_much_is_refused_before_it_comes(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        problem = run(problem_of(server.url("/announces-too-much"), LOCAL, tmp_path))

        assert isinstance(problem, ImageUrlTooLarge)

    @pytest.mark.parametrize(
        "path",
        ["/drip", "/drip-headers", "/hints-for-ever", "/hangs-after-headers", "/never-answers"],
    )
    def test_a_slow_answer_ends_with_the_time_limit(
        self, path: str, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        started = time.monotonic()
        problem = run(problem_of(server.url(path), HASTY, tmp_path))

        assert time.monotonic() - started < ON_TIME
        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem) == "the address did not answer completely in time"

    def test_silence_is_noticed_long_before_the_time_is_up(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        policy = replace(LOCAL, read_timeout=0.15, total_timeout=60)

        started = time.monotonic()
        for path in ("/hangs-after-headers", "/never-answers"):
            problem = run(problem_of(server.url(path), policy, tmp_path))
            assert isinstance(problem, ImageNotDownloaded)

        assert time.monotonic() - started < ON_TIME

    def test_redirects_share_one_time_limit(self, server: Misbehaving, tmp_path: Path, run: Run) -> None:
        policy = replace(LOCAL, total_timeout=0.3, max_redirects=1_000_000)

        started = time.monotonic()
        problem = run(problem_of(server.url("/loop"), policy, tmp_path))

        assert time.monotonic() - started < ON_TIME
        assert why(problem) == "the address did not answer completely in time"

    @pytest.mark.parametrize("status", [201, 204, 206, 300, 304, 400, 401, 403, 404, 410, 429, 500, 503])
    def test_another_status_than_200_is_no_picture_whatever_comes_with_it(
        self, status: int, server: Misbehaving, tmp_path: Path
    ) -> None:
        problem = asyncio.run(problem_of(server.url(f"/status/{status}"), LOCAL, tmp_path))

        assert isinstance(problem, ImageUrlNotAnImage)
        assert problem.status == 422
        assert str(status) in why(problem)

    def test_a_redirect_to_nowhere_is_an_answer_with_another_status(
        self, server: Misbehaving, tmp_path: Path
    ) -> None:
        problem = asyncio.run(problem_of(server.url("/redirect-without-location"), LOCAL, tmp_path))

        assert isinstance(problem, ImageUrlNotAnImage)
        assert "302" in why(problem)

    @pytest.mark.parametrize("path", ["/gzip-bomb", "/gzip-hidden"])
    def test_a_compressed_answer_is_refused_and_never_unfolded(
        self, path: str, server: Misbehaving, tmp_path: Path
    ) -> None:
        problem = asyncio.run(problem_of(server.url(path), LOCAL, tmp_path))

        assert isinstance(problem, ImageUrlNotAnImage)
        assert "compressed" in why(problem)

    def test_a_compressed_transfer_is_not_unfolded_either(self, server: Misbehaving, tmp_path: Path) -> None:
        received = asyncio.run(fetch(server.url("/gzip-transfer"), LOCAL, tmp_path))

        assert received.startswith(b"\x1f\x8b")


class TestConnections(FetchTests):
    def test_a_port_where_nobody_listens(self, tmp_path: Path, run: Run) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]

        problem = run(problem_of(f"http://127.0.0.1:{port}/picture", LOCAL, tmp_path))

        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem) == "no connection to the host could be made"

    def test_a_host_that_does_not_take_the_connection(self, tmp_path: Path, run: Run) -> None:
        with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
            listener.bind(("127.0.0.1", 0))
            listener.listen(0)
            # With its queue full, Linux answers further connections with silence.
            for waiting in (first, second):
                waiting.setblocking(False)
                waiting.connect_ex(listener.getsockname())
            url = f"http://127.0.0.1:{listener.getsockname()[1]}/picture"

            started = time.monotonic()
            problem = run(problem_of(url, replace(LOCAL, connect_timeout=0.15), tmp_path))

        assert time.monotonic() - started < ON_TIME
        assert why(problem) == "the address did not answer completely in time"

    def test_a_tls_handshake_that_does_not_come(self, server: Misbehaving, tmp_path: Path, run: Run) -> None:
        started = time.monotonic()
        url = server.url("/picture").replace("http:", "https:")
        problem = run(problem_of(url, replace(LOCAL, connect_timeout=0.15), tmp_path))

        assert time.monotonic() - started < ON_TIME
        assert isinstance(problem, ImageNotDownloaded)

    def test_a_name_server_that_does_not_answer(self, tmp_path: Path, run: Run) -> None:
        class Silent(Names):
            async def resolve(
                self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
            ) -> list[ResolveResult]:
                await asyncio.Event().wait()
                raise AssertionError

        started = time.monotonic()
        policy = replace(STRICT, connect_timeout=0.15)
        problem = run(problem_of("http://public.example/", policy, tmp_path, resolver=Silent({})))

        assert time.monotonic() - started < ON_TIME
        assert why(problem) == "the address did not answer completely in time"

    def test_a_name_that_nobody_knows(self, tmp_path: Path, run: Run) -> None:
        problem = run(problem_of("http://nobody.example/", STRICT, tmp_path, resolver=names()))

        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem) == "the name of the host could not be resolved"

    def test_a_name_without_addresses(self, tmp_path: Path, run: Run) -> None:
        resolver = names({"empty.example": [[]]})

        problem = run(problem_of("http://empty.example/", STRICT, tmp_path, resolver=resolver))

        assert why(problem) == "the name of the host could not be resolved"

    def test_a_host_that_fails_at_one_address_is_reached_at_the_next(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        diversion = Diversion(server)

        def refuse_ipv6(info: aiohttp.AddrInfoType) -> socket.socket:
            if info[0] == socket.AF_INET6:
                raise ConnectionRefusedError
            return diversion(info)

        url = "http://both.example/picture"
        received = run(fetch(url, STRICT, tmp_path, resolver=names(), open_socket=refuse_ipv6))

        assert received == PICTURE
        assert diversion.asked == [(PUBLIC, 80)]

    def test_a_cancelled_fetch_lets_the_connection_go(
        self, server: Misbehaving, tmp_path: Path, run: Run
    ) -> None:
        async def start_and_cancel() -> None:
            with Spool(tmp_path, 10**10) as spool:
                fetcher = Fetcher(LOCAL)
                task = asyncio.create_task(fetcher.fetch(server.url("/endless"), spool))
                await asyncio.sleep(0.2)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                assert spool.size > 0
                await fetcher.close()

        run(start_and_cancel())

        assert server.wait_until_idle()


class TestTls(FetchTests):
    @pytest.fixture
    def authority(self) -> trustme.CA:
        return AUTHORITY

    @pytest.fixture
    def trusting(self, authority: trustme.CA) -> ssl.SSLContext:
        context = ssl.create_default_context()
        authority.configure_trust(context)
        return context

    @pytest.fixture
    def server_tls(self, authority: trustme.CA) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("shop.example").configure_cert(context)
        return context

    @pytest.fixture
    def secure(self, server_tls: ssl.SSLContext) -> Iterator[Misbehaving]:
        with Misbehaving(tls=server_tls) as running:
            yield running

    @pytest.fixture
    def resolver(self) -> Names:
        return names({"shop.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]]})

    def test_the_certificate_is_that_of_the_name_though_the_address_is_pinned(
        self,
        secure: Misbehaving,
        trusting: ssl.SSLContext,
        resolver: Names,
        tmp_path: Path,
        run: Run,
    ) -> None:
        url = secure.url("/chunked", "shop.example.")

        received = run(fetch(url, LOCAL, tmp_path, resolver=resolver, tls=trusting))

        assert received == PICTURE

    def test_a_certificate_of_another_name_is_refused(
        self, secure: Misbehaving, trusting: ssl.SSLContext, resolver: Names, tmp_path: Path, run: Run
    ) -> None:
        url = secure.url("/picture", "other.example")

        problem = run(problem_of(url, LOCAL, tmp_path, resolver=resolver, tls=trusting))

        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem) == "the host could not prove its identity: TLS failed"
        assert secure.requests == []

    def test_an_authority_that_the_system_does_not_know_is_refused(
        self, secure: Misbehaving, resolver: Names, tmp_path: Path, run: Run
    ) -> None:
        url = secure.url("/picture", "shop.example")

        problem = run(problem_of(url, LOCAL, tmp_path, resolver=resolver))

        assert why(problem) == "the host could not prove its identity: TLS failed"

    @pytest.mark.parametrize(
        "answer",
        [
            whole("200 OK", body=b"xx"),
            whole("404 Not Found"),
            whole("302 Found", "Location: file:///"),
            head("200 OK", "Content-Length: 9") + b"x",
            head("200 OK", "Content-Length: 9999999"),
        ],
        ids=["whole", "missing", "redirect", "hanging", "too large"],
    )
    def test_a_host_that_does_not_take_leave_is_left_all_the_same(
        self,
        answer: bytes,
        server_tls: ssl.SSLContext,
        trusting: ssl.SSLContext,
        resolver: Names,
        tmp_path: Path,
        run: Run,
    ) -> None:
        """Python's TLS waits 30 seconds for the farewell, far beyond the time limit of the fetch."""

        async def fetch_and_look() -> bool:
            fetcher = Fetcher(replace(LOCAL, read_timeout=0.2), resolver=resolver, tls=trusting)
            with Spool(tmp_path, 1_000_000) as spool, suppress(Problem):
                await fetcher.fetch(f"https://shop.example:{stubborn.port}/", spool)
            left = await asyncio.to_thread(stubborn.left.wait, 4)
            await fetcher.close()
            return left

        with Stubborn(server_tls, answer) as stubborn:
            assert run(fetch_and_look())

    def test_plain_http_where_tls_is_expected_is_refused(
        self, server: Misbehaving, resolver: Names, tmp_path: Path
    ) -> None:
        server.redirects["/start"] = f"https://shop.example:{server.port}/picture"

        problem = asyncio.run(problem_of(server.url("/start"), HASTY, tmp_path, resolver=resolver))

        assert isinstance(problem, ImageNotDownloaded)

    def test_a_redirect_goes_from_http_to_https_but_not_back(
        self,
        server: Misbehaving,
        secure: Misbehaving,
        trusting: ssl.SSLContext,
        resolver: Names,
        tmp_path: Path,
        run: Run,
    ) -> None:
        server.redirects["/up"] = secure.url("/picture", "shop.example")
        secure.redirects["/down"] = server.url("/picture")

        down = secure.url("/down", "shop.example")
        received = run(fetch(server.url("/up"), LOCAL, tmp_path, resolver=resolver, tls=trusting))
        problem = run(problem_of(down, LOCAL, tmp_path, resolver=resolver, tls=trusting))

        assert received == PICTURE
        assert isinstance(problem, ImageNotDownloaded)
        assert why(problem) == "the address redirects from https to http"


class TestDiscretion(FetchTests):
    @pytest.mark.parametrize(
        "url",
        [
            *["http://private.example:81/x?signature=secret", "http://nobody.example/?signature=secret"],
            *[
                "http://127.0.0.1:{port}/status/404?signature=secret",
                "http://127.0.0.1:{port}/hangs-up?secret",
            ],
            *["http://127.0.0.1:{port}/never-answers?secret", "http://127.0.0.1:{port}/not-http?secret"],
            *["http://127.0.0.1:1234a/?secret", "http://user:secret@private.example/", "ftp://x/?secret"],
            "http://127.0.0.1:{port}/start?secret",
        ],
    )
    def test_neither_problems_nor_logs_tell_a_query_or_an_address(
        self, url: str, server: Misbehaving, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        server.redirects["/start"] = "http://private.example/?secret"

        with caplog.at_level(logging.DEBUG):
            work = problem_of(url.format(port=server.port), HASTY, tmp_path, resolver=names())
            problem = asyncio.run(work, debug=True)

        told = str(problem.body()) + "".join(traceback.format_exception(problem)) + caplog.text
        assert "secret" not in told
        assert "10.1.2.3" not in told

    def test_an_address_in_a_url_is_only_named_by_who_sent_it(self, tmp_path: Path) -> None:
        problem = asyncio.run(problem_of("http://169.254.169.254/latest", STRICT, tmp_path))

        assert "169.254" not in str(problem.body())
