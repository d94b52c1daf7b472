"""The addresses of this machine, as its own files tell them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.rules.common.hosts import address_of, is_loopback

if TYPE_CHECKING:
    from novalint.config.model import Config

MY_IP = "DEFAULT.my_ip"


def is_own(config: Config, host: str) -> bool:
    """Return whether nothing leaves the machine on the way to a host: loopback, or its `my_ip`."""
    mine = config.setting("DEFAULT", "my_ip")
    written = "" if mine.is_default or mine.partial is None else address_of(mine.partial)
    return is_loopback(host) or (written != "" and address_of(host) == written)
