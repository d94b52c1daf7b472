"""The drivers of oslo.messaging, as `transport_url` and, up to rocky, `rpc_backend` name them."""

from __future__ import annotations

LAST: dict[str, int | None] = {
    "rabbit": None,
    "kombu": None,
    "kafka": None,
    "fake": None,
    "amqp": 30,
    "zmq": 18,
    "pika": 17,
}
"""Every driver, with the last major version of Nova whose library has it; None: the newest has it.

Read in the entry points oslo.messaging.drivers of each release's library, 5.17.4 to 18.3.1.
"""

RABBIT_DRIVERS = ("rabbit", "kombu")
"""The names of RabbitMQ's driver (_drivers/impl_rabbit.py) among these entry points."""

_BACKENDS = {
    "nova.rpc.impl_kombu": "rabbit",
    "nova.openstack.common.rpc.impl_kombu": "rabbit",
}
"""Older names of RabbitMQ's driver that `rpc_backend` may have in ocata.

Read in nova/rpc.py (`TRANSPORT_ALIASES`) of 15.1.5; 16.1.8 has none. They hold a `_`, so no URL can
begin with one.
"""
_LAST_WITH_BACKENDS = 15


def driver_of(name: str) -> str:
    """Return the driver that a URL's scheme or `rpc_backend` asks for: what stands before a `+`."""
    return name.partition("+")[0]


def is_rabbit(name: str) -> bool:
    """Whether a URL's scheme asks for the driver of RabbitMQ."""
    return driver_of(name) in RABBIT_DRIVERS


def is_rabbit_backend(name: str, major: int) -> bool:
    """Whether `rpc_backend` asks for the driver of RabbitMQ, by whatever name a release has."""
    return is_rabbit(_BACKENDS.get(name, name) if major <= _LAST_WITH_BACKENDS else name)
