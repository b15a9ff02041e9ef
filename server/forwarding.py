"""Who asks, and at which address, where proxies stand in front: their word counts, a client's own does not.

Each proxy adds to ``X-Forwarded-For``, at the right, the address that it was asked from. Read from the right, the first
address that is no trusted proxy's is the client; what stands further left is the client's own word. ``X-Forwarded-Proto`` and
``-Host`` count where the request comes from a trusted proxy. RFC 7239's ``Forwarded`` is not read.
"""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from server.settings import Network

HOST: Final = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_PREFIX: Final = "x-forwarded-"
_REMEMBERED: Final = 10_000  # addresses
_IPV6_NETWORK: Final = 64  # bits: what one customer of a provider gets at least (RFC 6177)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who asks (``client``), and the request's headers and scheme as if no proxy stood between."""

    client: str
    scheme: str
    headers: tuple[tuple[str, str], ...]


def sender_of(peer: str, scheme: str, headers: Sequence[tuple[str, str]], trusted: Sequence[Network]) -> Sender:
    """The sender of a request that came from the address ``peer``, by what trusted proxies say of it.

    Args:
        peer: the address at the other end of the connection.
        scheme: of the connection.
        headers: of the request, their names in lower case.
        trusted: networks of the proxies.
    """
    plain = tuple((name, value) for name, value in headers if not name.startswith(_PREFIX))
    if not _trusts(trusted, peer):
        return Sender(client=_named(peer), scheme=scheme, headers=plain)
    address, proxies = peer, 0
    seen = _values(headers, "x-forwarded-for")
    while _trusts(trusted, address) and seen:
        address, proxies = seen.pop(), proxies + 1
    told = _said(headers, "x-forwarded-proto", proxies).lower()
    scheme = told if told in ("http", "https") else scheme
    host = _said(headers, "x-forwarded-host", proxies)
    if HOST.fullmatch(host):
        plain = (*((name, value) for name, value in plain if name != "host"), ("host", host))
    return Sender(client=_named(address), scheme=scheme, headers=plain)


def _said(headers: Iterable[tuple[str, str]], name: str, proxies: int) -> str:
    """The word of the outermost trusted proxy: each sets the header, or adds to it at the right."""
    values = _values(headers, name)
    return values[-min(max(proxies, 1), len(values))] if values else ""


def _values(headers: Iterable[tuple[str, str]], wanted: str) -> list[str]:
    return [part.strip() for name, value in headers if name == wanted for part in value.split(",") if part.strip()]


def _trusts(trusted: Sequence[Network], address: str) -> bool:
    parsed = _parsed(address) if trusted else None
    return parsed is not None and any(parsed in network for network in trusted)


@lru_cache(maxsize=_REMEMBERED)
def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address, which some proxies write with its port."""
    plain = re.sub(r"^\[(.*)\](?::\d+)?$|^([\d.]+):\d+$", r"\1\2", address)
    try:
        parsed = ipaddress.ip_address(plain)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed


@lru_cache(maxsize=_REMEMBERED)
def _named(address: str) -> str:
    """What a client is known by: its address, of IPv6 the network."""
    parsed = _parsed(address)
    if parsed is None:
        return address[:100]
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False).network_address)
    return str(parsed)
