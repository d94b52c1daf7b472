"""What the driver of ironic needs before nova-compute starts."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.places import finding, set_fix, spelt
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PEERS = "peer_list"
ONE_EACH = 28
"""The first major version that deprecates a list of more than one."""


@rule(
    "ironic-peer-list-incomplete",
    theme="compute",
    severity=Severity.ERROR,
    options=(
        "ironic.conductor_group",
        "ironic.partition_key",
        f"ironic.{PEERS}",
        "ironic.shard",
        "DEFAULT.host",
    ),
    releases=(19, None),
    since="the options came in stein (nova/conf/ironic.py)",
    roles=("compute",),
    drivers=("ironic",),
)
def ironic_peer_list_incomplete(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """nova-compute has an ironic conductor group, but is not in its own `peer_list`.

    ## What it checks

    With the ironic driver and `[ironic] conductor_group` (`partition_key` before 28) set: that
    `peer_list` is not empty and holds this service's `[DEFAULT] host`, where that is written in the
    file. From 29 on a `shard` makes the list unnecessary. Where no file read here sets the list and
    they do not look like a whole configuration, it is info: another file may set it.

    ## Why it matters

    The services of one group share the nodes out among the peers. Without itself in the list
    nova-compute raises InvalidPeerList and does not start.

    ## Example

        [DEFAULT]
        host = ironic-a
        [ironic]
        conductor_group = rack-a
        #peer_list =

    becomes

        peer_list = ironic-a

    ## Fix safety

    Unsafe: from 28 on an empty list gets the name of this service alone, which is right where one
    nova-compute serves the group, as Nova recommends since; before, several of them share a group,
    and one that does not know the others takes their nodes too. A list that names others is left to
    the operator, and one that another file may set. The list is deprecated from 28 on; from 29 on a
    `shard`, which the nodes in Ironic need too, does without it.

    ## Sources

    Nova 34.0.0: nova/virt/ironic/driver.py (`_check_peer_list`, `_refresh_hash_ring`,
    `init_host`); the same in 19.3.2 and 28.3.1 without `shard`.
    """
    name = "conductor_group" if config.release.major >= ONE_EACH else "partition_key"
    group = config.text("ironic", name)
    if group is None or config.text("ironic", "shard"):
        return
    peers = config.value("ironic", PEERS)
    if not isinstance(peers, list):
        return
    host = _own_name(config, needed=bool(peers))
    if peers and (not host or host in peers):
        return
    absent, plain = config.setting("ironic", PEERS).is_default, not set(host) & set(" ,\"'")
    elsewhere = severity_of_absence(config) if absent else None
    alone = config.release.major >= ONE_EACH and not peers
    sure = host and alone and plain and not elsewhere
    own = shown(host) if host else "the `host` of this service"
    written = spelt(config.setting("ironic", name))
    lack = f"does not name {own}" if peers else "is not set" if absent else "is empty"
    yield finding(
        config,
        "ironic",
        PEERS,
        f"`[ironic] {PEERS}` {lack} although `{written}` is {shown(group)}, so nova-compute does"
        f" not start; {_way(config.release.major)}",
        *((set_fix(config, "ironic", PEERS, host),) if sure else ()),
        override=elsewhere,
    )


def _own_name(config: Config, *, needed: bool) -> str:
    """Return the `host` that a file sets; empty where none does, or Nova cannot read it.

    Raises UnknownValue where a line leaves it open, and it is needed.
    """
    if not needed and is_left_open(config, "DEFAULT", "host"):
        return ""
    setting = config.setting("DEFAULT", "host")
    if setting.is_default or setting.secret or setting.fault:
        return ""
    return str(setting.value)


def _way(major: int) -> str:
    """Return what to do: from 28 on Nova wants one nova-compute for a group, then for a shard."""
    if major < ONE_EACH:
        return "add the `host` of every nova-compute of that group"
    instead = "" if major < 29 else ", or set `shard` instead"
    return f"add the `host` of this nova-compute{instead}"
