"""Which network Nova uses: up to train it had one of its own, beside which it calls no neutron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.rules.declaration import NOVA_NETWORK

if TYPE_CHECKING:
    from novalint.config.model import Config

CHOICE = "DEFAULT.use_neutron"
"""What chooses, as a rule declares it."""


def calls(config: Config, group: str) -> bool:
    """Return whether Nova calls the service that a group is about: neutron not always.

    Raises UnknownValue where what decides is not known here.
    """
    if group != "neutron" or config.release.major > NOVA_NETWORK:
        return True
    return config.value("DEFAULT", "use_neutron") is not False
