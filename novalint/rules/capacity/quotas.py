"""Ceilings for what one tenant may take: quotas and the sizes of requests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from novalint.annotations import TYPE_CHECKING
from novalint.config.left_open import is_left_open
from novalint.findings import Finding, Severity
from novalint.rules.common.absence import known_first
from novalint.rules.common.places import as_set, each, finding, unset_fix
from novalint.rules.declaration import FactNeeded, rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

NOOP = "nova.quota.NoopQuotaDriver"
BY_DATABASE = "nova.quota.DbQuotaDriver"
CELLS_V1 = ("cells.enable", "cells.cell_type")
CEILINGS = ("instances", "cores", "ram")
SIZES = (
    ("DEFAULT", "max_local_block_devices", "local disks"),
    ("quota", "metadata_items", "metadata items"),
    ("quota", "injected_files", "injected files"),
)


@rule(
    "quotas-off",
    theme="capacity",
    severity=Severity.WARNING,
    options=("quota.driver", *(f"quota.{name}" for name in CEILINGS), *CELLS_V1),
    roles=("api", "conductor"),
)
def quotas_off(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Quotas are off, so one of many tenants can use up the whole cloud.

    ## What it checks

    `[quota] driver = nova.quota.NoopQuotaDriver`, or -1 for all of `instances`, `cores` and `ram`
    in `[quota]`, in a cloud of more than one tenant, as the facts say. Nothing in a child cell of
    cells v1 (`[cells] enable` with the `cell_type` compute, until stein): the top cell has checked
    the quotas, and Nova's own help advises this driver below it.

    ## Why it matters

    A runaway script of one tenant fills every host, and the others get NoValidHost. A number for
    one of the three holds the others down too: every server takes a processor and some memory. -1
    is only the default of a tenant: where each has numbers of its own, set through the API, it does
    not matter.

    ## Example

        [quota]
        instances = -1
        cores = -1
        ram = -1

    ## Fix safety

    Unsafe: the driver, or `instances`, is commented out. Where no other file sets one, Nova's small
    default applies, which is 10 servers. Tenants over it keep what they have and get no more, so
    that numbers of your own are better.

    ## Sources

    Nova 34.0.0: nova/quota.py (`NoopQuotaDriver`, `DbQuotaDriver`), nova/conf/quota.py; the same in
    15.1.5; nova/conf/cells.py (`cell_type`) 15.1.5 to 19.3.2.
    """
    if _is_child_cell(config):
        return
    driver = config.text("quota", "driver")
    off = [("driver", f"{shown(driver)} checks no quota")] if driver == NOOP else []
    hidden = bool(off) and any(is_left_open(config, "quota", name) for name in CEILINGS)
    if not hidden and _is_unlimited(config) and driver in (NOOP, BY_DATABASE):
        off.append((CEILINGS[0], "-1 sets no limit, nor do `cores` and `ram`"))
    if off and deployment.tenants is None:
        raise FactNeeded("tenants")
    for name, what in off if (deployment.tenants or 0) > 1 else ():
        way = "remove it" if name == "driver" else "set it to a number"
        yield finding(
            config,
            "quota",
            name,
            f"{as_set(config.setting('quota', name))} {what}, so one of"
            f" {deployment.tenants} tenants can take the whole cloud; {way}",
            unset_fix(config, "quota", name),
        )


