"""Signs that a file is another program's, though it has groups and options that Nova has too.

Services share the options of libraries, such as `debug` and `[database] connection`, and some of
their own names, such as `my_ip`. So a sign counts only in a file without any name that Nova alone
has.
"""

from __future__ import annotations

import os

from novalint.annotations import TYPE_CHECKING
from novalint.patterns import lazy_pattern
from novalint.schema.history import group_presence, life
from novalint.text.document import normalize_group

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novalint.schema.options import Name
    from novalint.text.document import Document

_SERVICES = (
    r"(?:aodh|barbican|blazar|ceilometer|cinder|cloudkitty|cyborg|designate|glance|gnocchi|heat"
    r"|ironic|keystone|magnum|manila|masakari|mistral|murano|neutron|octavia|placement|sahara"
    r"|senlin|swift|trove|vitrage|watcher|zaqar|zun)"
)
_FILE = lazy_pattern(
    rf"(?:{_SERVICES}(?:[-_.][^/]*)?\.(?:conf|ini)|[^/]*\.cnf|ansible\.cfg"
    r"|(?:ml2_conf|[a-z0-9]+_agent)\.ini)(?:\.(?:j2|jinja2?|erb|tpl|tmpl|gotmpl))*",
)
"""Names of files that other programs read."""
_FOLDER = lazy_pattern(r"(?:.*/)?nova(?:[-_.][^/]*)?/.*")
"""Paths below a folder of Nova's, where a file may be called by what Nova is to talk to."""
_GROUP = lazy_pattern(
    r"backend_defaults|controller_worker|fernet_(?:receipts|tokens)|galera|glance_store"
    r"|health_manager|heat_api|house_keeping|kek|mariadb|ml2(?:_type_\w+)?|mysql(?:d(?:_safe)?|dump)"
    r"|paste_deploy|secretstore(?:_plugin)?|securitygroup|service:(?:api|central)|trustee|uwsgi"
)
"""Groups that no release of Nova has and that say whose the file is."""
_OPTION = lazy_pattern(
    r"backup_driver|core_plugin|default_volume_type|enabled_(?:backends|drivers|hardware_types)"
    r"|enabled_share_(?:backends|protocols)|exec_dirs|filters_path"
    r"|heat_(?:metadata|waitcondition)_server_url|notify_nova_on_port_(?:data|status)_changes"
    r"|nova_metadata_host|service_plugins|stack_domain_admin|stack_user_domain_name"
)
"""Options of `[DEFAULT]` of which the same holds."""
_USER = lazy_pattern(_SERVICES)
_DATABASE = lazy_pattern(rf"\w[\w+]*://[^?]*/{_SERVICES}(?:\?\S*)?")
_LIBRARIES = lazy_pattern(
    r"oslo_\w+|(?:placement_)?database|keystone_authtoken|cache|cors|profiler\w*|ssl|healthcheck"
    r"|privsep\w*|key_manager|barbican\w*|vault|service_user|audit\w*|ext_oauth2_auth"
    r"|matchmaker_redis|amqp1|sql|remote_debug|rpc_notifier2|wsgi|console|conductor|os_brick"
)
"""Groups that services have alike."""
_NOVAS = lazy_pattern(
    r"api_database|cells|devices|ephemeral_storage_encryption|filter_scheduler|hyperv|image_cache"
    r"|libvirt|mks|os_vif_\w+|pci|powervm|rdp|serial_console|spice|trusted_computing"
    r"|upgrade_levels|vendordata_dynamic_auth|vif_plug_\w+|vnc|workarounds|xenserver|xvp|zvm"
)
"""Groups that no other service has."""
_SHARED = lazy_pattern(
    r"(?:amqp|auth|backdoor|conn_pool|default_log|default_notification|iptables|kombu|log|logging"
    r"|monkey_patch|notification|policy|rabbit|rate_limit|rpc|scheduler|sql|sqlite|ssl|use"
    r"|wsgi|zmq)_\w+"
    r"|api_paste_config|bindir|ca_file|client_socket_timeout|config_source|control_exchange|daemon"
    r"|db_backend|db_driver|debug|default_availability_zone|default_ephemeral_format"
    r"|default_publisher_id|disable_process_locking|dnsmasq_config_file|enable_new_services"
    r"|enabled_apis|executor_thread_pool_size|fake_rabbit|fatal_deprecations|firewall_driver"
    r"|flat_interface|force_raw_images|graceful_shutdown_timeout|host|instance_(?:uuid_)?format"
    r"|integration_bridge|key_file|lock_path|max_age|max_header_line|max_limit|max_logfile_\w+"
    r"|metadata_(?:port|proxy_shared_secret|workers)|my_ip|network_driver|num_retries|osapi_max_\w+"
    r"|ovs_vsctl_timeout|periodic_fuzzy_delay|publish_errors|pybasedir|quota_driver"
    r"|report_interval|reservation_expire|rootwrap_config|run_external_periodic_tasks"
    r"|secure_proxy_ssl_header|service_down_time|state_path|sync_power_state_interval|syslog_log_facility|tcp_keepidle"
    r"|tempdir|transport_url|until_refresh|verbose|vlan_interface|watch_log_file|workers"
    # log-ins, which services have in groups that are called alike
    r"|auth_(?:section|type|url)|cafile|certfile|collect_timing|connect_retr\w+|endpoint_override"
    r"|insecure|keyfile|max_version|min_version|password|project_\w+|region_name|service_name"
    r"|service_type|split_loggers|status_code_retr\w+|system_scope|tenant_\w+|timeout|trust_id"
    r"|user_\w+|username|valid_interfaces"
)
"""Options that other services have too, whatever their group."""

