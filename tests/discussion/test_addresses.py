"""Which addresses are called: public ones, and those that the operator listed."""

import pytest

from discussion.addresses import is_listed, is_public, networks

PRIVATE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.1.1.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "::5efe:10.0.0.1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_on_the_open_internet_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111"])
def test_an_address_of_the_open_internet_is_public(address):
    assert is_public(address)


def test_a_public_address_in_the_clothes_of_ipv6_is_judged_by_itself():
    assert is_public("::ffff:1.1.1.1")


def test_the_operator_lists_addresses_and_networks_of_both_kinds():
    listed = networks("10.1.2.3, fd00::/8")
    assert is_listed("10.1.2.3", listed)
    assert is_listed("::ffff:10.1.2.3", listed)
    assert is_listed("fd12::1", listed)
    assert not is_listed("10.1.2.4", listed)
    assert not is_listed("fc00::1", listed)


def test_nothing_is_listed_unless_somebody_lists_it():
    assert networks("") == []


@pytest.mark.parametrize("text", ["10.0.0.1/8", "localhost", "10.0.0.256"])
def test_a_list_that_cannot_be_meant_is_refused(text):
    with pytest.raises(ValueError):
        networks(text)
