"""Faults in a fleet of 40 nodes: a sound fleet, and what makes one node of it the odd one.

Each fault is what is written behind the file of its node: later lines count. All of them together
are in one fleet, so that none may hide another or be told of beside it.
"""

from __future__ import annotations

from typing import NamedTuple

BROKERS = "rabbit://nova:secret@rabbit1:5672,nova:secret@rabbit2:5672"
GPU = '{"name": "gpu", "vendor_id": "10de", "product_id": "2330", "device_type": "type-PF"}'
COMPUTES = tuple(f"cmp{number:02}" for number in range(1, 29))
CONTROL = ("api1", "api2", "api3", "con1", "con2", "con3", "sch1", "sch2", "sch3")
NODES = (*CONTROL, "met1", "met2", "prx1", *COMPUTES)
SETTINGS = """
[[overrides]]
paths = ["cmp*"]
pool = "general"
[deployment]
telemetry = true
"""


class Fault(NamedTuple):
    """One rule, the node that it has to name, what is wrong there and what is taken out.

    `told` is the node that is named where that is another one than the odd one.
    """

    rule: str
    node: str
    lines: str = ""
    without: str = ""
    told: str = ""

    @property
    def expected(self) -> tuple[str, str]:
        """The rule, and the node that it has to name."""
        return self.rule, self.told or self.node


def _fault(rule: str, node: str, group: str, line: str, told: str = "") -> Fault:
    return Fault(rule, node, f"[{group}]\n{line}\n", told=told)


FAULTS = (
    _fault("broker-not-shared", "cmp01", "DEFAULT", "transport_url = rabbit://nova:x@lab:5672/nova"),
    _fault("broker-vhost-differs", "cmp02", "DEFAULT", f"transport_url = {BROKERS}/test"),
    _fault("queue-kind-differs", "cmp03", "oslo_messaging_rabbit", "rabbit_quorum_queue = true"),
    _fault(
        "queue-durability-differs", "cmp04", "oslo_messaging_rabbit", "amqp_durable_queues = false"
    ),
    _fault(
        "transient-queue-kind-differs",
        "cmp05",
        "oslo_messaging_rabbit",
        "rabbit_transient_quorum_queue = true",
    ),
    _fault("control-exchange-differs", "cmp06", "DEFAULT", "control_exchange = openstack"),
    _fault(
        "conductors-on-different-databases",
        "con2",
        "database",
        "connection = mysql+pymysql://nova:secret@db/nova_old",
    ),
    _fault(
        "api-database-differs",
        "sch2",
        "api_database",
        "connection = mysql+pymysql://nova:secret@db/nova_old",
    ),
    _fault("down-time-below-others-report-interval", "cmp07", "DEFAULT", "report_interval = 90"),
    _fault("service-group-driver-differs", "cmp08", "DEFAULT", "servicegroup_driver = mc"),
    _fault("pins-differ", "con3", "upgrade_levels", "compute = 2024.1"),
    _fault("host-repeated", "cmp10", "DEFAULT", "host = cmp09"),
    _fault("my-ip-repeated", "cmp12", "DEFAULT", "my_ip = 10.0.0.11"),
    _fault(
        "migration-address-repeated", "cmp13", "libvirt", "live_migration_inbound_addr = 10.1.0.11"
    ),
    _fault("console-address-repeated", "cmp14", "vnc", "server_proxyclient_address = 10.0.0.11"),
    _fault("instances-path-differs", "cmp15", "DEFAULT", "instances_path = /srv/nova"),
    _fault("image-backend-differs", "cmp16", "libvirt", "images_type = qcow2"),
    _fault("rbd-pool-or-user-differs", "cmp17", "libvirt", "images_rbd_pool = rbd"),
    _fault(
        "rbd-secret-differs",
        "cmp18",
        "libvirt",
        "rbd_secret_uuid = 7d0b0d6e-0bd4-4d2f-8d9a-3b8f4f9b0a11",
    ),
    _fault("migration-tls-differs", "cmp19", "libvirt", "live_migration_with_native_tls = false"),
    _fault("migration-scheme-differs", "cmp20", "libvirt", "live_migration_scheme = tls"),
    _fault("serial-console-on-in-part", "cmp21", "serial_console", "enabled = true"),
    _fault("virt-type-differs", "cmp22", "libvirt", "virt_type = qemu"),
    _fault("cpu-model-differs", "cmp23", "libvirt", "cpu_models = Broadwell"),
    _fault("vif-wait-differs", "cmp24", "DEFAULT", "vif_plugging_timeout = 30"),
    _fault("multipath-differs", "cmp25", "libvirt", "volume_use_multipath = false"),
    Fault("pci-alias-differs", "api2", without=f"alias = {GPU}\n"),
    _fault("pci-in-placement-differs", "con1", "filter_scheduler", "pci_in_placement = true"),
    _fault("max-attempts-differs", "con2", "scheduler", "max_attempts = 1"),
    _fault("schedulers-differ", "sch1", "filter_scheduler", "ram_weight_multiplier = -1.0"),
    _fault("zones-named-differently", "sch3", "DEFAULT", "default_availability_zone = zone1"),
    _fault("cross-az-attach-differs", "cmp28", "cinder", "cross_az_attach = false"),
    _fault("api-nodes-differ", "api3", "api", "max_limit = 500"),
    _fault("policy-differs", "api1", "oslo_policy", "enforce_new_defaults = false"),
    _fault("regions-differ", "cmp01", "placement", "region_name = two"),
    _fault("service-token-not-sent-by-all", "cmp02", "service_user",
           "send_service_user_token = false"),
    _fault("soft-delete-on-one-side", "cmp03", "DEFAULT", "reclaim_instance_interval = 0"),
    _fault("instance-name-template-differs", "cmp04", "DEFAULT",
           "instance_name_template = vm-%(uuid)s"),
    _fault("quota-limits-differ", "con3", "quota", "instances = 10"),
    _fault("quota-driver-differs", "con1", "quota", "driver = nova.quota.NoopQuotaDriver"),
    _fault("metadata-secret-differs", "met2", "neutron", "metadata_proxy_shared_secret = b"),
    _fault("guests-told-different-domains", "cmp05", "api", "dhcp_domain = lab.example"),
    _fault("key-manager-differs", "cmp06", "key_manager",
           "backend = nova.keymgr.conf_key_mgr.ConfKeyManager"),
    _fault("ephemeral-encryption-differs", "api2", "ephemeral_storage_encryption",
           "enabled = true"),
    _fault("signature-check-in-part", "cmp08", "glance", "verify_glance_signatures = false"),
    _fault("notifications-in-part", "cmp09", "notifications", "notification_format = versioned"),
    _fault("console-scheme-against-proxy-tls", "cmp10", "vnc",
           "novncproxy_base_url = http://console.example:6080/vnc_auto.html"),
    _fault("odd-one-out", "cmp11", "DEFAULT", "resume_guests_state_on_host_boot = false"),
    _fault("odd-one-out", "cmp12", "vnc",
           "novncproxy_base_url = https://consoles.example:6080/vnc_auto.html"),
)  # fmt: skip

