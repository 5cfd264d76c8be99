"""The address guard: tables tell what is public, and a real fetch connects to nothing else, however it is written."""

import ipaddress
from typing import Any

import pytest
from faults.names import FALTERS, PUBLIC, Names
from faults.server import FaultServer, redirect
from hypothesis import given
from hypothesis import strategies as st

from wbl_feed import addresses
from wbl_feed.addresses import is_public
from wbl_feed.fetch import Failed, Fetched, HttpFetcher, Limits

LIMITS = Limits(seconds=5, step_seconds=5, bytes=200_000, redirects=3)

SPECIAL = {  # IANA's registries of special-purpose addresses (RFC 6890), with what is not assigned to anyone
    4: ["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "255.255.255.255/32"],
    6: ["::/128", "::1/128", "::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001::/23",
        "2001:2::/48", "2001:db8::/32", "2001:10::/28", "2001:20::/28", "2002::/16", "3fff::/20", "4000::/2", "5f00::/16",
        "8000::/1",
        "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
}  # fmt: skip
NETWORKS = [ipaddress.ip_network(text) for texts in SPECIAL.values() for text in texts]

four = st.ip_addresses(v=4)
six = st.ip_addresses(v=6)


def hidden(prefix: str, address: Any, shift: int = 0) -> str:
    """An IPv4 address within an IPv6 prefix."""
    return str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) | int(address) << shift))


def is_special(address: Any) -> bool:
    """Whether the table above, or Python's, holds an address."""
    listed = any(address in network for network in NETWORKS if network.version == address.version)
    of_python = [address.is_private, address.is_loopback, address.is_link_local, address.is_multicast,
                 address.is_reserved, address.is_unspecified, not address.is_global]  # fmt: skip
    return listed or any(of_python)


@given(st.one_of(four, st.sampled_from(SPECIAL[4]).flatmap(lambda network: st.ip_addresses(network=network))))
def test_ipv4_is_public_if_no_table_holds_it(address: ipaddress.IPv4Address) -> None:
    """An IPv4 address is public exactly if neither IANA's table nor Python's takes it for special."""
    assert is_public(str(address)) is not is_special(address)


@given(
    st.one_of(
        six,
        st.ip_addresses(network="2000::/3"),
        st.sampled_from(SPECIAL[6]).flatmap(lambda network: st.ip_addresses(network=network)),
    )
)
def test_ipv6_is_public_if_no_table_holds_it(address: ipaddress.IPv6Address) -> None:
    """An IPv6 address is public exactly if it is given out and no table holds it."""
    wanted = address in ipaddress.ip_network("2000::/3") and not is_special(address)
    if not address.ipv4_mapped and address not in ipaddress.ip_network("64:ff9b::/96"):
        assert is_public(str(address)) is wanted


@pytest.mark.parametrize("network", NETWORKS, ids=str)
def test_the_edges_of_a_network_are_its(network: Any) -> None:
    """The first and the last address of each special network are refused."""
    assert not is_public(str(network[0]))
    assert not is_public(str(network[-1]))


@pytest.mark.parametrize(
    ("last", "first"),
    [("1.0.0.0", "9.255.255.255"), ("11.0.0.0", "100.63.255.255"), ("100.128.0.0", "126.255.255.255"),
     ("128.0.0.0", "169.253.255.255"), ("169.255.0.0", "172.15.255.255"), ("172.32.0.0", "191.255.255.255"),
     ("192.0.1.0", "192.0.1.255"), ("192.0.3.0", "192.88.98.255"), ("192.88.100.0", "192.167.255.255"),
     ("192.169.0.0", "198.17.255.255"), ("198.20.0.0", "198.51.99.255"), ("198.51.101.0", "203.0.112.255"),
     ("203.0.114.0", "223.255.255.255"), ("2001:200::", "2001:db7:ffff::"), ("2001:db9::", "2001:ffff::"),
     ("2003::", "3ffe:ffff::"), ("3fff:1000::", "3fff:ffff::")],
)  # fmt: skip
def test_the_neighbours_of_a_network_are_not_its(last: str, first: str) -> None:
    """The addresses just beside special networks are public."""
    assert is_public(last)
    assert is_public(first)


@given(four)
def test_ipv4_in_ipv6_is_seen_through(address: ipaddress.IPv4Address) -> None:
    """Mapped and translated addresses are as public as what they hide; other ways to hide one are refused."""
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        assert is_public(hidden(prefix, address)) is is_public(str(address))
    for prefix, shift in (
        ("::", 0),
        ("::ffff:0:0:0", 0),
        ("64:ff9b:1::", 0),
        ("2002::", 80),
        ("2001::", 0),
        ("2001::", 64),
    ):
        assert not is_public(hidden(prefix, address, shift))
    teredo = int(ipaddress.IPv6Address("2001::")) | int(address) ^ 0xFFFFFFFF
    assert not is_public(str(ipaddress.IPv6Address(teredo)))