@rule(
    "quota-not-rechecked",
    theme="capacity",
    severity=Severity.WARNING,
    options=("quota.recheck_quota", "quota.driver", *CELLS_V1),
    releases=(16, None),
    since="the option came in pike (nova/conf/quota.py)",
    roles=("api", "conductor"),
)
def quota_not_rechecked(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """Concurrent requests can exceed the quota.

    ## What it checks

    `[quota] recheck_quota = false`, unless the facts say that the cloud has one tenant, or
    `[quota] driver` is NoopQuotaDriver, or this is a child cell of cells v1, until stein.

    ## Why it matters

    Nothing is reserved between the check of a quota and the record of a new server. Many requests
    at once all see room; only the second check, after the record, catches those that were too many.
    A tenant with a quota of 10 may so end up with 50, and keeps them.

    ## Example

        [quota]
        recheck_quota = false

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, the second check is made,
    which costs some queries for each request.

    ## Sources

    Nova 34.0.0: nova/conf/quota.py, nova/conductor/manager.py (`_recheck_quota`),
    nova/compute/api.py; the option came in 16.
    """
    if config.text("quota", "driver") == NOOP or deployment.tenants == 1 or _is_child_cell(config):
        return
    if config.boolean("quota", "recheck_quota") is False:
        yield finding(
            config,
            "quota",
            "recheck_quota",
            "`[quota] recheck_quota` false lets tenants exceed their quota by many requests at the"
            " same time; remove it",
            unset_fix(config, "quota", "recheck_quota"),
        )


def _is_child_cell(config: Config) -> bool:
    """Return whether this is a cell of cells v1 below the one that checks quotas."""
    child = config.text("cells", "cell_type") == "compute"
    return child and config.boolean("cells", "enable") is True


def _is_unlimited(config: Config) -> bool:
    """Return whether no default of the quotas limits servers."""
    names = known_first(config, (("quota", name) for name in CEILINGS))
    return all(config.integer(*name) == -1 for name in names)


@rule(
    "usage-counted-in-cells",
    theme="capacity",
    severity=Severity.INFO,
    options=(
        "quota.count_usage_from_placement",
        "quota.driver",
        *(f"quota.{name}" for name in CEILINGS),
    ),
    releases=(20, None),
    since="the option came in train (nova/conf/quota.py)",
    roles=("api", "conductor"),
    needs=("role", "cells"),
)
def usage_counted_in_cells(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """While a cell is down, its servers do not count against the quota of their tenants.

    ## What it checks

    `[quota] count_usage_from_placement` false, as it is by default, in a cloud of several cells
    whose quotas the database driver keeps. Not reported where `instances`, `cores` and `ram` are
    all -1, which sets no limit to servers.

    ## Why it matters

    The usage of a tenant is then counted in the databases of all cells. One that does not answer
    counts as empty, and tenants can exceed their quota meanwhile. Counted from placement, usage
    does not depend on the cells, but differs in kind: a resize counts on both sides until it is
    confirmed, and servers that are shelved and offloaded, or that never found a host, do not count
    for processors and memory.

    Never switch it on where several clouds share one placement service: each would count the usage
    of all.

    ## Example

        [quota]
        #count_usage_from_placement = false

    ## Fix safety

    There is no fix: which way to count is a choice. Before the change, `nova-manage db
    online_data_migrations` must be complete.

    ## Sources

    Nova 34.0.0: nova/conf/quota.py, nova/quota.py; doc/source/admin/cells.rst; options of 20.6.1.
    """
    counted = config.boolean("quota", "count_usage_from_placement")
    cells = deployment.cells or 1
    if _is_unlimited(config):
        return
    if counted is False and cells > 1 and config.text("quota", "driver") == BY_DATABASE:
        yield finding(
            config,
            "quota",
            "count_usage_from_placement",
            f"`[quota] count_usage_from_placement` false counts usage in {cells} cells, and a cell"
            " that is down counts as empty; set it to true if a resize may count twice until it is"
            " confirmed",
        )


@rule(
    "request-size-unlimited",
    theme="capacity",
    severity=Severity.INFO,
    options=("quota.driver", *(f"{group}.{name}" for group, name, _ in SIZES), *CELLS_V1),
    roles=("api",),
)
def request_size_unlimited(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """One request may have any number of metadata items, injected files or local disks.

    ## What it checks

    -1 for `[quota] metadata_items` or `[quota] injected_files`, or any negative number for
    `[DEFAULT] max_local_block_devices`, unless the facts say that the cloud has one tenant. The two
    quotas only count with the database driver. Nothing in a child cell of cells v1, until stein.

    ## Why it matters

    Quotas for servers and processors do not see these. A server with hundreds of local disks or
    thousands of metadata items makes work for the database, the compute host and every list of
    servers.

    ## Example

        [quota]
        metadata_items = -1

    ## Fix safety

    Unsafe: the assignment is commented out. Where no other file sets one, Nova's default applies (3
    disks, 128 items, 5 files).

    ## Sources

    Nova 34.0.0: nova/compute/api.py (`_validate_bdm`), nova/conf/quota.py; the same in 15.1.5.
    """
    if deployment.tenants == 1 or _is_child_cell(config):
        return
    yield from each(SIZES, partial(_unlimited, config))


def _unlimited(config: Config, size: tuple[str, str, str]) -> Iterator[Finding]:
    group, name, what = size
    limit = config.integer(group, name)
    if limit is None or limit >= 0:
        return
    if group != "quota" or config.text("quota", "driver") == BY_DATABASE:
        yield finding(
            config,
            group,
            name,
            f"{as_set(config.setting(group, name))} {limit} lets one server have any number of"
            f" {what}; set it to a number",
            unset_fix(config, group, name),
        )
