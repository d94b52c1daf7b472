"""The options about TLS to RabbitMQ, under the names that a release has for them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.rules.common.transport import RABBIT, rabbit

if TYPE_CHECKING:
    from novalint.config.model import Config

TLS, VERSION = "ssl", "ssl_version"
CA, CERTIFICATE, KEY = "ssl_ca_file", "ssl_cert_file", "ssl_key_file"
FILES = (CA, CERTIFICATE, KEY)
NAME = "ssl_enforce_hostname_verification"
"""This one has no older name: it came in 2025.1."""

_OCATA = {
    TLS: "rabbit_use_ssl",
    VERSION: "kombu_ssl_version",
    CA: "kombu_ssl_ca_certs",
    CERTIFICATE: "kombu_ssl_certfile",
    KEY: "kombu_ssl_keyfile",
}
"""The names in oslo.messaging 5.17 (_drivers/impl_rabbit.py), whose `ssl` is the pika driver's."""


def present(config: Config, option: str) -> str:
    """Return the name under which a release reads one of these options."""
    return _OCATA.get(option, option) if config.release.major == 15 else option


def names_file(config: Config, option: str) -> bool:
    """Return whether a certificate or a key is named, of which a template may have the path."""
    return is_left_open(config, RABBIT, option) or bool(rabbit(config, option))


def names(*options: str) -> tuple[str, ...]:
    """Return `GROUP.option` for every name of these options, as rules declare what they read."""
    every = [name for option in options for name in (option, _OCATA.get(option)) if name]
    return tuple(f"{RABBIT}.{name}" for name in every)