@given(six)
def test_a_zone_changes_nothing(address: ipaddress.IPv6Address) -> None:
    """A zone id does not make an address another one."""
    assert is_public(f"{address}%eth0") is is_public(str(address))


EXAMPLES = [
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.15.255.255", "172.32.0.1",
    "192.31.196.1", "223.255.255.254", "2606:4700::1111", "2001:4860:4860::8888", "2a00:1450:4001::1",
    "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
]  # fmt: skip
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.0.1",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "100::1", "200::1",
    "2001:db8::1", "2001:2::1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::80ff:fffe", "3fff::1", "5f00::1",
    "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("address", EXAMPLES)
def test_public_addresses(address: str) -> None:
    """An address of the public internet is one, in whatever form."""
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
    """Private, local, reserved, documentation and multicast addresses are refused, hidden in IPv6 too (RFC 6890)."""
    assert not is_public(address)


SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.0x1", "017700000001", "0",
    "localhost", "LOCALHOST", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[fe80::1%25lo]",
    "[fe80::1%lo]", "[fec0::1]", "[ff02::1]", "user@127.0.0.1", "user:word@127.0.0.1", "site.example@127.0.0.1",
    "site.example\\@127.0.0.1", "127。0。0。1", "169.254.169.254", "2852039166", "0xa9fea9fe",
    "[::ffff:169.254.169.254]", "[fd00:ec2::254]",
]  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_of_a_private_host_is_connected_to(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However a private host is written, a fetch ends before any connection."""

    def never(*_: Any, **__: Any) -> None:
        pytest.fail("a connection was tried")

    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", never)
    outcome = HttpFetcher(LIMITS).fetch(f"http://{host}/feed.json")
    assert isinstance(outcome, Failed)
    assert outcome.code == "refused_address"


@pytest.mark.parametrize(
    "host",
    [
        "0177.0.0.1",
        "127.0.0.1.",
        "１２７.０.０.１",
        "127.0.0.1%00.site.example",
        "127.0.0.1\t",
        "1.2.3.4.5.6",
        "[::1",
        "::1",
        "[v1.x]",
    ],
)
def test_what_is_no_host_is_never_asked(host: str) -> None:
    """Spellings that programs read in different ways lead nowhere."""
    outcome = HttpFetcher(LIMITS).fetch(f"http://{host}/feed.json")
    assert isinstance(outcome, Failed)
    assert outcome.code in ("bad_address", "unknown_host", "refused_address")  # as the system reads it


def test_a_public_name_is_fetched_from_its_one_address(names: Names, server: FaultServer) -> None:
    """A name is resolved once, and the connection goes to the address that was found."""
    names.known["site.example"] = PUBLIC
    assert isinstance(HttpFetcher(LIMITS).fetch("http://site.example/moved"), Fetched)
    assert (names.asked[0], names.connections[0]) == ("site.example", PUBLIC)
    assert len(names.asked) == server.connections


def test_a_kept_connection_is_not_resolved_again(names: Names, server: FaultServer) -> None:
    """Only a new connection looks its name up."""
    server.keeps_open = True
    names.known["site.example"] = (PUBLIC, "127.0.0.1")
    with HttpFetcher(LIMITS) as fetcher:
        for _ in range(3):
            assert isinstance(fetcher.fetch("http://site.example/moved"), Fetched)
    assert (names.asked, names.connections) == (["site.example"], [PUBLIC])


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:10.0.0.7", "fd00::7"])
def test_a_name_that_turns_inward_is_refused(names: Names, server: FaultServer, inside: str) -> None:
    """A name that resolves to a public address first and to a private one later is checked each time (rebinding)."""
    names.known["site.example"] = (PUBLIC, inside)
    fetcher = HttpFetcher(LIMITS)
    assert isinstance(fetcher.fetch("http://site.example/ok"), Fetched)
    outcome = fetcher.fetch("http://site.example/ok")
    assert isinstance(outcome, Failed)
    assert (outcome.code, inside in outcome.message) == ("refused_address", True)
    assert names.connections == [PUBLIC]


def test_one_private_address_among_others_is_too_many(names: Names) -> None:
    """A name with a public and a private address is refused, whichever comes first."""
    names.known |= {"a.example": [PUBLIC, "127.0.0.1"], "b.example": ["127.0.0.1", PUBLIC]}
    for host in names.known:
        outcome = HttpFetcher(LIMITS).fetch(f"http://{host}/ok")
        assert isinstance(outcome, Failed)
        assert outcome.code == "refused_address"
    assert names.connections == []


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://inward.example/", "http://[::1]/", "http://2130706433/", "//10.0.0.7/x",
               "http://site.example@192.168.1.1/", "https://169.254.169.254/latest/meta-data/"],
)  # fmt: skip
def test_a_redirect_inward_is_refused(names: Names, server: FaultServer, target: str) -> None:
    """A public site cannot send us into a private network, by address or by name."""
    names.known |= {"site.example": PUBLIC, "inward.example": "127.0.0.1", "2130706433": "127.0.0.1"}
    server.behaviours["/inward"] = redirect(302, target)
    outcome = HttpFetcher(LIMITS).fetch("http://site.example/inward")
    assert isinstance(outcome, Failed)
    assert (outcome.code, len(outcome.redirects)) == ("refused_address", 1)
    assert names.connections == [PUBLIC]


@pytest.mark.parametrize("port", [22, 25, 6379, 8000, 65535])
def test_a_redirect_to_the_port_of_another_service_is_refused(names: Names, server: FaultServer, port: int) -> None:
    """A redirect may lead to the ports of web sites alone."""
    names.known["site.example"] = PUBLIC
    server.behaviours["/inward"] = redirect(302, f"http://site.example:{port}/")
    outcome = HttpFetcher(LIMITS).fetch("http://site.example/inward")
    assert isinstance(outcome, Failed)
    assert (outcome.code, f"port {port}" in outcome.message) == ("bad_address", True)


def test_the_next_address_is_tried(names: Names, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the first address of a name does not answer, the next one is asked, within the same time."""
    real = addresses.httpcore.SyncBackend.connect_tcp

    waits: dict[str, float] = {}

    def connect(self: Any, host: str, port: int, seconds: float, **more: Any) -> Any:
        waits[host] = seconds
        if host != PUBLIC:
            raise addresses.httpcore.ConnectError(OSError(113, "No route to host"))
        return real(self, host, port, seconds, **more)

    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", connect)
    names.known |= {"site.example": ["2606:4700::1111", PUBLIC], "down.example": ["8.8.8.8", "2606:4700::1111"]}
    assert isinstance(HttpFetcher(LIMITS).fetch("http://site.example/ok"), Fetched)
    assert waits["2606:4700::1111"] < 2.6 < waits[PUBLIC] <= 5
    outcome = HttpFetcher(LIMITS).fetch("http://down.example/ok")
    assert isinstance(outcome, Failed)
    assert outcome.code == "unreachable"


def test_a_name_that_nobody_knows_is_told(names: Names) -> None:
    """A name without an address, and a resolver that falters, have a code of their own."""
    names.known |= {"falters.example": FALTERS, "empty.example": []}
    for host, words in (
        ("new.example", "not known"),
        ("falters.example", "Temporary failure"),
        ("empty.example", "no address"),
    ):
        outcome = HttpFetcher(LIMITS).fetch(f"http://{host}/")
        assert isinstance(outcome, Failed)
        assert (outcome.code, host in outcome.message, words in outcome.message) == ("unknown_host", True, True)


def test_a_resolver_that_is_slow_ends_in_time(names: Names) -> None:
    """A lookup counts against the time that a step may take."""
    names.known["slow.example"] = 2.0
    outcome = HttpFetcher(Limits(seconds=5, step_seconds=0.2)).fetch("http://slow.example/")
    assert isinstance(outcome, Failed)
    assert (outcome.code, "slow.example could not be looked up in time" in outcome.message) == ("timeout", True)


def test_the_words_of_a_user_are_for_its_host_alone(names: Names, server: FaultServer) -> None:
    """A name and password in an address are sent there, and not to where it redirects."""
    names.known |= {"site.example": PUBLIC, "other.example": PUBLIC}
    server.behaviours["/away"] = redirect(302, "http://other.example/ok")
    assert isinstance(HttpFetcher(LIMITS).fetch("http://ann:se%20cret@site.example/away"), Fetched)
    assert [request.headers.get("authorization") for request in server.requests] == ["Basic YW5uOnNlIGNyZXQ=", None]
    assert [request.headers["host"] for request in server.requests] == ["site.example", "other.example"]


def test_a_dot_at_the_end_is_the_same_host(names: Names) -> None:
    """A host name may end with a dot, which makes it absolute."""
    names.known["site.example."] = PUBLIC
    assert isinstance(HttpFetcher(LIMITS).fetch("http://site.example./ok"), Fetched)
