"""Behind proxies: only what trusted ones say counts, wherever the request comes from."""

import pytest

from server.forwarding import sender_of
from server.settings import Settings

NEAR, FAR = "10.0.0.1", "10.0.0.2"  # trusted
CLIENT, OTHER = "192.0.2.7", "198.51.100.9"
TRUSTED = Settings(proxies="10.0.0.0/8 fd00::/8").trusted_proxies


def client(peer: str, *forwarded: str) -> str:
    return sender_of(peer, "http", [("x-forwarded-for", value) for value in forwarded], TRUSTED).client


@pytest.mark.parametrize(("peer", "forwarded", "expected"), [
    pytest.param(CLIENT, [], CLIENT, id="no proxy"),
    pytest.param(CLIENT, [OTHER], CLIENT, id="a client that calls itself another"),
    pytest.param(CLIENT, [f"{OTHER}, {NEAR}"], CLIENT, id="and names a trusted proxy"),
    pytest.param(NEAR, [CLIENT], CLIENT, id="one proxy"),
    pytest.param(NEAR, [f"{OTHER}, {CLIENT}"], CLIENT, id="the client's own word stands further left"),
    pytest.param(NEAR, [OTHER, CLIENT], CLIENT, id="in two headers"),
    pytest.param(NEAR, [f"{OTHER}, {CLIENT}, {FAR}"], CLIENT, id="two proxies"),
    pytest.param(NEAR, [f"{FAR}, {CLIENT}, {FAR}"], CLIENT, id="a client that names a trusted proxy as before it"),
    pytest.param(NEAR, [], NEAR, id="the proxy itself asks"),
    pytest.param(NEAR, [", ,"], NEAR, id="nothing in it"),
    pytest.param(NEAR, [FAR], FAR, id="a proxy that asks through another"),
    pytest.param(NEAR, [f"{CLIENT}:50123"], CLIENT, id="with a port"),
    pytest.param(NEAR, ["[2001:db8:1:2:3::4]:50123"], "2001:db8:1:2::", id="IPv6 with a port, by its network"),
    pytest.param("::ffff:10.0.0.1", [CLIENT], CLIENT, id="a proxy by a mapped address"),
    pytest.param("fd00::1", ["2001:db8:1:2:ffff::"], "2001:db8:1:2::", id="a proxy by IPv6"),
    pytest.param(NEAR, [f"{CLIENT}, unknown"], "unknown", id="a proxy that does not tell"),
    pytest.param(NEAR, ["x" * 5000], "x" * 100, id="long"),
])  # fmt: skip
def test_who_asks(peer: str, forwarded: list[str], expected: str) -> None:
    assert client(peer, *forwarded) == expected


FORWARDED = [("host", "127.0.0.1:8094"), ("x-forwarded-for", CLIENT), ("x-forwarded-proto", "HTTPS"), ("x-forwarded-host", "graph.example.org"), ("accept", "*/*")]


def test_a_trusted_proxy_tells_the_address_that_was_asked() -> None:
    sender = sender_of(NEAR, "http", FORWARDED, TRUSTED)
    assert (sender.scheme, dict(sender.headers)) == ("https", {"accept": "*/*", "host": "graph.example.org"})


def test_another_does_not() -> None:
    sender = sender_of(OTHER, "http", FORWARDED, TRUSTED)
    assert (sender.scheme, dict(sender.headers)) == ("http", {"accept": "*/*", "host": "127.0.0.1:8094"})


def test_of_several_values_the_outermost_trusted_proxy_s_counts() -> None:
    headers = [("x-forwarded-for", f"{CLIENT}, {FAR}"), ("x-forwarded-proto", "gopher, https, http"), ("x-forwarded-host", "evil.example, graph.example.org, inner")]
    sender = sender_of(NEAR, "http", headers, TRUSTED)
    assert (sender.scheme, dict(sender.headers)["host"]) == ("https", "graph.example.org")


@pytest.mark.parametrize("host", ["a/b", "a b", "<script>", "user@host", "a:b:c", "", "x" * 300])
def test_what_is_no_host_does_not_count(host: str) -> None:
    sender = sender_of(NEAR, "http", [("host", "kept"), ("x-forwarded-host", host), ("x-forwarded-proto", "javascript")], TRUSTED)
    assert (sender.scheme, dict(sender.headers)["host"]) == ("http", "kept")
