"""Whether the driver of the message bus that is asked for can be loaded and has RPC."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.transports import BACKENDS, LAST, backend_driver, is_rabbit_backend
from novalint.rules.common.logins import is_missing
from novalint.rules.common.transport import RPC

if TYPE_CHECKING:
    from novalint.config.model import Config

BACKEND = ("DEFAULT", "rpc_backend")
"""What names the driver where no URL does, up to rocky."""


def driver_missing(name: str, major: int, *, for_rpc: bool) -> str:
    """Return why a driver cannot be used; empty where it is there and has RPC, if that is asked."""
    stops = "so services do not start"
    if name not in LAST:
        return f"names a driver that oslo.messaging does not have, {stops}"
    if major > (LAST[name] or major):
        return f"names the driver {name}, which oslo.messaging no longer has, {stops}"
    if name == "kafka" and for_rpc:
        return "names Kafka, whose driver carries notifications but no RPC, so every call fails"
    return ""


def backend_missing(config: Config) -> str:
    """Return what is wrong with the driver where no URL names it, and the way out.

    An empty URL is none (oslo.messaging up to 8.1.4, transport.py: `url or conf.transport_url`).
    """
    url = config.setting(*RPC)
    if not config.schema.option(*BACKEND) or (url.places and url.partial != ""):
        return ""
    setting, major = config.setting(*BACKEND), config.release.major
    backend = config.text(*BACKEND) if setting.places else None
    if backend == "":
        return "is empty, so no driver is found and services do not start; set it to `rabbit`"
    if backend is None:
        return ""
    driver = backend_driver(backend, major)
    if driver not in LAST and backend in BACKENDS:
        return (
            "is an old driver name that Nova accepted up to ocata, so services do not start; set"
            f" it to `{BACKENDS[backend]}`"
        )
    why = driver_missing(driver, major, for_rpc=True)
    return f"{why}; set it to `rabbit`, and name a RabbitMQ broker" if why else ""


def backend_is_rabbit(config: Config) -> bool:
    """Return whether RPC goes over RabbitMQ where no URL names the driver, so far as is known."""
    option = config.schema.option(*BACKEND)
    backend = config.setting(*BACKEND).partial if option else None
    return backend is None or is_rabbit_backend(str(backend), config.release.major)


def is_empty_url(config: Config) -> bool:
    """Return whether the URL for RPC is set to nothing, which is refused where none may be missing.

    So it is in the releases without `rpc_backend` (oslo.messaging from 9.5.2 on, transport.py:
    "No scheme specified").
    """
    unset = config.setting(*RPC).is_default or config.schema.option(*BACKEND) is not None
    return not unset and is_missing(config, *RPC)
