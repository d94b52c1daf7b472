"""Whether the driver of the message bus that is asked for can be loaded and has RPC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.nova.transports import BACKENDS, LAST, backend_driver
from novalint.rules.common.transport import RPC

if TYPE_CHECKING:
    from novalint.config.model import Config

BACKEND = ("DEFAULT", "rpc_backend")
"""What names the driver where no URL does, up to rocky."""


def driver_missing(name: str, major: int, *, for_rpc: bool) -> str:
    """Return why a driver cannot be used; empty where it is there and has RPC, if that is asked."""
    stops = "so services do not start"
    if name not in LAST:
        return f"asks for a driver that oslo.messaging does not have, {stops}"
    if major > (LAST[name] or major):
        return f"asks for the driver {name}, which oslo.messaging no longer has, {stops}"
    if name == "kafka" and for_rpc:
        return "asks for Kafka, whose driver carries notifications but no RPC, so every call fails"
    return ""


def backend_missing(config: Config) -> str:
    """Return what is wrong with the driver where no URL names it, and the way out."""
    if not config.schema.option(*BACKEND) or config.setting(*RPC).places:
        return ""
    setting, major = config.setting(*BACKEND), config.release.major
    backend = config.text(*BACKEND) if setting.places else None
    if not backend:
        return ""
    driver = backend_driver(backend, major)
    if driver not in LAST and backend in BACKENDS:
        return (
            "is an old name of a driver, which Nova knew up to ocata, so services do not start; set"
            f" it to `{BACKENDS[backend]}`"
        )
    why = driver_missing(driver, major, for_rpc=True)
    return f"{why}; set it to `rabbit`, and name a RabbitMQ broker" if why else ""
