"""PCI aliases that are scheduled by placement: `[filter_scheduler] pci_in_placement`."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Note, Severity
from novalint.rules.common.absence import severity_unless_set
from novalint.rules.common.pci import Listed, PciEntry, aliases, as_written
from novalint.rules.common.places import at, at_option
from novalint.rules.declaration import rule
from novalint.rules.pci.aliases import (
    CHECKED_AT_START,
    READERS,
    checked_at_start,
    consequence,
)
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

SCHEDULE = "pci_in_placement"
IN_NEWER = "nova-compute, nova-api and the metadata API of 31.3.1 and newer do not start"


@rule(
    "pci-alias-without-ids",
    theme="pci",
    severity=Severity.ERROR,
    options=("pci.alias", f"filter_scheduler.{SCHEDULE}"),
    releases=(27, None),
    since="`pci_in_placement` came in 2023.1 (nova/conf/scheduler.py)",
    roles=READERS,
)
def pci_alias_without_ids(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A PCI alias does not identify a device, so Nova's services do not start, or find no host.

    ## What it checks

    Each `[pci] alias` must have both `vendor_id` and `product_id`, or, if `[filter_scheduler]
    pci_in_placement` is true or a template decides it, at least a `resource_class`. If the files
    given do not set `pci_in_placement` and another one may, an alias with a `resource_class` is an
    info. Before 31.3.1 only nova-api's aliases matter, and only if `pci_in_placement` is true.

    ## Why it matters

    From flamingo on, and in 31.3.1 as a stable update, nova-compute, nova-api and the metadata API
    read all aliases when they start and do not start with such a one. Before, an alias with only a
    name matched any device; but with `pci_in_placement` it asks placement for a resource class such
    as `CUSTOM_PCI_NONE_NONE`, which no host has.

    Each service reads `pci_in_placement` from its own file. A compute node that has aliases with
    only a `resource_class` needs `pci_in_placement = true` too, although only nova-api,
    nova-scheduler and nova-conductor act on it.

    ## Example

        [pci]
        alias = {"name": "gpu", "device_type": "type-PF"}

    becomes

        [pci]
        alias = {"name": "gpu", "vendor_id": "10de", "product_id": "20b0", "device_type": "type-PF"}

    In 2025.1 the finding is a warning, as only 31.3.1 and newer refuse such an alias; where a newer
    version is given in full, it is an error. Before, it is a warning as well.

    ## Fix safety

    There is no fix: look up the ids on the hosts (`lspci -nn`).

    ## Sources

    Nova 34.0.0: nova/pci/request.py (`_validate_required_ids`), nova/compute/manager.py
    (`init_host`), nova/api/openstack/wsgi_app.py (`_setup_service`); the same in 32.1.0 and 31.3.1,
    absent in 31.3.0. 27.5.1: nova/objects/request_spec.py (`_rc_from_request`),
    nova/compute/pci_placement_translator.py (`get_resource_class`).
    """
    schedule = config.setting("filter_scheduler", SCHEDULE)
    scheduled = schedule.unknown is None and schedule.value is True
    effect = _of_no_ids(config, deployment, scheduled)
    for place, fields in aliases(config).entries if effect else ():
        missing = [name for name in ("vendor_id", "product_id") if name not in fields]
        in_doubt = scheduled or schedule.unknown is not None
        if not missing or (in_doubt and "resource_class" in fields):
            continue
        lacking = " and ".join(map(shown, missing))
        way = ", or `resource_class`" if scheduled else ""
        override = None if checked_at_start(config) else Severity.WARNING
        if "resource_class" in fields:
            way = f", or set `[filter_scheduler] {SCHEDULE}` to true in this file too"
            override = severity_unless_set(config, ("filter_scheduler", SCHEDULE)) or override
        yield Finding(
            f"{as_written(place)} {_named(fields.get('name'))} lacks {lacking}, so {effect};"
            f" add {'both' if missing[1:] else 'it'}{way}",
            at(place),
            "pci",
            "alias",
            override=override,
        )
    schedule.value  # noqa: B018 (tells that aliases with a class were not looked at)


