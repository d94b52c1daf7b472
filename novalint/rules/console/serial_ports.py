"""The TCP ports for serial consoles on a compute host."""

from __future__ import annotations

from collections.abc import Iterator

from novalint.annotations import TYPE_CHECKING
from novalint.findings import Finding, Severity
from novalint.records import NamedTuple
from novalint.rules.common.places import finding, set_fix
from novalint.rules.declaration import rule

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.deployment import Deployment

PORTS = ("serial_console", "port_range")
DRIVERS = ("libvirt", "hyperv")
"""Packages in nova/virt whose drivers take ports for serial consoles."""
VIRT_TYPES = ("kvm", "qemu")
"""The virt types with which libvirt's driver does so."""
OPTIONS = ("serial_console.enabled", "serial_console.port_range")
DEFAULT = (10000, 20000)
HIGHEST = 65535


class Range(NamedTuple):
    """The two numbers of `port_range` as written; the last port is `stop - 1`."""

    start: int
    stop: int

    @property
    def rises(self) -> bool:
        """Whether Nova uses the range, and not its default instead."""
        return self.start < self.stop

    @property
    def ports(self) -> range:
        """The ports that Nova hands out, as far as a host has them."""
        start, stop = self if self.rises else DEFAULT
        return range(max(start, 0), min(stop, HIGHEST + 1))


def _range(config: Config) -> Range | None:
    """Return the range; None where serial consoles are off or Nova could not read it."""
    if not config.boolean("serial_console", "enabled"):
        return None
    start, _, stop = (config.text(*PORTS) or "").partition(":")
    digits = all(port.isascii() and port.isdigit() and len(port) < 100 for port in (start, stop))
    return Range(int(start), int(stop)) if digits else None


@rule(
    "serial-port-range-inverted",
    theme="console",
    severity=Severity.WARNING,
    options=OPTIONS,
    roles=("compute",),
    drivers=DRIVERS,
    virt_types=VIRT_TYPES,
)
def serial_port_range_inverted(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The port range for serial consoles is reversed, so Nova uses its default range.

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

    Unsafe: the two numbers change places, and the range ends at 65535. There is no fix for equal
    numbers, for a range that would begin beyond that, and for one with fewer ports than the servers
    that a host is to carry.

    ## Sources

    Nova 34.0.0: nova/console/serial.py (`_get_port_range`); the same in 15.1.5, 17.0.13 and
    25.3.0.
    """
    ports = _range(config)
    if ports is None or ports.start < ports.stop:
        return
    swapped = Range(ports.stop, min(ports.start, HIGHEST))
    enough = len(swapped.ports) >= max(deployment.instances_per_host or 0, 1)
    yield finding(
        config,
        *PORTS,
        f"`[serial_console] port_range` {ports.start}:{ports.stop} is not ascending, so Nova"
        f" uses 10000:20000 instead; {_ascending(ports)}",
        *((set_fix(config, *PORTS, "{}:{}".format(*swapped)),) if swapped.rises and enough else ()),
    )


def _ascending(ports: Range) -> str:
    """Return the way out for a range that does not rise."""
    if ports.stop >= HIGHEST:
        return "choose lower ports"
    apart = ports.start > ports.stop
    return "write the lower number first" if apart else "raise the second number"


@rule(
    "serial-port-range-too-high",
    theme="console",
    severity=Severity.WARNING,
    options=OPTIONS,
    roles=("compute",),
    drivers=DRIVERS,
    virt_types=VIRT_TYPES,
)
def serial_port_range_too_high(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """The port range for serial consoles goes beyond 65535.

    ## What it checks

    A `[serial_console] port_range` whose last port, the second number less one, is above 65535,
    where serial consoles are on. It is an error if the first one is already.

    ## Why it matters

    The option takes any digits. Nova tries the ports one by one, and the first one beyond 65535
    ends the build of a server in an OverflowError, instead of the error that says that all ports
    are taken.

    ## Example

        [serial_console]
        enabled = true
        port_range = 60000:70000

    ## Fix safety

    Unsafe: the range ends at 65535. None where it begins beyond.

    ## Sources

    Nova 34.0.0: nova/console/serial.py (`acquire_port`, `_verify_port`, which catches errors of
    the socket only), nova/conf/serial_console.py; the same in 15.1.5, 17.0.13 and 25.3.0.
    """
    ports = _range(config)
    if ports is None or ports.start >= ports.stop or ports.stop - 1 <= HIGHEST:
        return
    none = ports.start > HIGHEST
    what = "no server can be built" if none else "builds fail once the lower ports are taken"
    start = ports.start
    shorter = f"{start}:{HIGHEST}"
    yield finding(
        config,
        *PORTS,
        f"`[serial_console] port_range` {start}:{ports.stop} goes beyond port {HIGHEST}, so {what};"
        f" {'choose lower ports' if start >= HIGHEST else f'set it to {shorter}'}",
        *((set_fix(config, *PORTS, shorter),) if start < HIGHEST else ()),
        override=Severity.ERROR if none else None,
    )


@rule(
    "serial-ports-too-few",
    theme="console",
    severity=Severity.WARNING,
    options=OPTIONS,
    roles=("compute",),
    drivers=DRIVERS,
    virt_types=VIRT_TYPES,
    needs=("instances_per_host",),
)
def serial_ports_too_few(config: Config, deployment: Deployment) -> Iterator[Finding]:
    """A host has fewer ports for serial consoles than servers.

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
    15.1.5, 17.0.13 and 25.3.0.
    """
    port_range = _range(config)
    guests = deployment.instances_per_host or 0
    if port_range is None or config.setting(*PORTS).is_default:
        return
    ports = port_range.ports
    if 0 < len(ports) < guests:  # of a range without a port serial-port-range-too-high tells
        yield finding(
            config,
            *PORTS,
            f"`[serial_console] port_range` has {ports.stop} - {ports.start} = {len(ports)} ports,"
            f" fewer than the {guests} servers of a host, each of which takes one or more; widen"
            " it",
        )
