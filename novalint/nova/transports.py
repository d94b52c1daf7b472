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

BACKENDS = {
    "nova.rpc.impl_kombu": "rabbit",
    "nova.rpc.impl_zmq": "zmq",
    "nova.openstack.common.rpc.impl_kombu": "rabbit",
    "nova.openstack.common.rpc.impl_zmq": "zmq",
}
"""Older names of drivers that `rpc_backend` may have in ocata, and their names as such.

Read in nova/rpc.py (`TRANSPORT_ALIASES`) of 15.1.5; 16.1.8 has none. They hold a `_`, so no URL can
begin with one. Those of Qpid's driver are left out, which the library of ocata does not have.
"""
LAST_WITH_BACKENDS = 15
"""The last major version of Nova that knows them."""


def driver_of(name: str) -> str:
    """Return the driver that a URL's scheme or `rpc_backend` asks for: what stands before a `+`."""
    return name.partition("+")[0]


def is_rabbit(name: str) -> bool:
    """Whether a URL's scheme asks for the driver of RabbitMQ."""
    return driver_of(name) in RABBIT_DRIVERS


def backend_driver(name: str, major: int) -> str:
    """Return the driver that `rpc_backend` asks for, by whatever name a release has for it."""
    return driver_of(BACKENDS.get(name, name) if major <= LAST_WITH_BACKENDS else name)


def is_rabbit_backend(name: str, major: int) -> bool:
    """Whether `rpc_backend` asks for the driver of RabbitMQ."""
    return is_rabbit(backend_driver(name, major))
