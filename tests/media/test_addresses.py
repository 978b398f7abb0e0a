"""Which addresses may be connected to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openshelf.media.addresses import may_connect, parse_networks

MAPPED = IPv6Network("::ffff:0:0/96")

# The blocks of IANA's two special-purpose registries that are not public, and a few beyond them.
CLOSED = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "168.63.129.16/32",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "::/128",
    "::1/128",
    "::7f00:1/128",
    "::ffff:0:7f00:1/128",
    "64:ff9b:1::/48",
    "100::/64",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]


@pytest.mark.parametrize("block", CLOSED)
def test_no_address_of_a_special_block_may_be_connected_to(block: str) -> None:
    network = ip_network(block)
    size = network.num_addresses

    for offset in (0, size // 2, size - 1):
        assert not may_connect(network[offset]), network[offset]


@pytest.mark.parametrize(
    "address",
    [
        *["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255"],
        *["128.0.0.0", "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255"],
        *["172.32.0.0", "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255"],
        *["192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.114.0", "223.255.255.255"],
        *["2000::", "2001:200::", "2001:db7:ffff::1", "2001:db9::", "2003::", "2606:4700::1111", "3ffe::1"],
        *["3fff:1000::", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2606:4700::5efe:1.1.1.1"],
    ],
)
def test_the_public_internet_right_up_to_the_special_blocks_may_be_connected_to(address: str) -> None:
    assert may_connect(ip_address(address))


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_passes_that_python_knows_as_special(address: IPv4Address) -> None:
    if not address.is_global or address.is_multicast:
        assert not may_connect(address)


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_passes_that_python_knows_as_special(address: IPv6Address) -> None:
    if address not in MAPPED and (not address.is_global or address.is_multicast or address.is_site_local):
        assert not may_connect(address)


@given(st.ip_addresses(v=4), st.sampled_from(["::ffff:0:0", "64:ff9b::", "2606:4700::5efe:0:0"]))
def test_an_address_that_stands_for_an_ipv4_address_is_judged_like_it(
    address: IPv4Address, base: str
) -> None:
    carrier = IPv6Address(int(IPv6Address(base)) | int(address))

    assert may_connect(carrier) == may_connect(address)


@given(st.ip_addresses(v=4), st.sampled_from(["::", "::ffff:0:0:0", "64:ff9b:1::"]))
def test_other_wrappings_of_ipv4_addresses_never_pass(address: IPv4Address, base: str) -> None:
    assert not may_connect(IPv6Address(int(IPv6Address(base)) | int(address)))


@given(st.ip_addresses(v=4))
def test_6to4_and_teredo_never_pass_whatever_they_wrap(address: IPv4Address) -> None:
    sixtofour = IPv6Address((0x2002 << 112) | (int(address) << 80) | 1)
    teredo = IPv6Address((0x2001_0000 << 96) | (0x01010101 << 64) | (int(address) ^ 0xFFFF_FFFF))

    assert sixtofour.sixtofour == address
    assert teredo.teredo == (IPv4Address("1.1.1.1"), address)
    assert not may_connect(sixtofour)
    assert not may_connect(teredo)


def test_the_operator_opens_a_network_and_nothing_next_to_it() -> None:
    allow = parse_networks("10.1.0.0/16, fd12::/48")

    assert may_connect(ip_address("10.1.255.255"), allow)
    assert may_connect(ip_address("fd12::1"), allow)
    assert not may_connect(ip_address("10.2.0.0"), allow)
    assert not may_connect(ip_address("fd13::1"), allow)
    assert not may_connect(ip_address("127.0.0.1"), allow)


def test_opening_ipv4_loopback_opens_its_mapped_spelling_but_not_ipv6_loopback() -> None:
    allow = parse_networks("127.0.0.0/8")

    assert may_connect(ip_address("::ffff:127.0.0.1"), allow)
    assert not may_connect(ip_address("::1"), allow)
    assert not may_connect(ip_address("::127.0.0.1"), allow)
    assert not may_connect(ip_address("::ffff:10.0.0.1"), allow)


def test_opening_a_network_does_not_close_the_public_internet() -> None:
    assert may_connect(ip_address("1.1.1.1"), parse_networks("127.0.0.0/8"))


def test_networks_are_read_from_a_comma_separated_list() -> None:
    assert parse_networks(" 127.0.0.0/8,::1/128 , 10.1.2.3") == (
        ip_network("127.0.0.0/8"),
        ip_network("::1/128"),
        ip_network("10.1.2.3/32"),
    )
    assert parse_networks("") == ()
    assert parse_networks("  ") == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("localhost", "localhost"),
        ("127.0.0.0/8,10.0.0.0/33", "10.0.0.0/33"),
        ("127.0.0.1/8", "127.0.0.1/8"),  # bits beyond the mask: a slip that must not open 2**24 addresses
        ("127.0.0.0/8;::1", "127.0.0.0/8;::1"),
        ("127.0.0.0/8,", "''"),
        ("127.1", "127.1"),
        ("all", "all"),
    ],
)
def test_what_is_no_network_is_named_in_the_error(text: str, named: str) -> None:
    with pytest.raises(ValueError, match="is not a network") as caught:
        parse_networks(text)

    assert named in str(caught.value)
