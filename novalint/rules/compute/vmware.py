"""What the VMware driver needs before nova-compute starts."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.drivers import package
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.places import finding, lacking, surely, unset_fix
from novalint.rules.declaration import rule
from novalint.wording import listed

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DRIVER = "DEFAULT.compute_driver"
CREDENTIALS = ("host_ip", "host_username", "host_password", "cluster_name")
POLICY = "pbm_default_policy"


@rule(
    "vmware-login-incomplete",
    theme="compute",
    severity=Severity.ERROR,
    options=(DRIVER, *(f"vmware.{name}" for name in CREDENTIALS)),
    roles=("compute",),
    drivers=("vmwareapi",),
    needs=("role",),
)
def vmware_login_incomplete(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The VMware driver lacks the address, credentials or cluster of vCenter.

    ## What it checks

    On a compute node with the driver vmwareapi.VMwareVCDriver: that `[vmware] host_ip`,
    `host_username`, `host_password` and `cluster_name` are set, and not to nothing. Where a single
    file does not look like a whole configuration, it is info: another file, such as one for
    passwords, may set what is not there.

    ## Why it matters

    Without the first three the driver raises as soon as it is loaded; vCenter refuses a log-in
    without a name or a password; without the cluster the driver finds none of that name. Each time
    nova-compute does not start.

    ## Example

        [DEFAULT]
        compute_driver = vmwareapi.VMwareVCDriver
        [vmware]
        host_ip = 192.0.2.60
        host_username = nova@vsphere.local

    ## Fix safety

    There is no fix: only the operator knows the values.

    ## Sources

    Nova 34.0.0: nova/virt/vmwareapi/driver.py (`VMwareVCDriver.__init__`),
    nova/virt/vmwareapi/vm_util.py (`get_cluster_ref_by_name`); the same condition in 15.1.5;
    oslo.vmware: api.py (`_create_session`). An empty password was not tried with a vCenter.
    """
    if package(config) != "vmwareapi" or not deployment.plays("compute"):
        return
    settings = [config.setting("vmware", name) for name in CREDENTIALS]
    unset = [setting for setting in settings if setting.is_default]
    empty = surely(settings, lambda setting: setting.value == "")
    elsewhere = severity_of_absence(config)
    sure = empty if empty and elsewhere else (*unset, *empty)
    missing = [setting.name for setting in sure if setting.fault is None]
    if missing:
        first, *others = missing
        them = "them" if others else "it"
        said = lacking(config, "vmware", *missing)
        rest = f", {listed(others)}" if others else ""
        yield finding(
            config,
            "vmware",
            first,
            f"`[vmware] {first}`{rest} {said}, but the VMware driver does not start"
            f" without {them}; set {them}",
            override=None if empty else elsewhere,
        )


@rule(
    "vmware-storage-policy-missing",
    theme="compute",
    severity=Severity.ERROR,
    options=(DRIVER, "vmware.pbm_enabled", f"vmware.{POLICY}"),
    roles=("compute",),
    drivers=("vmwareapi",),
)
def vmware_storage_policy_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """VMware storage policies are enabled without a default policy.

    ## What it checks

    `[vmware] pbm_enabled = true` without `pbm_default_policy`, with the VMware driver. Where a
    single file without the policy does not look like a whole configuration, it is info: another
    file may set it.

    ## Why it matters

    The driver raises while it is set up, and nova-compute does not start. The policy must also
    exist in vCenter, which no file shows.

    ## Example

        [vmware]
        pbm_enabled = true

    ## Fix safety

    There is no fix: only the operator knows the policy's name.

    ## Sources

    Nova 34.0.0: nova/virt/vmwareapi/driver.py (`_validate_configuration`); the same in 15.1.5.
    """
    policy = config.setting("vmware", POLICY)
    enabled = config.boolean("vmware", "pbm_enabled")
    if package(config) == "vmwareapi" and enabled and not policy.value and policy.fault is None:
        said = "not set" if policy.is_default else "empty"
        yield finding(
            config,
            "vmware",
            POLICY,
            f"`[vmware] {POLICY}` is {said} although `pbm_enabled` is true, so nova-compute does"
            " not start; set it to the policy for datastores that no flavor chooses",
            override=severity_of_absence(config) if policy.is_default else None,
        )


@rule(
    "vmware-datastore-regex-ignored",
    theme="compute",
    severity=Severity.WARNING,
    options=("vmware.pbm_enabled", "vmware.datastore_regex"),
    roles=("compute",),
    drivers=("vmwareapi",),
)
def vmware_datastore_regex_ignored(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The datastore pattern is ignored while storage policies are enabled.

    ## What it checks

    `[vmware] datastore_regex` together with `pbm_enabled = true`, with the VMware driver.

    ## Why it matters

    The driver drops the pattern with a log line: a datastore that it was to keep out may be used.

    ## Example

        [vmware]
        pbm_enabled = true
        pbm_default_policy = gold
        datastore_regex = ^nas.*

    ## Fix safety

    Unsafe: the pattern is commented out. Keep datastores out with the policy.

    ## Sources

    Nova 34.0.0: nova/virt/vmwareapi/driver.py (`_validate_configuration`); the same in 15.1.5.
    """
    if config.boolean("vmware", "pbm_enabled") and config.text("vmware", "datastore_regex"):
        yield finding(
            config,
            "vmware",
            "datastore_regex",
            "`[vmware] datastore_regex` is ignored while `pbm_enabled` is true; choose datastores"
            " by the storage policy and remove it",
            unset_fix(config, "vmware", "datastore_regex"),
        )
