"""Values that a later release takes for something else, though it takes them."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.native_threads import compute_threading
from novalint.nova.transports import BACKENDS, LAST_WITH_BACKENDS, driver_of
from novalint.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from novalint.config.model import Config
    from novalint.schema.options import Name

BARBICAN = "nova.keymgr.barbican.BarbicanKeyManager"


class PresentValue(NamedTuple):
    """What a value is called now, and the last major version that understands its old name."""

    text: str
    last: int


PRESENT_VALUES: Mapping[tuple[Name, str], PresentValue] = {
    (("key_manager", "backend"), BARBICAN): PresentValue(
        "castellan.key_manager.barbican_key_manager.BarbicanKeyManager", 16
    ),
    **{
        (("DEFAULT", "rpc_backend"), old): PresentValue(driver, LAST_WITH_BACKENDS)
        for old, driver in BACKENDS.items()
    },
}
"""Values by option that a release still takes and cannot use: up to pike nova/keymgr/__init__.py
named the class anew, up to ocata nova/rpc.py the driver.
"""


class Meaning(NamedTuple):
    """A value of an option that means something else since a major version.

    `holds` asks whether a configuration, which sets the option, has such a value; `message` says
    what, behind the option's name. `last` is the last major version of which it is told. `worst` is
    what it does: `changes`, `breaks` or `soon`, as novalint.upgrading.changes.Effect names it.
    `before` asks the release that is left whether the value was something else there.
    """

    name: Name
    major: int
    holds: Callable[[Config], bool]
    message: str
    last: int | None = None
    worst: str = "changes"
    before: Callable[[Config], bool] = lambda config: True

    def is_in(self, config: Config) -> bool:
        """Whether a configuration sets that value, and its release takes it for something else."""
        major = config.release.major
        applies = self.major <= major and (self.last is None or major <= self.last)
        if not applies or not config.schema.option(*self.name):
            return False
        setting = config.setting(*self.name)
        return bool(setting.places) and not setting.unknown and self.holds(config)


def _has(name: Name, value: object) -> Callable[[Config], bool]:
    """Return the question whether an option has a value; 1 is not true."""

    def holds(config: Config) -> bool:
        current = config.value(*name)
        return current == value and isinstance(current, bool) == isinstance(value, bool)

    return holds


def _has_item(name: Name, *items: str) -> Callable[[Config], bool]:
    def holds(config: Config) -> bool:
        current = config.value(*name)
        return isinstance(current, list) and bool(set(items) & set(map(str, current)))

    return holds


def _unlimited_migrations(config: Config) -> bool:
    return config.value(*_MIGRATIONS) == 0 and compute_threading(config)


def _shares_processors(config: Config) -> bool:
    """Whether the set has any processor, and no older option says which are for guests."""
    return bool(config.text(*_SHARED)) and not config.value("DEFAULT", "vcpu_pin_set")


def _injects(config: Config) -> bool:
    return (config.integer(*_INJECTED) or 0) != NO_INJECTION


def _forbids_other_zones(config: Config) -> bool:
    zone = config.value("DEFAULT", "default_schedule_zone")
    return config.boolean(*_ZONES) is False and not zone


def _drops_static_file(config: Config) -> bool:
    providers = config.value(*_PROVIDERS)
    served = bool(config.value("api", "vendordata_jsonfile_path"))
    return isinstance(providers, list) and "StaticJSON" not in providers and served


def _broker_by(driver: str) -> Callable[[Config], bool]:
    """Return the question whether the broker's URL names a driver."""

    def holds(config: Config) -> bool:
        return driver_of((config.text(*_BROKER) or "").partition(":")[0]) == driver

    return holds


def _watches_log(config: Config) -> bool:
    written = config.text("DEFAULT", "log_file") or config.text("DEFAULT", "log_dir")
    return bool(written) and config.boolean(*_WATCH) is True


def _of_pika(on: bool) -> Callable[[Config], bool]:
    """Return the question whether `ssl` says that to the driver pika, and RabbitMQ's does not.

    In ocata that one reads `rabbit_use_ssl`, an older name of `ssl` since pike.
    """

    def before(config: Config) -> bool:
        own = config.setting("oslo_messaging_rabbit", "rabbit_use_ssl")
        ssl = config.setting(*_TLS)
        known = bool(ssl.places) and not (ssl.unknown or own.unknown)
        return known and ssl.value is on and own.value is not on and not _broker_by("pika")(config)

    return before


