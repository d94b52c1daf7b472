"""Lines about what placement keeps of hosts, and how it is found."""

from __future__ import annotations

from novalint.logs.signature import INSTANCE, OptionCause, Signature, Stage

_DISCOVERING = (
    OptionCause(
        "placement",
        "valid_interfaces",
        "public, internal or admin: this node may not reach each",
    ),
    OptionCause(
        "placement",
        "endpoint_override",
        "an address that replaces the one of the catalog",
        rules=("service-url-invalid",),
        ruled_out_by=(None,),
    ),
    OptionCause("neutron", "valid_interfaces", "the same for neutron"),
    OptionCause("cinder", "catalog_info", "the same for cinder"),
)
_UNREACHED = (
    "The service is stopped, or cannot be reached from this node.",
    "The catalogue names a wrong address: `openstack endpoint list`.",
    "Its certificate is not trusted here.",
)

SIGNATURES = (
    Signature(
        "placement-update-conflict",
        says="Two writers changed a resource provider at the same time.",
        anchors=(
            "A conflict was encountered attempting to update resource provider",
            "placement.concurrent_update",
        ),
        pattern=(
            r"A conflict was encountered attempting to update resource provider|"
            r"placement\.concurrent_update"
        ),
        level="",
        logger="",
        services=("nova-compute", "nova-scheduler", "nova-conductor"),
        stage=Stage.STEP,
        releases=(17, None),
        causes=(
            OptionCause(
                "DEFAULT", "host", "two nova-compute with one name report for the same provider"
            ),
        ),
        elsewhere=(
            (
                "Alone it is harmless: Nova reads the provider again and retries. "
                "Many of them at once come of many moves and builds on one host."
            ),
            "Something else writes too: neutron for bandwidth, cyborg, or an operator.",
        ),
        sources=("34 nova/exception.py:2236", "17 nova/exception.py:2197"),
        samples=(
            (
                "nova.exception.ResourceProviderUpdateConflict: A conflict was "
                "encountered attempting to update resource provider "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 (generation 5): x"
            ),
        ),
        outside=True,
    ),
    Signature(
        "placement-allocation-refused",
        says="placement refused the allocation of a server on a host.",
        anchors=("Unable to submit allocation for instance",),
        pattern=(rf"Unable to submit allocation for instance {INSTANCE} \((?P<code>\d{{3}})"),
        level="WARNING",
        logger="nova.scheduler.client.report",
        services=("nova-compute", "nova-scheduler"),
        stage=Stage.STEP,
        releases=(15, 18),
        causes=(
            OptionCause(
                "DEFAULT", "cpu_allocation_ratio", "how far processors are given out more than once"
            ),
            OptionCause("DEFAULT", "ram_allocation_ratio", "how far memory is"),
        ),
        elsewhere=(
            (
                "The reason follows the number: with `409` the host has not enough "
                "left, or another server took it in between."
            ),
        ),
        sources=(
            "18 nova/scheduler/client/report.py:1684",
            "15 nova/scheduler/client/report.py:699",
        ),
        samples=(
            (
                "Unable to submit allocation for instance "
                "7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10 (409 Conflict)"
            ),
        ),
        outside=True,
    ),
    Signature(
        "allocation-candidates-not-read",
        says="nova-scheduler could not ask placement for hosts, so no server is built.",
        anchors=("Failed to retrieve allocation candidates from placement ",),
        pattern=r"Failed to retrieve allocation candidates from placement API for filters",
        level="ERROR",
        logger="nova.scheduler.client.report",
        services=("nova-scheduler",),
        stage=Stage.CAUSE,
        releases=(16, None),
        causes=(
            OptionCause("placement", "password", "with `Got 401`: whose password is wrong"),
            OptionCause(
                "placement",
                "username",
                "with `Got 403`: who must have the role that placement asks for",
            ),
            OptionCause(
                "placement",
                "endpoint_override",
                "it may lead to something else than placement",
                rules=("service-url-invalid",),
                ruled_out_by=(None,),
            ),
        ),
        elsewhere=(
            "`Got 500` or `503`: the log of placement says why, most often its database.",
            "`Got 400`: the flavor or the image asks for a trait or a resource that placement does "
            "not know.",
        ),
        sources=(
            "34 nova/scheduler/client/report.py:360",
            "16 nova/scheduler/client/report.py:341",
        ),
        samples=(
            (
                "Failed to retrieve allocation candidates from placement API for filters: "
                "RequestGroup(use_same_provider=False, resources={VCPU:1}). Got 500: Internal "
                "Server Error"
            ),
        ),
    ),
    Signature(
        "placement-record-not-read",
        says="The placement records of a host could not be read or written.",
        anchors=(
            "Failed to retrieve resource provider",
            "Failed to retrieve allocations for resource provider",
            "Failed to get resource provider with UUID",
            "Failed to update inventory to",
        ),
        pattern=(
            r"Failed to retrieve resource provider (?:record|tree) from placement API for UUID"
            r"(?: [0-9a-f-]{1,36}\. Got (?P<code>\d{3}))?"
            r"|Failed to retrieve allocations for resource provider"
            r"|Failed to get resource provider with UUID|Failed to update inventory to"
        ),
        level="ERROR",
        logger="nova.scheduler.client.report",
        services=("nova-compute", "nova-scheduler", "nova-conductor"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause("placement", "password", "with `Got 401`: whose password is wrong"),
            OptionCause(
                "placement",
                "username",
                "with `Got 403`: who must have the role that placement asks for",
            ),
            OptionCause(
                "placement",
                "endpoint_override",
                "it may lead to something else than placement",
                rules=("service-url-invalid",),
                ruled_out_by=(None,),
            ),
            OptionCause("placement", "valid_interfaces", "which of its addresses is used"),
        ),
        elsewhere=(
            (
                "`Got 401`: the credentials; `403`: the user lacks the role, or, with a page "
                "of HTML, Apache denies its directory to placement's program."
            ),
            "`Got 404`: placement or its database is another than before.",
            "`Got 409`: another writer, or servers already hold more than the host now offers.",
            "`Got 500` or `503`: the log of placement says why.",
        ),
        sources=(
            "34 nova/scheduler/client/report.py:558",
            "15 nova/scheduler/client/report.py:320",
        ),
        samples=(
            (
                "[req-1] Failed to retrieve resource provider tree from placement API "
                "for UUID 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10. Got 403: Forbidden"
            ),
            (
                "nova.exception.ResourceProviderRetrievalFailed: Failed to get resource "
                "provider with UUID 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10"
            ),
            (
                "[req-1] Failed to update inventory to [x] for resource provider with "
                "UUID 7f0c1f0e-3a51-4a59-8a0c-1c1b3a4a4b10.  Got 409: Conflict"
            ),
        ),
        outside=True,
    ),
    Signature(
        "service-version-unknown",
        says="A service answered without its API version.",
        anchors=("does not have any supported versions",),
        pattern=(
            r"The (?P<kind>[\w-]{1,40}) service for (?P<name>[\w.:-]{1,120}) exists "
            r"but does not have any supported"
        ),
        level="",
        logger="",
        services=("nova-api", "nova-compute", "nova-conductor", "nova-scheduler"),
        stage=Stage.CAUSE,
        releases=(20, None),
        causes=(
            OptionCause(
                "placement",
                "endpoint_override",
                "an address that replaces the one of the catalog",
                rules=("service-url-invalid",),
                ruled_out_by=(None,),
            ),
            OptionCause(
                "placement",
                "region_name",
                "a catalogue with several regions has several addresses",
                rules=("placement-region-missing", "regions-differ"),
            ),
            OptionCause("placement", "cafile", "a certificate that is not trusted looks the same"),
        ),
        elsewhere=(
            (
                "What is behind the address of the catalogue is not this service: a load "
                "balancer without back ends, the start page of a web server, or another "
                "port."
            ),
            "The service is stopped; a warning of keystoneauth names the address.",
        ),
        sources=(
            "34 openstack/service_description.py:388",
            "20 openstack/service_description.py:243",
        ),
        samples=(
            (
                "openstack.exceptions.NotSupported: The placement service for "
                "ctl:RegionOne exists but does not have any supported versions."
            ),
        ),
        outside=True,
        follows=("endpoint-not-discovered",),
    ),
    Signature(
        "endpoint-not-discovered",
        says="An endpoint of the catalog did not report its versions.",
        anchors=("Failed to contact the endpoint at",),
        pattern=(r"Failed to contact the endpoint at (?P<url>[\w:/.\[\]-]{1,120}) for discovery"),
        level="WARNING",
        logger="keystoneauth.discover",
        services=("nova-api", "nova-compute", "nova-conductor", "nova-scheduler"),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=_DISCOVERING,
        elsewhere=_UNREACHED,
        sources=("34 keystoneauth1/discover.py:1500", "15 keystoneauth1/identity/base.py:239"),
        samples=(
            (
                "Failed to contact the endpoint at http://ctl:8778 for discovery. "
                "Fallback to using that endpoint as the base url."
            ),
        ),
        outside=True,
    ),
    Signature(
        "service-version-document-missing",
        says="A service did not report its versions, which Nova needs.",
        anchors=("Unable to find a version discovery document at",),
        pattern=r"Unable to find a version discovery document at (?P<url>[\w:/.\[\]-]{1,120}),",
        level="",
        logger="",
        services=("nova-api", "nova-compute", "nova-conductor", "nova-scheduler"),
        stage=Stage.CAUSE,
        releases=(26, None),
        causes=_DISCOVERING,
        elsewhere=_UNREACHED,
        sources=("34 keystoneauth1/discover.py:1514", "26 keystoneauth1/discover.py:1251"),
        samples=(
            "keystoneauth1.exceptions.discovery.DiscoveryFailure: Unable to find a version "
            "discovery document at http://192.0.2.5:8778, the service is unavailable or "
            "misconfigured. Required version range (1.0 - any), version hack disabled.",
        ),
        outside=True,
    ),
    Signature(
        "inventory-in-use",
        says="A host would take back a resource that servers still use.",
        anchors=(
            "placement.inventory.inuse",
            "InventoryInUse",
        ),
        pattern=r"placement\.inventory\.inuse|\bInventoryInUse\b",
        level="ERROR",
        logger="nova.scheduler.client.report",
        services=("nova-compute",),
        stage=Stage.CAUSE,
        releases=(15, None),
        causes=(
            OptionCause(
                "devices",
                "enabled_mdev_types",
                "types of mediated devices; without one, its VGPU are taken back",
            ),
            OptionCause("compute", "cpu_dedicated_set", "without it, PCPU are taken back"),
            OptionCause(
                "compute", "cpu_shared_set", "with dedicated processors alone, VCPU are taken back"
            ),
            OptionCause(
                "pci",
                "device_spec",
                "with `[pci] report_in_placement`, devices that it no longer has are taken back",
            ),
        ),
        elsewhere=(
            "The host lost a device, or its driver is not loaded.",
            "Servers are gone and their allocations were left: `nova-manage placement audit`.",
        ),
        sources=(
            "34 nova/scheduler/client/report.py:1040",
            "15 nova/exception.py:2148",
        ),
        samples=(
            (
                "nova.exception.InventoryInUse: There was a conflict when trying to complete "
                "your request. update conflict: Inventory for 'VGPU' on resource provider "
                "'x' in use."
            ),
        ),
        outside=True,
    ),
)
