"""Drivers of the message bus by their names: in a URL, and in rpc_backend before it."""

from __future__ import annotations

import pytest

from novalint.nova.transports import LAST, RABBIT_DRIVERS, is_rabbit, is_rabbit_backend

OLD = ["nova.rpc.impl_kombu", "nova.openstack.common.rpc.impl_kombu"]


def test_every_name_of_rabbitmq_is_a_driver_to_this_day() -> None:
    assert {LAST[name] for name in RABBIT_DRIVERS} == {None}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("rabbit", True), ("kombu", True), ("rabbit+tls", True), ("kafka", False), ("", False)],
)
def test_a_scheme_asks_for_rabbitmq_or_not(name: str, expected: bool) -> None:
    assert is_rabbit(name) is expected
    assert is_rabbit_backend(name, 15) is expected


@pytest.mark.parametrize("name", OLD)
def test_ocata_alone_knows_the_names_of_before(name: str) -> None:
    assert is_rabbit_backend(name, 15)
    assert not is_rabbit_backend(name, 16)
    assert not is_rabbit(name)
