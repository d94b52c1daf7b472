"""Files and keys of overrides that no deployment tool reads."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Location, Severity
from novalint.rules.declaration import rule
from novalint.schema.releases import releases
from novalint.text.source import Span
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment
    from novalint.text.document import Document
    from novalint.text.host import Host
    from novalint.text.source_map import Misplaced


@rule("override-not-read", theme="syntax", severity=Severity.WARNING, sign="misplaced")
def override_not_read(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """No deployment tool reads an override file or key of this name.

    ## What it checks

    A variable of OpenStack-Ansible that is a typo away from `nova_nova_conf_overrides`, as
    `nova_nova_conf_overide`, and has groups of options below it. One for a single service, as
    `nova_scheduler_conf_overrides`, is none of its either, which is advice, since it may be a
    variable of your own. A variable that the file names once more is not reported. Also
    `nova_nova_conf_overrides` in `group_vars`, `host_vars` or a `user_*.yml` where a later
    `user_*.yml` of the same directory sets it: Ansible takes the last one whole, in the order of
    `ls`, which for names as `user_variables.yml` and `user_variables_nova.yml` depends on the
    locale. Where that of `host_vars` or of a group replaces that of `group_vars/all`, the options
    that it leaves out are named, as advice. Which other group a host is in is not looked up.

    Keys of openstack-helm that have options of Nova and are next to `conf.nova`, as `conf.DEFAULT`
    and `conf.nova_api_uwsgi.database`: the chart writes nova.conf from `conf.nova` alone. Within
    it, a key that has no mapping, as `DEFAULT: [...]` or an option without a group. Also
    `conf.nova` and `nova_nova_conf_overrides` themselves where they have a list or a text and not a
    mapping of groups; a `conf.nova` that is the text of a nova.conf is advice, since a chart of
    your own may write it as it is.

    The name of a file among the overrides of kolla-ansible (`node_custom_config`, usually
    `/etc/kolla/config`), where it is that of a program of Nova or a typo away from one, and that of
    any other `*.conf` in `nova/` and `nova/HOST/` that sets an option of Nova: of a name without
    `nova` that is advice, as a task of your own may read it. kolla-ansible merges, one over the
    other:

    - `global.conf`
    - `nova.conf`
    - `nova/SERVICE.conf`
    - `nova/HOST/nova.conf`
    - `nova/HOST/SERVICE.conf`, for the services of its role nova-cell alone, and since 2023.2:
      nova-compute, nova-compute-ironic, nova-conductor and the proxies of consoles
    - `nova-compute-ironic-NUMBER.conf` after each `nova-compute-ironic.conf`, since 2026.1

    So it reads no `nova/nova.conf`, no `nova-compute.conf` next to `nova.conf`, and no
    `nova/HOST/nova-api.conf`; in 2023.1 and before no `nova/HOST/nova-compute.conf`. There is a
    `nova/nova-metadata.conf` since 2025.1: until then nova-api answers for metadata too, and
    `nova/nova-api.conf` is read. The container nova_libvirt runs libvirtd, which reads no option of
    Nova: those of `[libvirt]` are nova-compute's. `nova/nova-consoleauth.conf` is read up to stein
    and `nova/placement-api.conf` up to rocky.

    Files with no option of Nova have another purpose, as `nova/ceph.conf`. Of a file that
    kolla-ansible does not read, and of a variable that Ansible does not, nothing else is reported:
    none of its lines has an effect.

    ## Why it matters

    A deployment succeeds all the same: a file that is missing is no error for kolla-ansible, and a
    file that is too many is none either, as is a variable that no role of Ansible reads. The
    services go on with the defaults of the tool's template.

    ## Example

        kolla/config/nova/nova.conf, where kolla/config/nova.conf is meant

    ## Fix safety

    There is no fix: a file has to be moved, or a key renamed, and from then on its lines take
    effect.

    ## Sources

    kolla-ansible 4.0.5 to 22.2.0, ansible/roles/nova and ansible/roles/nova-cell, the `sources` of
    `merge_configs` in tasks/config.yml, config_bootstrap.yml and config-compute-ironic.yml:
    `nova/HOST/SERVICE.conf` came with 17.0.0 (2023.2), nova-metadata with 20.0.0 (2025.1),
    `nova-compute-ironic-NUMBER.conf` with 22.0.0 (2026.1). nova-consoleauth is in the role until
    8.3.0 (stein), placement-api until 7.2.1 (rocky).
    ansible-role-os_nova, defaults/main.yml: one variable for nova.conf; openstack-ansible,
    scripts/openstack-ansible.sh: each `user_*.yml` is given with `-e`. openstack-helm of August
    2026, nova/templates/configmap-etc.yaml and helm-toolkit/templates/utils/_to_oslo_conf.tpl.
    """
    for document in config.documents:
        ways = document.host.embedded.misplaced if document.host else ()
        way = next((way for way in ways if way.holds(config.release.major)), None)
        if way and not (way.unless_foreign and not _sets_any(config, document)):
            yield Finding(
                f"{_fact(ways[-1], config.release.series)}; {way.way_out}",
                Location.of(document, Span(0, len(document.text.partition("\n")[0]))),
                override=Severity.INFO if way.own else None,
            )
        if document.host:
            yield from _strays(config, document.host)


def _strays(config: Config, host: Host) -> Iterator[Finding]:
    """Yield the keys of a host that its tool takes for none of Nova's options."""
    for stray in host.embedded.strays:
        if not stray.names or any(_is_read(config, *name) for name in stray.names):
            start, end = map(host.line_index.position, stray.span)
            where = Location(host.path, start, end, host.name)
            message = f"{shown(stray.key)} {stray.fact}; {stray.way_out}"
            yield Finding(message, where, override=Severity.INFO if stray.own else None)


def _sets_any(config: Config, document: Document) -> bool:
    """Whether a file sets an option of Nova, under whatever name."""
    return any(
        usage.place.document is document and (usage.option or usage.renamed)
        for usage in config.usages
    )


def _is_read(config: Config, group: str, name: str) -> bool:
    return bool(config.schema.option(group, name) or config.schema.renamed(group, name))


def _fact(last: Misplaced, series: str) -> str:
    if not last.key:
        unless = " unless a task of your own includes it" if last.own else ""
        return f"kolla-ansible {_reads(last, series)}{unless}"
    unless = " unless a variable of your own includes it" if last.own else ""
    return (
        f"{shown(last.key)} is no variable of OpenStack-Ansible, so what it sets has no effect"
        f"{unless}"
    )


def _reads(last: Misplaced, series: str) -> str:
    """Say which releases read a file, by what is to be done with it in the last that do not."""
    if last.since:
        until = next(release.series for release in releases() if release.major == last.since - 1)
        return f"reads this file only up to {until}, so what it sets has no effect in {series}"
    if last.before is None:
        return "reads no file of this name in this directory, so what it sets has no effect"
    since = next(release.series for release in releases() if release.major == last.before)
    return f"reads this file only since {since}, so what it sets has no effect in {series}"