_NAMED_FOR = {
    "keystone_authtoken": "keystone.",
    "service_user": "keystone.",
    "key_manager": "barbican.",
}
"""How a part of a nova.conf may be called that says how Nova talks to a service: by its name."""
_LOGINS = ("auth_type", "auth_url", "username", "region_name")


def is_another_programs(document: Document) -> bool:
    """Whether a file plainly is another program's: it says so, and nothing in it is Nova's alone.

    It says so by its name, by a group or an option that Nova never had, or by the database or the
    user that it names.
    """
    names = [
        (normalize_group(assignment.group), assignment.option)
        for assignment in document.assignments
    ]
    groups = {normalize_group(group.name) for group in document.groups}
    if any(map(_NOVAS.fullmatch, groups)):
        return False
    called = document.path.rpartition("/")[2]
    if called == "placement.conf" and any(("placement", login) in names for login in _LOGINS):
        return False  # Placement itself logs in nowhere by that group
    if not (_is_called_so(document.path, groups) or _shows(document, groups, names)):
        return False
    templates = (
        (normalize_group(template.group), template.option) for template in document.templates
    )
    return not any(_is_novas_alone(name) for name in (*names, *templates))


def _is_called_so(path: str, groups: Iterable[str]) -> bool:
    """Whether a file has another program's name, and is not a part of a nova.conf on it."""
    name = path.rpartition("/")[2]
    if not groups or not _FILE.fullmatch(name) or _FOLDER.fullmatch(os.path.abspath(path)):  # noqa: PTH100
        return False
    mine = (group for group in groups if group != "placement" and group_presence(group))
    return not any(name.startswith(_NAMED_FOR.get(group, group)) for group in mine)


def _shows(document: Document, groups: set[str], names: Iterable[Name]) -> bool:
    """Whether what stands in a file is another program's."""
    if any(map(_GROUP.fullmatch, groups)):
        return True
    if any(group == "DEFAULT" and _OPTION.fullmatch(option) for group, option in names):
        return True
    return any(
        pattern.fullmatch(assignment.value.strip())
        for group, option, pattern in (
            ("database", "connection", _DATABASE),
            ("keystone_authtoken", "username", _USER),
        )
        for assignment in document.assignments
        if assignment.option == option and normalize_group(assignment.group) == group
    )


def _is_novas_alone(name: Name) -> bool:
    """Whether Nova reads a name in some release, and no other service has the like."""
    group, option = name
    if _SHARED.fullmatch(option) or _LIBRARIES.fullmatch(group):
        return False
    return life(group, option) is not None
