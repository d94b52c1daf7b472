"""What servers move by is never made weaker, and servers that run can still move."""

from __future__ import annotations

import pytest
from fleets.fleets import check
from fleets.test_same_meaning import POOL, ask, fleet

SCHEME = "[libvirt]\nlive_migration_scheme = {}"
URI = "[libvirt]\nlive_migration_uri = {}://%s/system"
TLS, SSH, TCP = map(SCHEME.format, ("tls", "ssh", "tcp"))
SERIAL = "[serial_console]\nenabled = {}\n"


def nodes(*texts: str) -> dict[str, str]:
    return {f"cmp{at}": text for at, text in enumerate(texts, 1)}


@pytest.mark.parametrize(
    ("texts", "advice", "mended"),
    [
        ((TLS, "", ""), "set it to `tls` on all nodes", False),
        ((SSH, TCP, TCP), "set it to `ssh` on all nodes", False),
        (("", SSH), "set it to `ssh` on all nodes", False),
        ((SSH, ""), "set it to `ssh` on all nodes", False),
        ((SSH, TLS), "choose one value for all nodes, as none has a majority", False),
        (("", TLS, TLS), "set it to `tls` here", True),
        ((TLS, SSH, SSH), "set it to `ssh` here", True),
        ((SCHEME.format("ext"), "", ""), "remove `live_migration_scheme` here", True),
    ],
)
def test_a_way_that_protects_is_not_taken_away(
    texts: tuple[str, ...], advice: str, mended: bool
) -> None:
    report = check(fleet(nodes(*texts), POOL), "migration-scheme-differs")
    ((message),) = [finding.message for finding in report.findings]
    assert message.endswith(f"; {advice}")
    assert bool(report.fix(unsafe=True)) == mended


@pytest.mark.parametrize(
    ("texts", "start", "advice"),
    [
        (
            (URI.format("qemu+tcp"), SSH, SSH),
            "`[libvirt] live_migration_uri` means `tcp` here and `ssh` on 2 nodes",
            "remove `live_migration_uri` and set `live_migration_scheme` to `ssh` here",
        ),
        (
            (URI.format("qemu+ssh"), "", ""),
            "`[libvirt] live_migration_uri` means `ssh` here and `tcp`",
            "remove `live_migration_uri` and set `live_migration_scheme` to `ssh` on all nodes",
        ),
        (
            (TCP, URI.format("qemu"), URI.format("qemu")),
            "`[libvirt] live_migration_scheme` means `tcp` here",
            "set it to `tls` here",
        ),
        (
            (SCHEME.format("tls"), URI.format("qemu+tcp"), URI.format("qemu+tcp")),
            "`[libvirt] live_migration_scheme` means `tls` here and `tcp` on 2 nodes",
            "remove `live_migration_uri` and set `live_migration_scheme` to `tls` on all nodes",
        ),
    ],
)
def test_a_deprecated_uri_is_not_spread(texts: tuple[str, ...], start: str, advice: str) -> None:
    report = check(fleet(nodes(*texts), POOL), "migration-scheme-differs")
    ((message),) = [finding.message for finding in report.findings]
    assert message.startswith(start)
    assert message.endswith(f"; {advice}")
    assert not report.fix(unsafe=True)


def test_any_client_of_ssh_meets_the_same_server() -> None:
    files = nodes(SSH, SCHEME.format("libssh2"), URI.format("qemu+libssh"))
    assert ask("migration-scheme-differs", files, POOL) == []


@pytest.mark.parametrize(
    ("values", "mended"),
    [
        (("true", "false", "false"), False),
        (("true", "false"), False),
        (("false", "true", "true"), True),
    ],
)
def test_serial_consoles_are_not_turned_off_under_servers(
    values: tuple[str, ...], mended: bool
) -> None:
    report = check(fleet(nodes(*map(SERIAL.format, values)), POOL), "serial-console-on-in-part")
    ((message),) = [finding.message for finding in report.findings]
    assert bool(report.fix(unsafe=True)) == mended
    assert ("hard reboot the servers that were started with one" in message) != mended


def test_containers_never_move_live() -> None:
    lxc = "[libvirt]\nvirt_type = lxc\n"
    files = nodes(f"{SERIAL.format('true')}{lxc}", lxc)
    assert ask("serial-console-on-in-part", files, POOL) == []


def test_native_tls_does_not_go_with_a_tunnel() -> None:
    """nova-compute does not start with both (`init_host`), so the tunnel has to go first."""
    native = "[libvirt]\nlive_migration_with_native_tls = true"
    tunnel = "[libvirt]\nlive_migration_tunnelled = true"
    (message,) = ask("migration-tls-differs", nodes(native, native, tunnel))
    assert message.endswith("set it to true on all nodes, without `live_migration_tunnelled`")