def _of_no_ids(config: Config, deployment: Deployment, scheduled: bool) -> str:
    """Return what an alias without ids entails on this node; empty where that is nothing."""
    if checked_at_start(config):
        return consequence(config)
    if _may_check_at_start(config):
        return IN_NEWER
    asks = scheduled and deployment.plays("api") is not False
    return "no host is found for a server whose flavor has it" if asks else ""


@rule(
    "pci-alias-repeated-with-placement",
    theme="pci",
    severity=Severity.ERROR,
    options=("pci.alias", f"filter_scheduler.{SCHEDULE}"),
    releases=(27, None),
    since="the option came in 2023.1 (nova/conf/scheduler.py)",
    roles=READERS,
)
def pci_alias_repeated_with_placement(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A PCI alias has alternatives, which placement does not support.

    ## What it checks

    No name is in more than one `[pci] alias` while `[filter_scheduler] pci_in_placement` is true.

    ## Why it matters

    A request to placement asks for one resource class, not for one or another. From flamingo on
    (and in 31.3.1) nova-compute and the APIs do not start; in 27 to 31 each request for a server
    whose flavor has that alias fails, in nova-api: nothing is said of nodes without it there, but
    a warning in 2025.1 where the version is not given in full.

    ## Example

        [filter_scheduler]
        pci_in_placement = true
        [pci]
        alias = {"name": "gpu", "vendor_id": "10de", "product_id": "20b0", "device_type": "type-PF"}
        alias = {"name": "gpu", "vendor_id": "10de", "product_id": "20b2", "device_type": "type-PF"}

    becomes, with the same `resource_class` in both objects of `device_spec` on the compute nodes,

        [filter_scheduler]
        pci_in_placement = true
        [pci]
        alias = {"name": "gpu", "resource_class": "CUSTOM_GPU"}

    ## Fix safety

    There is no fix: the specifications on the compute nodes must change with it.

    ## Sources

    Nova 34.0.0: nova/pci/request.py (`_validate_multispec`), nova/objects/request_spec.py
    (`generate_request_groups_from_pci_requests`); the former in 32.1.0 and 31.3.1, the latter in
    27.5.1 and 30.3.0.
    """
    effect = _of_repetition(config, deployment)
    if not effect or not config.boolean("filter_scheduler", SCHEDULE):
        return
    first: dict[str, PciEntry] = {}
    for entry in _in_order(aliases(config)):
        name = entry.fields.get("name")
        if not isinstance(name, str):
            continue
        other = first.setdefault(name.strip(), entry)
        if other is not entry:
            yield Finding(
                f"{as_written(entry.place)} {_named(name)} has several specifications, which"
                f" `[filter_scheduler] {SCHEDULE}` does not allow, so {effect}; set one"
                " `resource_class` for the devices and name that in one alias",
                at(entry.place),
                "pci",
                "alias",
                related=(
                    Note("the first of that name", at(other.place)),
                    Note("scheduled by placement", at_option(config, "filter_scheduler", SCHEDULE)),
                ),
                override=Severity.WARNING if effect == IN_NEWER else None,
            )


def _in_order(listed: Listed) -> list[PciEntry]:
    """Return the aliases as the files have them, those too of which a tool has yet to fill in some.

    What is left open of these are other fields than the name, or it is not among those here.
    """
    places = listed.setting.places if listed.setting else ()
    return sorted((*listed.entries, *listed.partial), key=lambda entry: places.index(entry.place))


def _of_repetition(config: Config, deployment: Deployment) -> str:
    """Return what a second specification entails on this node; empty where it is not looked at.

    Before 31.3.1 nova-api alone looks both at its aliases and at `pci_in_placement`.
    """
    if checked_at_start(config) or deployment.plays("api") is not False:
        return consequence(config, "that")
    return IN_NEWER if _may_check_at_start(config) else ""


def _may_check_at_start(config: Config) -> bool:
    """Return whether only newer versions of the release read all aliases when they start."""
    return config.release.major == CHECKED_AT_START[0] and not config.version


def _named(name: object) -> str:
    return shown(name) if isinstance(name, str) else "without a name"