ALONE = (
    _fault("host-discovery-on-some", "sch2", "scheduler", "discover_hosts_in_cells_interval = 60",
           "sch1"),
    _fault("pci-filter-missing-on-scheduler", "cmp26", "pci",
           'device_spec = {"vendor_id": "10de"}', "sch1"),
    _fault("conductor-does-not-know-filters", "con1", "filter_scheduler",
           "enabled_filters = ComputeFilter,ImagePropertiesFilter"),
)  # fmt: skip
"""Faults that would hide others, or be hidden by them."""

_ALL = f"""[DEFAULT]
transport_url = {BROKERS}/nova
reclaim_instance_interval = 3600
state_path = /var/lib/nova
[upgrade_levels]
compute = auto
[oslo_messaging_rabbit]
amqp_durable_queues = true
[oslo_messaging_notifications]
driver = messagingv2
[service_user]
send_service_user_token = true
auth_type = password
[placement]
region_name = one
[api]
dhcp_domain = cloud.example
[key_manager]
backend = barbican
[glance]
verify_glance_signatures = true
[quota]
instances = 100
"""
_CONTROL = """[database]
connection = mysql+pymysql://nova:secret@db/nova
[api_database]
connection = mysql+pymysql://nova:secret@db/nova_api
[scheduler]
max_attempts = 5
"""
_API = f"[pci]\nalias = {GPU}\n"
_METADATA = """[neutron]
service_metadata_proxy = true
metadata_proxy_shared_secret = a
"""
_PROXY = """[DEFAULT]
ssl_only = true
cert = /etc/nova/console.crt
key = /etc/nova/console.key
"""
_COMPUTE = """[DEFAULT]
compute_driver = libvirt.LibvirtDriver
host = {node}
my_ip = 10.0.0.{number}
resume_guests_state_on_host_boot = true
[libvirt]
virt_type = kvm
cpu_mode = custom
cpu_models = Cascadelake-Server
images_type = rbd
images_rbd_pool = vms
rbd_user = nova
rbd_secret_uuid = 1c8a3e06-7c1e-4a53-8f7b-3f5f5e3a9f10
live_migration_inbound_addr = 10.1.0.{number}
live_migration_with_native_tls = true
volume_use_multipath = true
[vnc]
server_proxyclient_address = 10.0.0.{number}
novncproxy_base_url = https://console.example:6080/vnc_auto.html
"""


def fleet(*faults: Fault) -> str:
    """Return the fleet in one text, with some faults in it."""
    texts = {node: _ALL + _own(node) for node in NODES}
    for fault in faults:
        texts[fault.node] = texts[fault.node].replace(fault.without, "") + fault.lines
    return "".join([SETTINGS, *(f"=== {node}.conf\n{text}" for node, text in texts.items())])


def _own(node: str) -> str:
    role, number = node[:3], int(node[3:])
    if role == "cmp":
        return _COMPUTE.format(node=node, number=number)
    if role == "prx":
        return _CONTROL + _PROXY
    return _CONTROL + {"met": _METADATA, "api": _API}.get(role, "")
