"""Where each of Nova's services starts, and what libraries read for it."""

from __future__ import annotations

ALL = (
    "api",
    "metadata",
    "compute",
    "conductor",
    "scheduler",
    "novncproxy",
    "serialproxy",
    "spicehtml5proxy",
    "manage",
)
WITH_RPC_SERVER = ("compute", "conductor", "scheduler")
WITH_HTTP_SERVER = ("api", "metadata")
PROXY = ("nova.cmd.baseproxy", "nova.console.websocketproxy", "nova.console.securityproxy.*")

# Modules that a service runs as a whole; `.*` takes the modules under it too. Beside the commands:
# what is loaded by name (managers, drivers, filters, weighers, the API behind its paste file).
ROOTS: dict[str, tuple[str, ...]] = {
    "api": (
        "nova.cmd.api",
        "nova.cmd.api_os_compute",
        "nova.wsgi.osapi_compute",
        "nova.api.*",
        "nova.policies.*",
        "nova.quota",
    ),
    "metadata": (
        "nova.cmd.api_metadata",
        "nova.wsgi.metadata",
        "nova.api.metadata.*",
        "nova.api.wsgi",
    ),
    "compute": (
        "nova.cmd.compute",
        "nova.compute.manager",
        "nova.compute.monitors.*",
        "nova.virt.*",
    ),
    "conductor": (
        "nova.cmd.conductor",
        "nova.conductor.manager",
        "nova.conductor.tasks.*",
        "nova.objects.*",
    ),
    "scheduler": ("nova.cmd.scheduler", "nova.scheduler.*"),
    "novncproxy": ("nova.cmd.novncproxy", *PROXY),
    "serialproxy": ("nova.cmd.serialproxy", *PROXY),
    "spicehtml5proxy": ("nova.cmd.spicehtml5proxy", *PROXY),
    "manage": ("nova.cmd.manage", "nova.cmd.status", "nova.cmd.policy"),
}
# Until stein Nova's package held placement, whose database every command opens when it starts.
PLACEMENT = "nova.api.openstack.placement"
# Modules, or definitions in them, that a root pattern or the graph reaches but that the service
# does not run: the metadata API is a service of its own; nova-compute reaches the database through
# nova-conductor alone; the scheduler's client is for the others; nova-manage migrates records.
NOT_RUN = {
    "api": ("nova.api.metadata",),
    "compute": ("nova.db", PLACEMENT),
    "conductor": ("nova.objects.compute_node:migrate_empty_ratio", PLACEMENT),
    "scheduler": ("nova.scheduler.rpcapi", "nova.scheduler.client.query", PLACEMENT),
    **dict.fromkeys(("metadata", "novncproxy", "serialproxy", "spicehtml5proxy"), (PLACEMENT,)),
}
# Definitions that read options for records of older releases alone, where the option exists:
# from stein on nova-compute writes its ratios into the database, never 0.0.
OLD_RECORDS = {("nova.objects.compute_node", "ComputeNode"): "initial_cpu_allocation_ratio"}
# nova.service names every manager; each service runs only its own, which is among its roots.
NAMES_ALL = ("nova.service", "nova.objects", "nova.policies")

# Who reads the options that libraries register, by the library that lists them.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "oslo.config": ALL,
    "oslo.log": ALL,
    "oslo.messaging": ALL,
    "oslo.concurrency": ALL,
    "oslo.versionedobjects": ALL,
    "oslo.service.service": (*WITH_HTTP_SERVER, *WITH_RPC_SERVER),
    "oslo.service.periodic_task": WITH_RPC_SERVER,
    "oslo.middleware": WITH_HTTP_SERVER,
    "oslo.limit": ("api", "conductor"),
    "oslo.privsep": ("compute",),
    "keystonemiddleware": ("api",),
    "keystonemiddleware.auth_token": ("api",),
    "pycadf": ("api",),
    "osprofiler": (*WITH_HTTP_SERVER, *WITH_RPC_SERVER),
    "os_vif": ("compute",),
    "os_brick": ("compute",),
    "os_win": ("compute",),
    "pypowervm": ("compute",),
}
# Groups that Nova hands to a library as a whole.
GROUPS: dict[str, tuple[str, ...]] = {
    "keystone_authtoken": ("api",),
    "oslo_limit": LIBRARIES["oslo.limit"],
    "keystone": ("api",),
    "key_manager": ("api", "compute"),
    "barbican": ("api", "compute"),
    "barbican_service_user": ("api", "compute"),
    "vault": ("api", "compute"),
    "vendordata_dynamic_auth": ("metadata", "compute"),
    "cache": ("api", "metadata", "compute"),
    "database": (
        "api",
        "metadata",
        "conductor",
        "scheduler",
        "novncproxy",
        "serialproxy",
        "spicehtml5proxy",
        "manage",
    ),
}
GROUPS["api_database"] = GROUPS["database"]
# Groups with a dynamic name are read by whoever registers them.
GROUPS.update(
    dict.fromkeys(
        ("^image_file_url:.+$", "^mdev_.+$", "^vgpu_.+$", "^neutron_physnet_.+$"), ("compute",)
    )
)
GROUPS["neutron_tunnel"] = ("compute",)
# Groups and options whose readers the graph cannot tell: every service has what would enforce a
# policy, and few do; nova-compute asks whether a tenant may use an external network.
# WSGIService reads options by the name of its application; nova-api-metadata runs one of them.
ONLY = {
    "DEFAULT.concurrency_backend": ALL,  # by an object of its own, before anything else is read
    "oslo_policy": ("api", "compute", "manage"),
    "DEFAULT.osapi_compute_listen": ("api",),
    "DEFAULT.osapi_compute_listen_port": ("api",),
    "DEFAULT.osapi_compute_workers": ("api",),
    # sizes of pools that one service alone asks for, by a function that all import
    "DEFAULT.max_concurrent_builds": ("compute",),
    "DEFAULT.max_concurrent_live_migrations": ("compute",),
    "DEFAULT.max_concurrent_snapshots": ("compute",),
    "DEFAULT.sync_power_state_pool_size": ("compute",),
    "image_cache.precache_concurrency": ("conductor",),
    # in a method of a class of which Glance's client needs another one
    "libvirt.rbd_destroy_volume_retries": ("compute",),
    "libvirt.rbd_destroy_volume_retry_interval": ("compute",),
}
# Groups that are read as a whole, or by a key at run time, though some options by name elsewhere.
BY_KEY = (*GROUPS, "quota")
