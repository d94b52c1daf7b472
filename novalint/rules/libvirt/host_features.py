"""Features of hosts: emulated TPM, persistent memory, performance counters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.rules.common.lists import drop_items_fix
from novalint.rules.common.places import as_set, finding
from novalint.rules.declaration import rule
from novalint.wording import listed, shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

TPM = ("libvirt", "swtpm_enabled")
KEYS = ("key_manager", "backend")
STORELESS = ("ConfKeyManager", "NotImplementedKeyManager")
"""Classes of key managers that store nothing."""
NAMESPACES = ("libvirt", "pmem_namespaces")
EVENTS = ("libvirt", "enabled_perf_events")
INTEL_CMT = ("cmt", "mbml", "mbmt")
"""Counters of Intel's cache monitoring, which Linux no longer offers this way."""


@rule(
    "vtpm-needs-kvm",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("libvirt.swtpm_enabled", "libvirt.virt_type"),
    releases=(22, None),
    since="swtpm_enabled came in victoria (nova/conf/libvirt.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def vtpm_needs_kvm(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Emulated TPM is enabled for a virtualization type that does not support it.

    ## What it checks

    `[libvirt] swtpm_enabled = true` with a `virt_type` other than kvm and qemu.

    ## Why it matters

    nova-compute does not start. It does not start either where swtpm is missing on the host, or
    where the user or the group in `swtpm_user` and `swtpm_group` (both `tss`) does not exist there.

    ## Example

        [libvirt]
        virt_type = lxc
        swtpm_enabled = true

    ## Fix safety

    There is no fix: without the option a host no longer starts guests that have a TPM.

    ## Sources

    Nova 34.0.0 and 22.4.0: nova/virt/libvirt/driver.py (`_check_vtpm_support`).
    """
    kind = config.text("libvirt", "virt_type")
    if config.boolean(*TPM) and kind not in (None, "kvm", "qemu"):
        yield finding(
            config,
            *TPM,
            f"`[libvirt] swtpm_enabled` true cannot be used with `virt_type` {kind}, so"
            " nova-compute does not start; set it to false",
        )


@rule(
    "vtpm-without-key-store",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("libvirt.swtpm_enabled", "key_manager.backend"),
    releases=(22, None),
    since="swtpm_enabled came in victoria (nova/conf/libvirt.py)",
    roles=("compute",),
    virt_types=("kvm", "qemu"),
)
def vtpm_without_key_store(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Emulated TPM is enabled, but the key manager cannot store its secret.

    ## What it checks

    `[libvirt] swtpm_enabled = true` while `[key_manager] backend` is Nova's ConfKeyManager or
    castellan's NotImplementedKeyManager.

    ## Why it matters

    Each TPM has a secret of its own in the key manager. ConfKeyManager holds one fixed key and
    refuses all others, so that no server with a TPM can be built. NotImplementedKeyManager does
    nothing at all. The default, barbican, stores secrets.

    ## Example

        [libvirt]
        swtpm_enabled = true
        [key_manager]
        backend = nova.keymgr.conf_key_mgr.ConfKeyManager

    ## Fix safety

    There is no fix: another key manager must be there first.

    ## Sources

    Nova 34.0.0 and 22.4.0: nova/crypto.py (`ensure_vtpm_secret`), nova/keymgr/conf_key_mgr.py
    (`store`).
    """
    store = (config.text(*KEYS) or "").rpartition(".")[2]
    if config.boolean(*TPM) and store in STORELESS:
        yield finding(
            config,
            *KEYS,
            f"{as_set(config.setting(*KEYS))} {store} cannot store the secret of an emulated TPM,"
            " so no server with one can be built; set it to barbican or another key store",
        )


@rule(
    "pmem-namespaces-malformed",
    theme="libvirt",
    severity=Severity.ERROR,
    options=("libvirt.pmem_namespaces",),
    releases=(20, None),
    since="pmem_namespaces came in train (nova/conf/libvirt.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def pmem_namespaces_malformed(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A persistent memory namespace is malformed or listed twice.

    ## What it checks

    Each item of `[libvirt] pmem_namespaces` must be a label, `:` and namespaces with `|` between
    them, without blanks; no namespace may come twice.

    ## Why it matters

    libvirt's driver cannot be loaded, so nova-compute does not start. It does not start either
    where ndctl is not installed or a namespace does not exist on the host.

    ## Example

        [libvirt]
        pmem_namespaces = 128G:ns0|ns1,262144MB:ns1

    ## Fix safety

    There is no fix: only you know what was meant.

    ## Sources

    Nova 34.0.0 and 20.6.1: nova/virt/libvirt/driver.py (`_discover_vpmems`).
    """
    seen: list[str] = []
    for item in config.items(*NAMESPACES) or ():
        _, colon, names = item.partition(":")
        wanted = names.split("|") if colon else []
        seen += wanted
        if not colon:
            yield _not_started(config, f"has no label before the `:` in {shown(item, 40)}")
        elif any(not name or name != name.strip() for name in wanted):
            what = "a blank next to a namespace" if all(wanted) else "an empty namespace"
            yield _not_started(config, f"has {what} in {shown(item, 40)}")
    for name in (label for label, count in Counter(filter(None, seen)).items() if count > 1):
        yield _not_started(config, f"names the namespace {shown(name, 40)} twice")


def _not_started(config: Config, what: str) -> Finding:
    message = f"`[libvirt] pmem_namespaces` {what}, so nova-compute does not start"
    return finding(config, *NAMESPACES, f"{message}; write it like `128G:ns0|ns1`")


@rule(
    "perf-events-not-counted",
    theme="libvirt",
    severity=Severity.WARNING,
    options=("libvirt.enabled_perf_events",),
    releases=(22, None),
    since="Nova leaves them out from victoria on (nova/virt/libvirt/driver.py)",
    roles=("compute",),
    drivers=("libvirt",),
)
def perf_events_not_counted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Performance events are enabled that Linux no longer counts.

    ## What it checks

    `cmt`, `mbml` and `mbmt` in `[libvirt] enabled_perf_events`, from victoria on.

    ## Why it matters

    Nova ignores these counters of Intel's cache monitoring with a warning at each start; who meters
    by them gets nothing.

    ## Example

        [libvirt]
        enabled_perf_events = cmt, cpu_clock

    ## Fix safety

    Unsafe: the names are removed from the list.

    ## Sources

    Nova 34.0.0 and 22.4.0: nova/virt/libvirt/driver.py (`_get_supported_perf_events`).
    """
    events = config.items(*EVENTS) or ()
    gone = [event for event in INTEL_CMT if event in events]
    if gone:
        yield finding(
            config,
            *EVENTS,
            f"`[libvirt] enabled_perf_events` lists {listed(gone)}, which Linux no longer counts"
            f" and Nova ignores; remove {'it' if len(gone) == 1 else 'them'}",
            *drop_items_fix(config.setting(*EVENTS), gone),
        )
