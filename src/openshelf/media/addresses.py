"""Which addresses the image fetcher may connect to.

A server that fetches what strangers name can be sent to places that only it can reach: its own loopback,
the network it stands in, the metadata service of its cloud. So only the public internet is reachable, and
what the operator opens besides. The tables follow IANA's special-purpose address registries for IPv4 and
IPv6. They are spelled out here, because `ipaddress.is_global` answers differently from one patch release of
Python to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC_IPV4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host, this network (RFC 1122); Linux takes 0.0.0.0 for loopback
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598), and the metadata service of Alibaba Cloud
        "127.0.0.0/8",  # loopback (RFC 1122)
        "168.63.129.16/32",  # Azure's WireServer: a public number, yet every Azure machine's own host answers
        "169.254.0.0/16",  # link-local (RFC 3927), and the metadata service of most clouds
        "172.16.0.0/12",  # private (RFC 1918)
        "192.0.0.0/24",  # IETF protocol assignments (RFC 6890), and a metadata service of Oracle's cloud
        "192.0.2.0/24",  # documentation (RFC 5737)
        "192.88.99.0/24",  # relays of 6to4, withdrawn (RFC 7526)
        "192.168.0.0/16",  # private (RFC 1918)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "198.51.100.0/24",  # documentation (RFC 5737)
        "203.0.113.0/24",  # documentation (RFC 5737)
        "224.0.0.0/4",  # multicast (RFC 5771)
        "240.0.0.0/4",  # reserved (RFC 1112), broadcast among it (RFC 919)
    )
)

# IANA gives out global unicast addresses from this block only. All that lies outside needs no entry below:
# unspecified, loopback, IPv4-compatible, translated and local NAT64 addresses, discard-only, segment routing,
# unique-local (with the metadata services fd00:ec2::254, fd20:ce::254 and others), link-local, site-local and
# multicast addresses.
_GLOBAL_UNICAST = IPv6Network("2000::/3")

_NOT_PUBLIC_IPV6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # IETF protocol assignments (RFC 2928): Teredo, benchmarks, ORCHID …
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4, which wraps any IPv4 address and whose relays are withdrawn (RFC 7526)
        "3fff::/20",  # documentation (RFC 9637)
    )
)

# Connecting to one of these is connecting to the IPv4 address in its last 32 bits: the kernel does it for
# mapped addresses (RFC 4291, 2.5.5.2), the network's NAT64 for the others (RFC 6052). Those must work for a
# public IPv4 address, or a server in an IPv6-only network could not fetch from hosts that have nothing else.
_STANDS_FOR_IPV4 = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))

# The upper half of an ISATAP interface identifier; the IPv4 address is the lower half (RFC 5214, 6.1).
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def parse_networks(text: str) -> tuple[Network, ...]:
    """Read a comma-separated list of networks: `"127.0.0.0/8, ::1/128"`. An empty text is an empty list.

    A lone address is a network of one. Raises `ValueError`, with a sentence that names the part which is no
    network, for anything else. The name `localhost` usually has an IPv4 and an IPv6 address; to open it, list
    both.
    """
    if not text.strip():
        return ()
    return tuple(_parse_network(part.strip()) for part in text.split(","))


def _parse_network(text: str) -> Network:
    try:
        return ip_network(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a network such as 10.1.0.0/16 or fd12::/48: {error}") from error


def may_connect(address: Address, allow: Sequence[Network] = ()) -> bool:
    """Say whether `address` is on the public internet or in a network of `allow`.

    An IPv6 address that carries an IPv4 address is judged by what it leads to, so `allow` opens the mapped
    spelling of an IPv4 address along with the plain one, and no spelling opens what is closed.
    """
    if any(address in network for network in allow):
        return True
    if isinstance(address, IPv4Address):
        return not _is_in(address, _NOT_PUBLIC_IPV4)
    last_32_bits = IPv4Address(int(address) & 0xFFFF_FFFF)
    if _is_in(address, _STANDS_FOR_IPV4):
        return may_connect(last_32_bits, allow)
    if address not in _GLOBAL_UNICAST or _is_in(address, _NOT_PUBLIC_IPV6):
        return False
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return may_connect(last_32_bits, allow)
    return True


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
