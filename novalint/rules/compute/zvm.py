"""What the driver of z/VM needs before nova-compute starts."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.nova.drivers import package
from novalint.rules.common.absence import severity_of_absence
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule
from novalint.wording import shown

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

DRIVER = "DEFAULT.compute_driver"
URL = "cloud_connector_url"
TEMPLATE = "instance_name_template"
LONGEST_NAME = 8
"""Characters of a guest's name under z/VM."""
SINCE = "the driver came in rocky (nova/virt/zvm)"


@rule(
    "zvm-connector-missing",
    theme="compute",
    severity=Severity.ERROR,
    options=(DRIVER, f"zvm.{URL}"),
    releases=(18, None),
    since=SINCE,
    roles=("compute",),
    drivers=("zvm",),
    needs=("role",),
)
def zvm_connector_missing(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The z/VM driver has no URL for its cloud connector.

    ## What it checks

    On a compute node with the driver zvm.ZVMDriver: that `[zvm] cloud_connector_url` is set. Where
    a single file without it does not look like a whole configuration, it is info: another file may
    set it.

    ## Why it matters

    The driver raises as soon as it is loaded, and nova-compute does not start.

    ## Example

        [DEFAULT]
        compute_driver = zvm.ZVMDriver

    ## Fix safety

    There is no fix: only the operator knows the address.

    ## Sources

    Nova 34.0.0: nova/virt/zvm/driver.py (`_validate_options`); the same in 18.3.0.
    """
    if package(config) != "zvm" or not deployment.plays("compute"):
        return
    url = config.setting("zvm", URL)
    if not url.value and url.fault is None:
        yield finding(
            config,
            "zvm",
            URL,
            f"`[zvm] {URL}` is not set, but the z/VM driver does not start without it; set it to"
            " the address of the z/VM cloud connector",
            override=severity_of_absence(config) if url.is_default else None,
        )


@rule(
    "zvm-instance-names-too-long",
    theme="compute",
    severity=Severity.ERROR,
    options=(DRIVER, f"DEFAULT.{TEMPLATE}"),
    releases=(18, None),
    since=SINCE,
    roles=("compute",),
    drivers=("zvm",),
)
def zvm_instance_names_too_long(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The names of servers are longer than the eight characters that z/VM allows.

    ## What it checks

    With the driver zvm.ZVMDriver: that `instance_name_template` gives a name of at most 8
    characters for the number 0, and that it can be filled with a number at all: `%(uuid)s` cannot.
    Nova's default gives 17 characters. If a single file does not set it and does not look like a
    whole configuration, it is an info: another file may set it.

    ## Why it matters

    The driver refuses such a template when it is loaded, and nova-compute does not start.

    ## Example

        [DEFAULT]
        compute_driver = zvm.ZVMDriver
        instance_name_template = instance-%08x

    becomes

        instance_name_template = zvm%05x

    ## Fix safety

    Unsafe: sets `zvm%05x`, enough for about a million servers. The names of existing servers change
    with the template, so choose it before the first server is created, and set the same one on
    every node. There is no fix if another file may set it.

    ## Sources

    Nova 34.0.0: nova/virt/zvm/driver.py (`_validate_options`); the same in 18.3.0.
    """
    setting = config.setting("DEFAULT", TEMPLATE)
    if package(config) != "zvm" or setting.fault:
        return
    template = str(setting.value or "")
    length = _length(template)
    if length is not None and length <= LONGEST_NAME:
        return
    kind = (
        "makes no name from the server's number"
        if length is None
        else f"makes names of {length} characters"
    )
    given = shown(template) if template else "is empty and"
    elsewhere = severity_of_absence(config) if setting.is_default else None
    yield finding(
        config,
        "DEFAULT",
        TEMPLATE,
        f"`{TEMPLATE}` {given} {kind}, but the z/VM driver starts only with names of {LONGEST_NAME}"
        " characters at most; set it to a template such as zvm%05x",
        *(() if elsewhere else (set_fix(config, "DEFAULT", TEMPLATE, "zvm%05x"),)),
        override=elsewhere,
    )


def _length(template: str) -> int | None:
    """Count the characters of the name of server 0; None where the template makes none of it."""
    widths = "".join(char if char.isdigit() else " " for char in template).split()
    if any(len(digits) > 3 for digits in widths):
        return 1000  # a width of many digits would make a name that fills the memory
    try:
        return len(template % 0)
    except (TypeError, ValueError, KeyError):
        return None
