"""Brokers that lines name and no URL of the files does: these are the files of another service."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.logs.tally import MOST_VALUES
from novalint.wording import some_of

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.logs.tally import Tally


def other_brokers(setting: Setting, tally: Tally, config: Config) -> str:
    """Return which brokers the lines of a symptom name and no URL does; empty if one is named.

    oslo.messaging writes the host as the URL has it: 34 oslo_messaging/_drivers/impl_rabbit.py:837,
    15 oslo_messaging/_drivers/impl_rabbit.py:592. nova-api, nova-conductor and nova-scheduler also
    connect to the brokers of cells, whose URLs are in the database.
    """
    from novalint.rules.common.transport import RPC, parsed

    told = tally.told.get("host", ())
    if (setting.group, setting.name) != RPC or not 0 < len(told) < MOST_VALUES:
        return ""
    read = list(parsed(config))
    named = {_plain(host.name) for _, transport in read for host in transport.hosts}
    is_read = any((url.group, url.name) == RPC for url, _ in read)
    if not is_read or not named.isdisjoint(map(_plain, told)):
        return ""
    return (
        f"these lines name {some_of(told)}, which no URL here does, so they are of another host, of"
        " a cell's own broker, or from before a restart"
    )


def _plain(host: str) -> str:
    return host.strip("[]").lower()
