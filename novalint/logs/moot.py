"""Options that cannot be behind a line, since nothing reads them in this configuration."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import program
from novalint.logs.contradictions import same
from novalint.logs.remedies import is_void
from novalint.logs.tally import MOST_VALUES
from novalint.nova.drivers import IN_TREE, package
from novalint.nova.filters import ENABLED, GROUP, READERS, in_tree
from novalint.nova.readers import CLIENTS
from novalint.rules.common.filters import of_ironic
from novalint.rules.common.plugging import DRIVERS, FATAL, TIMEOUT, VIRT_TYPES, no_wait
from novalint.rules.common.transport import Unreadable, parse
from novalint.rules.common.unused import unused
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.logs.signature import OptionCause
    from novalint.logs.tally import Tally
    from novalint.schema.types import Value
    from novalint.settings import Settings

_SWITCHES: dict[tuple[str, str], tuple[str, str, Value]] = {
    ("glance", "rbd_"): ("glance", "enable_rbd_download", True),
    ("libvirt", "images_rbd_glance_"): ("libvirt", "images_type", "rbd"),
    ("libvirt", "sparse_logical_volumes"): ("libvirt", "images_type", "lvm"),
    ("libvirt", "swtpm_user"): ("libvirt", "swtpm_enabled", True),
    ("neutron", "metadata_proxy_shared_secret"): ("neutron", "service_metadata_proxy", True),
    ("serial_console", "port_range"): ("serial_console", "enabled", True),
    **{
        ("service_user", name): ("service_user", "send_service_user_token", True)
        for name in ("auth_", "cafile", "password", "project_domain_name", "user_domain_name")
    },
    ("vnc", "server_proxyclient_address"): ("vnc", "enabled", True),
}
"""Options, or how their names begin, that are read with one value of another option alone.

Read in nova/virt/libvirt/driver.py and imagebackend.py, nova/console/serial.py,
nova/image/glance.py, nova/service_auth.py and nova/api/metadata/handler.py of 15.1.5, 28.3.1 and
34.0.0.
"""


_OF_WRITER = frozenset(
    {
        *(CLIENTS - {"ironic"}),
        *("oslo_messaging_rabbit", "database", "api_database", "service_user"),
        *(("DEFAULT", name) for name in ("rpc_response_timeout", "transport_url")),
    }
)
"""Groups and options that tell of the process alone that reads them: its own calls and connections.

oslo.messaging waits for a reply as long as the caller is told (oslo_messaging/rpc/client.py).
"""


_BESIDE = {"service_down_time": ("ComputeFilter",)}
"""Options of other groups that a filter reads, among others: decided by the lines alone."""


def moot(
    cause: OptionCause, setting: Setting, tally: Tally, config: Config, settings: Settings | None
) -> str:
    """Return which fact makes sure that an option changes nothing; empty where it may."""
    return (
        _of_another_service(setting, settings)
        or unused((setting.group, setting.name), config)
        or _without_its_switch(setting, config)
        or _without_address(setting, config)
        or _of_another_broker(setting, config)
        or _without_waiting(cause, setting, config)
        or _of_another_filter(setting, tally, config)
    )


def _of_another_service(setting: Setting, settings: Settings | None) -> str:
    """Say which services a node is told to have, where none of them reads the option."""
    deployment = settings.deployment if settings else None
    readers = setting.option.readers
    if deployment is None or not readers or not deployment.roles or "all" in deployment.roles:
        return ""
    programs = sorted(map(program, deployment.roles))
    return "" if set(programs) & set(readers) else f"this node is told to run {listed(programs)}"


def of_another_writer(setting: Setting, tally: Tally, settings: Settings | None) -> str:
    """Say which services wrote the lines, where their own value counts and this node has none."""
    roles = settings.deployment.roles if settings else frozenset()
    writers, readers = tally.programs, setting.option.readers
    if not roles or "all" in roles or not writers or not writers <= {*readers}:
        return ""
    is_of_writer = setting.group in _OF_WRITER or (setting.group, setting.name) in _OF_WRITER
    if not is_of_writer or writers & {*map(program, roles)}:
        return ""
    return f"{listed(sorted(writers))} wrote the lines, whose own value counts"


def _without_its_switch(setting: Setting, config: Config) -> str:
    for (group, name), (other_group, other, wanted) in _SWITCHES.items():
        if setting.group != group or not setting.name.startswith(name):
            continue
        if config.schema.option(other_group, other) is None:
            continue
        switch = config.setting(other_group, other)
        if not (switch.unknown or switch.fault or same(switch.value, wanted)):
            return f"`[{other_group}] {other}` is not {str(wanted).lower()}"
    return ""


def _without_address(setting: Setting, config: Config) -> str:
    """Say that an address is not used: it is not set, or another option has it whole."""
    if setting.unknown:
        return ""
    if setting.name == "endpoint_override" and same(setting.value, None):
        return "it is not set, so that the catalogue decides"
    if (setting.group, setting.name) != ("libvirt", "live_migration_scheme"):
        return ""
    uri = config.setting("libvirt", "live_migration_uri")
    is_whole = not uri.unknown and not same(uri.value, None)
    return "`live_migration_uri` has the address whole" if is_whole else ""


def _of_another_broker(setting: Setting, config: Config) -> str:
    url = config.setting("DEFAULT", "transport_url")
    if setting.group != "oslo_messaging_rabbit" or url.unknown or not isinstance(url.value, str):
        return ""
    try:
        transport = parse(url.value, config.release.major)
    except Unreadable:
        return ""
    other = transport.driver and not transport.is_rabbit
    return f"`transport_url` is of {transport.driver}, not of RabbitMQ" if other else ""


def _without_waiting(cause: OptionCause, setting: Setting, config: Config) -> str:
    """Say why nothing waits for the ports of a server."""
    if setting.group != "DEFAULT" or setting.name not in (FATAL, TIMEOUT):
        return ""
    driver = config.setting("DEFAULT", "compute_driver")
    kind = config.setting("libvirt", "virt_type")
    chosen = package(config) or "libvirt"
    is_known = not (driver.unknown or kind.unknown or kind.fault)
    if is_known and chosen == "libvirt" and kind.value not in VIRT_TYPES:
        return f"libvirt with {kind.value} waits for no port"
    own = {path.partition(".")[0] for path in IN_TREE}
    if is_known and chosen in own and chosen not in DRIVERS:
        return f"{chosen} waits for no port"
    if setting.name == FATAL and cause.remedy and is_void(cause.remedy, config):
        return f"`{TIMEOUT}` is {no_wait(config)}, so that nothing waits"
    return ""


def _of_another_filter(setting: Setting, tally: Tally, config: Config) -> str:
    """Say that the filters that read an option do not run, or are not those that lines name."""
    readers = READERS.get(setting.name) if setting.group == GROUP else _BESIDE.get(setting.name)
    if not readers:
        return ""
    named = tally.told.get("filter", ())
    if named and len(named) < MOST_VALUES and not set(named) & set(readers):
        return f"the lines name {listed(named)} alone"
    if setting.group != GROUP:
        return ""
    enabled = config.setting(GROUP, ENABLED)
    if enabled.unknown or not isinstance(enabled.value, list) or of_ironic(config):
        return ""
    running = {str(name).rpartition(".")[2] for name in enabled.value}
    own = running <= in_tree(config.release.major)  # another one may read it
    return "" if not own or running & set(readers) else f"`{ENABLED}` has no {readers[0]}"