_TLS = ("oslo_messaging_rabbit", "ssl")
_BROKER = ("DEFAULT", "transport_url")
_WATCH = ("DEFAULT", "watch_log_file")
_MIGRATIONS = ("DEFAULT", "max_concurrent_live_migrations")
_SHARED = ("compute", "cpu_shared_set")
_INJECTED = ("libvirt", "inject_partition")
_ZONES = ("cinder", "cross_az_attach")
_PROVIDERS = ("api", "vendordata_providers")
_EVENTS = ("libvirt", "enabled_perf_events")
_MANAGER = ("key_manager", "backend")
NO_INJECTION = -2
_CMT = ("cmt", "mbml", "mbmt")

MEANINGS = (
    Meaning(
        _MIGRATIONS,
        34,
        _unlimited_migrations,
        "is 0, which was as good as no limit and is 5 on native threads; set it to more",
    ),
    Meaning(
        _WATCH,
        30,
        _watches_log,
        "is true, with which services that write into a file no longer start; set"
        " `log_rotation_type` to rotate the file",
        worst="breaks",
    ),
    Meaning(
        _BROKER,
        28,
        _broker_by("amqp"),
        "names the AMQP 1.0 driver, which is deprecated and is removed in 2025.1; move to RabbitMQ",
        last=30,
        worst="soon",
    ),
    Meaning(
        _BROKER,
        18,
        _broker_by("zmq"),
        "names the ZeroMQ driver, which is deprecated and is removed in stein; move to RabbitMQ",
        last=18,
        worst="soon",
    ),
    Meaning(
        ("spice", "enabled"),
        31,
        _has(("spice", "enabled"), True),
        "is true, and the video model of new guests whose image names none is virtio instead of"
        " qxl, which several distributions no longer support",
    ),
    Meaning(
        _INJECTED,
        23,
        _injects,
        "lets files be injected into disks, which needs libguestfs from now on: without it"
        " the build fails",
    ),
    Meaning(
        _EVENTS,
        22,
        _has_item(_EVENTS, *_CMT),
        "has events of Intel CMT, which Nova no longer enables; remove them",
    ),
    Meaning(
        _EVENTS,
        18,
        _has_item(_EVENTS, *_CMT),
        "has events of Intel CMT, with which no guest starts on Linux 4.14 or later, and which"
        " victoria no longer knows; remove them",
        last=21,
        worst="soon",
    ),
    Meaning(
        _ZONES,
        21,
        _forbids_other_zones,
        "is false, and a server from a volume is built in the zone of the volume where the request"
        " names none; before, it failed unless it came there by chance",
    ),
    Meaning(
        _SHARED,
        20,
        _shares_processors,
        "was for emulator threads alone; now no other processors of the host are for unpinned"
        " guests, unless `vcpu_pin_set` says which",
    ),
    Meaning(
        _PROVIDERS,
        17,
        _drops_static_file,
        "does not have `StaticJSON`, without which the file of `vendordata_jsonfile_path` is no"
        " longer served; add it",
    ),
    Meaning(
        _MANAGER,
        17,
        _has(_MANAGER, BARBICAN),
        f"is `{BARBICAN}`, a class that Nova no longer has, so no encrypted volume can be attached;"
        f" write `{PRESENT_VALUES[_MANAGER, BARBICAN].text}`",
        worst="breaks",
    ),
    Meaning(
        _TLS,
        16,
        _has(_TLS, True),
        "is true, which only the driver pika read in ocata, and turns TLS on for RabbitMQ now;"
        " remove it unless the broker takes TLS at the port of `transport_url`",
        worst="breaks",
        before=_of_pika(True),
    ),
    Meaning(
        _TLS,
        16,
        _has(_TLS, False),
        "is false, which only the driver pika read in ocata, and now overrides `rabbit_use_ssl`,"
        " so the connection to RabbitMQ does not use TLS; set it to true",
        worst="breaks",
        before=_of_pika(False),
    ),
)
"""Read in nova/thread_pool_factory.py (`get_max_concurrent_live_migrations`, 33.0.2, 34.0.0) and
nova/compute/manager.py (32.2.1); `_get_video_type` of nova/virt/libvirt/driver.py (30.3.0, 31.3.1);
nova/virt/disk/vfs/api.py (22.4.0, 23.2.2); `_get_supported_perf_events` (18.3.0, 22.4.0) and
`_check_vcpu_pin_set`, `_get_vcpu_available` (19.3.2, 20.6.1) of that driver; `_validate_vol_az` of
nova/compute/api.py (20.6.1, 21.2.4); `_vendor_data` of nova/api/metadata/base.py and
nova/keymgr/__init__.py (16.1.8, 17.0.13); `_setup_logging_from_conf` of oslo_log/log.py (6.1.2);
the drivers of oslo.messaging 8.1.4, 14.4.2 and 16.1.2, and impl_rabbit.py and impl_pika.py of
5.17.4 and 5.30.8.
"""
