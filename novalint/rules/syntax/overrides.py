"""Files of overrides that no deployment tool reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from novalint.findings import Finding, Location, Severity
from novalint.rules.declaration import rule
from novalint.text.source import Span

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment


@rule("override-not-read", theme="syntax", severity=Severity.WARNING, sign="misplaced")
def override_not_read(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """kolla-ansible looks for no file of this name, so what it sets has no effect.

    ## What it checks

    The name of a file among the overrides of kolla-ansible (`node_custom_config`, usually
    `/etc/kolla/config`), where it is that of a program of Nova or a slip away from one.
    kolla-ansible merges, one over the other:

    - `global.conf`
    - `nova.conf`
    - `nova/SERVICE.conf`
    - `nova/HOST/nova.conf`
    - `nova/HOST/SERVICE.conf`, for the services of its role nova-cell alone, and since 2023.2:
      nova-compute, nova-compute-ironic, nova-conductor and the proxies of consoles

    So it reads no `nova/nova.conf`, no `nova-compute.conf` beside `nova.conf`, and no
    `nova/HOST/nova-api.conf`. Files of other names may have another purpose, of which nothing is
    said.

    ## Why it matters

    A deployment succeeds all the same: a file that is missing is no error for kolla-ansible, and a
    file that is too many is none either. The services go on with the defaults of its template.

    ## Example

        config/nova/nova.conf, where config/nova.conf is meant

    ## Fix safety

    There is no fix: a file has to be moved, and from then on its lines take effect.

    ## Sources

    kolla-ansible 22.0.0.0rc1, ansible/roles/nova and ansible/roles/nova-cell, the `sources` of
    `merge_configs` in tasks/config.yml, config_bootstrap.yml and config-compute-ironic.yml.
    """
    for document in config.documents:
        if document.host and (way_out := document.host.embedded.misplaced):
            yield Finding(
                "kolla-ansible reads no file of this name in this folder, so what it sets has no "
                f"effect; {way_out}",
                Location.of(document, Span(0, len(document.text.partition("\n")[0]))),
            )
