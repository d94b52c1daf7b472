"""Options of nova-compute alone, set on a node where it does not run."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.rules.common.places import as_set, finding, unset_fix
from novalint.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from novalint.config.model import Config
    from novalint.config.setting import Setting
    from novalint.deployment import Deployment
    from novalint.findings import Finding
    from novalint.text.document import Document


def is_for_all(config: Config, document: Document) -> bool:
    """Return whether a tool merges a file for every service, beside one for the service told."""
    hosts = [each.host.embedded for each in config.documents if each.host]
    own = document.host.embedded if document.host else None
    return own is not None and own.replaces and not own.role and any(host.role for host in hosts)


def set_off_compute(
    settings: Iterable[Setting], config: Config, deployment: Deployment
) -> Iterator[Finding]:
    """Yield a finding for each setting where the node is known not to run nova-compute.

    What a file for every service sets is read by the others.
    """
    if deployment.plays("compute") is not False:
        return
    for setting in settings:
        if setting.places and is_for_all(config, setting.places[-1].document):
            continue
        yield finding(
            config,
            setting.group,
            setting.name,
            f"{as_set(setting)} has no effect on a node with the"
            f" role{'s' * (len(deployment.roles) > 1)}"
            f" {listed(sorted(deployment.roles))}, as only nova-compute reads it; set it on the"
            " compute nodes",
            unset_fix(config, setting.group, setting.name),
        )
