"""Options that another option of the same configuration takes the effect from."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.nova.cache_backends import NULL, REDIS, SENTINEL
from novalint.rules.common.transport import NOTIFICATIONS, RABBIT, RPC, known_parts, over, rabbit

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.schema.options import Name
    from novalint.schema.types import Value

_QEMU = ("kvm", "qemu")
_HEARTBEATS = ("heartbeat_rate", "heartbeat_in_pthread")
_HOST_CHECK = (RABBIT, "ssl_enforce_hostname_verification")
_WAITS = ("compute", "live_migration_wait_for_vif_plug")
_BUILDS = ("filter_scheduler", "build_failure_weight_multiplier")
_COUNTED_BUILDS = ("compute", "consecutive_build_service_disable_threshold")
_LIVE_SNAPSHOTS = ("workarounds", "disable_libvirt_livesnapshot")
_OF_QEMU = (("libvirt", "rng_dev_path"), ("libvirt", "sysinfo_serial"), _LIVE_SNAPSHOTS)
_FORMAT = ("DEFAULT", "logging_context_format_string")
_FORMATS = (_FORMAT, ("DEFAULT", "logging_user_identity_format"))
_USER_FIELD = "%(user_identity)s"


def known(config: Config, group: str, option: str) -> Value:
    """Return the value of an option; None where the release lacks it or it is not known here."""
    if config.schema.option(group, option) is None:
        return None
    setting = config.setting(group, option)
    return None if setting.unknown or setting.fault else setting.value


def by_an_endpoint(name: Name, config: Config) -> str:
    """A client that is told an endpoint looks for none in the catalog.

    Read in `get_client` of nova/network/neutronv2/api.py (17.0.13), keystoneauth1/session.py
    (`request`) and nova/volume/cinder.py (`_get_cinderclient_parameters`, 19.3.2).
    """
    if name == ("neutron", "region_name"):
        told = (one for one in ("url", "endpoint_override") if _is_written(config, "neutron", one))
        return next((f"`[neutron] {one}` is set" for one in told), "")
    if name == ("cinder", "catalog_info") and known(config, "cinder", "endpoint_template"):
        return "`[cinder] endpoint_template` is set"
    return ""


def _is_written(config: Config, group: str, option: str) -> bool:
    return bool(known(config, group, option)) and bool(config.setting(group, option).places)


def without_events(name: Name, config: Config) -> str:
    """No port is waited for with a timeout of 0, nor by nova-network.

    Read in nova/compute/manager.py (`_get_neutron_events_for_live_migration`) of 19.3.2 and 34.0.0.
    """
    if name != _WAITS:
        return ""
    if known(config, "DEFAULT", "vif_plugging_timeout") == 0:
        return "`vif_plugging_timeout` is 0"
    return "`use_neutron` is false" if known(config, "DEFAULT", "use_neutron") is False else ""


def without_heartbeats(name: Name, config: Config) -> str:
    """Heartbeats are those of RabbitMQ's driver alone, and a threshold of 0 turns them off.

    Read in oslo_messaging/_drivers/impl_rabbit.py (`_heartbeat_supported_and_enabled`).
    """
    if name[0] != RABBIT or name[1] not in _HEARTBEATS:
        return ""
    told = config.setting(*NOTIFICATIONS).places
    urls = [known_parts(config, url) for url in ((RPC, NOTIFICATIONS) if told else (RPC,))]
    read = [url for url in urls if url is None or url.is_rabbit]
    if not read:
        return "`transport_url` is not one of RabbitMQ"
    if config.setting(RABBIT, "heartbeat_timeout_threshold").unknown:
        return ""
    every = [over(config, url, "heartbeat_timeout_threshold") for url in read]
    off = all(isinstance(seconds, int) and seconds <= 0 for seconds in every)
    return f"`heartbeat_timeout_threshold` is {every[0]}" if off else ""


def of_one_broker(name: Name, config: Config) -> str:
    """Only the name of a single broker is checked (impl_rabbit.py, oslo.messaging 18.3.1)."""
    if name != _HOST_CHECK:
        return ""
    ca_file = config.setting(RABBIT, "ssl_ca_file")
    if not ca_file.unknown and rabbit(config, "ssl_ca_file") == "":
        return "`[oslo_messaging_rabbit] ssl_ca_file` is not set"
    urls = [config.setting(*url) for url in (RPC, NOTIFICATIONS)]
    transports = [known_parts(config, (url.group, url.name)) for url in urls if url.places]
    several = transports and all(one and len(one.hosts) > 1 for one in transports)
    if several and not any(url.unknown for url in urls):
        return "`transport_url` names several brokers, of which none is checked"
    return ""


def of_another_cache(name: Name, config: Config) -> str:
    """Only clients of memcached have its timeout (oslo_cache/core.py, `_build_cache_config`)."""
    backend = known(config, "cache", "backend")
    if name[0] == "cache" and name[1].endswith("socket_timeout") and backend == NULL:
        return f"`[cache] backend` is `{NULL}`"
    if name == ("cache", "memcache_socket_timeout") and backend in (REDIS, SENTINEL):
        return f"`[cache] backend` is `{backend}`"
    return ""


def of_another_log(name: Name, config: Config) -> str:
    """A logging configuration of one's own has its levels, and lines of JSON have no format.

    Read in oslo_log/log.py (`setup`, `_setup_logging_from_conf`); the formats count in such a
    configuration too, where its formatter is oslo.log's own.
    """
    own = known(config, "DEFAULT", "log_config_append")
    if name == ("DEFAULT", "default_log_levels") and own:
        return "`log_config_append` is set"
    if name not in _FORMATS:
        return ""
    if not own and known(config, "DEFAULT", "use_json") is True:
        return "`use_json` is true"
    lines = known(config, *_FORMAT)
    leaves_out = name != _FORMAT and isinstance(lines, str) and _USER_FIELD not in lines
    return f"`{_FORMAT[1]}` has no `{_USER_FIELD}`" if leaves_out else ""


def of_a_task_that_is_off(name: Name, config: Config) -> str:
    """A periodic task with a negative interval never runs (oslo_service/periodic_task.py)."""
    every = known(config, "DEFAULT", "sync_power_state_interval")
    off = name == ("DEFAULT", "sync_power_state_pool_size") and isinstance(every, int) and every < 0
    return f"`sync_power_state_interval` is {every}" if off else ""


def of_other_guests(name: Name, config: Config) -> str:
    """Only QEMU's guests have random number generators and a serial, and are snapshotted live.

    Read in nova/virt/libvirt/driver.py (`_get_guest_config`, `snapshot`,
    `_configure_guest_by_virt_type`) of 17.0.13, 18.3.0 and 19.3.2.
    """
    if name not in _OF_QEMU:
        return ""
    virt_type = known(config, "libvirt", "virt_type")
    if isinstance(virt_type, str) and virt_type not in _QEMU:
        return f"`[libvirt] virt_type` is {virt_type}"
    cold = name == _LIVE_SNAPSHOTS and known(config, "libvirt", "images_type") == "lvm"
    return "`[libvirt] images_type` is lvm" if cold else ""


def of_builds_that_none_counts(name: Name, config: Config) -> str:
    """With a threshold of 0 no failed build is counted, so none counts against a host.

    Read in nova/compute/manager.py (`_build_failed`) of 16.1.8, 18.3.0 and 34.0.0.
    """
    off = name == _BUILDS and known(config, *_COUNTED_BUILDS) == 0
    return "`[compute] consecutive_build_service_disable_threshold` is 0" if off else ""


ASKED = (
    by_an_endpoint,
    without_events,
    without_heartbeats,
    of_one_broker,
    of_another_cache,
    of_another_log,
    of_a_task_that_is_off,
    of_other_guests,
    of_builds_that_none_counts,
)
