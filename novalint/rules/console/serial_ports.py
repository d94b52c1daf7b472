"""The TCP ports for serial consoles on a compute host."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from novalint.findings import Finding, Severity
from novalint.nova.drivers import package
from novalint.rules.common.places import at, at_option, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

OPTIONS = ("serial_console.enabled", "serial_console.port_range")
DEFAULT = (10000, 20000)
HIGHEST = 65535


class Range(NamedTuple):
    """The two numbers of `port_range` as written; the last port is `stop - 1`."""

    start: int
    stop: int

    @property
    def ports(self) -> range:
        """The ports that Nova hands out, as far as a host has them."""
        start, stop = self if self.start < self.stop else DEFAULT
        return range(max(start, 0), min(stop, HIGHEST + 1))


def _range(config: Config) -> Range | None:
    """Give the range; None where serial consoles are off or Nova could not read it."""
    if config.value("serial_console", "enabled") is not True:
        return None
    start, _, stop = str(config.value("serial_console", "port_range")).partition(":")
    digits = all(one.isascii() and one.isdigit() and len(one) < 10 for one in (start, stop))
    return Range(int(start), int(stop)) if digits else None


@rule(
    "serial-port-range-inverted",
    theme="console",
    severity=Severity.WARNING,
    options=OPTIONS,
    releases=(17, None),
    roles=("compute",),
)
def serial_port_range_inverted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The ports for serial consoles do not go upwards, so Nova takes its default range.

    ## What it checks

    `[serial_console] port_range` whose first number is not below its second, where serial consoles
    are on.

    ## Why it matters

    nova-compute writes a warning each time and uses 10000:20000, ports that a firewall may well
    keep closed, or that something else on the host uses. The second number is not in the range:
    `10000:10000` holds no port.

    ## Example

        [serial_console]
        enabled = true
        port_range = 30000:20000

    ## Fix safety

    Unsafe: the two numbers change places; equal ones are left to you.

    ## Sources

    Nova 34.0.0: nova/console/serial.py (`_get_port_range`); the same in 17.0.13 and 25.3.0.
    """
    found = _range(config)
    if found is None or found.start < found.stop:
        return
    swapped = f"{found.stop}:{found.start}"
    yield Finding(
        f"`port_range` `{found.start}:{found.stop}` does not go upwards and is passed over for"
        " `10000:20000`; write the lower number first",
        at_option(config, "serial_console", "port_range"),
        "serial_console",
        "port_range",
        (set_fix(config, "serial_console", "port_range", swapped),)
        if found.start > found.stop
        else (),
    )


@rule(
    "serial-port-range-too-high",
    theme="console",
    severity=Severity.WARNING,
    options=OPTIONS,
    releases=(17, None),
    roles=("compute",),
)
def serial_port_range_too_high(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The ports for serial consoles go beyond 65535, where there are none.

    ## What it checks

    A `[serial_console] port_range` whose last port, the second number less one, is above 65535,
    where serial consoles are on. An error where the first one is already.

    ## Why it matters

    The option takes any digits. Nova tries the ports one by one, and the first one beyond 65535
    ends the build of a server in an OverflowError, instead of the error that tells that all ports
    are taken.

    ## Example

        [serial_console]
        enabled = true
        port_range = 60000:70000

    ## Fix safety

    Unsafe: the range ends at 65535. None where it begins beyond.

    ## Sources

    Nova 34.0.0: nova/console/serial.py (`acquire_port`, `_verify_port`, which catches errors of
    the socket only), nova/conf/serial_console.py; the same in 17.0.13 and 25.3.0.
    """
    found = _range(config)
    if found is None or found.start >= found.stop or found.stop - 1 <= HIGHEST:
        return
    none = found.start > HIGHEST
    what = "no server can be built" if none else "builds fail once the lower ports are taken"
    start = found.start
    yield Finding(
        f"`port_range` `{start}:{found.stop}` goes beyond port {HIGHEST}, so {what}; end it there",
        at_option(config, "serial_console", "port_range"),
        "serial_console",
        "port_range",
        ()
        if start >= HIGHEST
        else (set_fix(config, "serial_console", "port_range", f"{start}:{HIGHEST}"),),
        override=Severity.ERROR if none else None,
    )


@rule(
    "serial-ports-too-few",
    theme="console",
    severity=Severity.WARNING,
    options=OPTIONS,
    releases=(17, None),
    roles=("compute",),
    needs=("instances_per_host",),
)
def serial_ports_too_few(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A host has fewer ports for serial consoles than it carries servers.

    ## What it checks

    The number of ports in `[serial_console] port_range` against the servers that a well filled host
    carries, where serial consoles are on. The second number of the range is not part of it.

    ## Why it matters

    Every server takes a port for each of its serial ports, one unless the flavor
    (`hw:serial_port_count`) or the image (`hw_serial_port_count`) asks for up to four. Where none
    is left the server is not built there: SocketPortRangeExhaustedException. Live migrations take
    ports on the destination too.

    ## Example

        [serial_console]
        enabled = true
        port_range = 10000:10040

    for 60 servers on a host.

    ## Fix safety

    There is no fix: the firewall must let the proxies in to all of the range.

    ## Sources

    Nova 34.0.0: nova/console/serial.py (`acquire_port`), nova/virt/libvirt/driver.py
    (`_create_serial_consoles`, `pre_live_migration`); the same in
    17.0.13 and 25.3.0.
    """
    found = _range(config)
    guests = deployment.instances_per_host or 0
    setting = config.setting("serial_console", "port_range")
    if found is None or not setting.places or package(config) not in ("", "libvirt"):
        return
    ports = found.ports
    if len(ports) < guests:
        yield Finding(
            f"{ports.stop} - {ports.start} = {len(ports)} ports for serial consoles are fewer than"
            f" the {guests} servers of a host, which take one each at least; widen `port_range`",
            at(setting.places[-1]),
            "serial_console",
            "port_range",
        )
