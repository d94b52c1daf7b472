"""The rules about live migration: drivers, releases, and what makes one of them silent."""

from __future__ import annotations

import pytest

from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.text.document import Document


def run(text: str, rule: str, release: str = "2026.2", **facts: object) -> Report:
    document = Document.parse(text)
    return check(document, release=release, deployment=Deployment(**facts), select=[rule])


SHORT = "live_migration_completion_timeout = 300\n"


@pytest.mark.parametrize(
    ("lines", "release", "found"),
    [
        ("", "2026.2", True),
        ("", "ocata", True),
        ("live_migration_timeout_action = abort\n", "2026.2", True),
        ("live_migration_timeout_action = force_complete\n", "2026.2", False),
        ("live_migration_permit_post_copy = true\n", "2026.2", True),
        ("live_migration_permit_post_copy = true\n", "rocky", False),
        ("live_migration_downtime_steps = 4\n", "2026.2", False),
    ],
)
def test_a_migration_that_ends_before_its_longest_pause(
    lines: str, release: str, found: bool
) -> None:
    text = f"[libvirt]\n{SHORT}{lines}"
    assert bool(run(text, "migration-ends-before-full-downtime", release).findings) is found


@pytest.mark.parametrize(
    ("number", "release", "found"),
    [
        (1, "2026.2", False),
        (2, "2026.2", False),
        (3, "2026.2", False),
        (4, "2026.2", True),
        (0, "2026.2", True),
        (-1, "ocata", True),
    ],
)
def test_live_migrations_at_once(number: int, release: str, found: bool) -> None:
    text = f"[DEFAULT]\nmax_concurrent_live_migrations = {number}\n"
    assert bool(run(text, "live-migrations-at-once", release).findings) is found


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("tunnel-and-native-tls", "live_migration_tunnelled=1\nlive_migration_with_native_tls=1\n"),
        ("migration-uri-without-target", "live_migration_uri = qemu+tls://a/system\n"),
        ("migration-ends-before-full-downtime", SHORT),
        ("migration-progress-reported-often", "live_migration_monitor_interval = 0\n"),
        ("post-copy-replaces-auto-converge", "live_migration_permit_post_copy=1\n"
         "live_migration_permit_auto_converge=1\n"),
    ],
)  # fmt: skip
def test_other_drivers_read_nothing_of_it(rule: str, lines: str) -> None:
    text = f"[libvirt]\n{lines}"
    assert run(text, rule).findings
    assert not run(f"[DEFAULT]\ncompute_driver = ironic.IronicDriver\n{text}", rule).findings


@pytest.mark.parametrize(
    ("release", "way"),
    [("rocky", "share `instances_path`"), ("stein", "live_migration_with_native_tls")],
)
def test_the_tunnel_is_never_taken_away(release: str, way: str) -> None:
    text = "[libvirt]\nlive_migration_tunnelled = true\n"
    report = run(text, "tunnel-without-shared-disks", release, shared_storage=False)
    (finding,) = report.findings
    assert way in finding.message.partition(";")[2]
    assert not finding.fixes


@pytest.mark.parametrize(
    ("limit", "steps", "delay", "told"),
    [
        (800, 10, 300, "delay"),
        (800, 20, 75, "steps"),
        (300, 10, 75, "timeout"),
        (300, 3, 300, "delay"),
    ],
)
def test_what_moved_the_longest_pause_behind_the_timeout_is_named(
    limit: int, steps: int, delay: int, told: str
) -> None:
    text = f"[libvirt]\nlive_migration_completion_timeout = {limit}\n"
    text += f"live_migration_downtime_steps = {steps}\nlive_migration_downtime_delay = {delay}\n"
    (finding,) = run(text, "migration-ends-before-full-downtime").findings
    assert finding.option.endswith(told)


@pytest.mark.parametrize(
    ("uri", "scheme", "removed"),
    [
        ("qemu+tls://%s/system", "tls", "live_migration_uri"),
        ("qemu+tcp://%s/system", "ssh", "live_migration_uri"),
        ("qemu+ssh://nova@%s/system", "ssh", "live_migration_scheme"),
        ("qemu+tls://%s/system", "tcp", "live_migration_scheme"),
        ("qemu+tls://%s/system", "ssh", ""),
        ("qemu+tcp://nova@%s/system", "tls", ""),
        ("qemu+tcp://%s/system", "TLS", "live_migration_uri"),  # libvirt reads it in any case
        ("qemu+tcp://%s/system", "libssh2", "live_migration_uri"),
        ("qemu+tcp://%s:{{ port }}/system", "tls", ""),
    ],
)
def test_no_fix_makes_the_connection_weaker(uri: str, scheme: str, removed: str) -> None:
    text = f"[libvirt]\nlive_migration_uri = {uri}\nlive_migration_scheme = {scheme}\n"
    (finding,) = run(text, "migration-uri-overrides-scheme").findings
    assert [fix.title for fix in finding.fixes] == ([f"Comment out {removed}"] if removed else [])


@pytest.mark.parametrize("uri", ["qemu+{{ scheme }}://%s/system", "{{ uri }}"])
def test_a_uri_whose_scheme_a_template_has_yet_to_give_has_no_other_one(uri: str) -> None:
    text = f"[libvirt]\nlive_migration_uri = {uri}\nlive_migration_scheme = tls\n"
    report = run(text, "migration-uri-overrides-scheme")
    assert not report.findings
    assert report.not_run


@pytest.mark.parametrize(
    ("release", "types", "found"),
    [("2024.1", "nvidia-35", True), ("2023.2", "nvidia-35", False), ("2026.2", "", False)],
)
def test_post_copy_with_mediated_devices(release: str, types: str, found: bool) -> None:
    text = f"[devices]\nenabled_mdev_types = {types}\n"
    text += "[libvirt]\nlive_migration_permit_post_copy = true\n"
    assert bool(run(text, "post-copy-with-mediated-devices", release).findings) is found


@pytest.mark.parametrize(
    ("version", "devices", "parallel"),
    [("7.2", 0, 1), ("8", 1, 1), ("8.1", 1, 1), ("10.0", 1, 1), ("10", 1, 0), ("10.1", 1, 0)],
)
def test_the_version_of_qemu_decides_about_post_copy(
    version: str, devices: int, parallel: int
) -> None:
    text = "[devices]\nenabled_mdev_types = nvidia-35\n[libvirt]\n"
    text += "live_migration_permit_post_copy = true\nlive_migration_parallel_connections = 4\n"
    rules = ("post-copy-with-mediated-devices", "post-copy-in-parallel")
    found = [len(run(text, rule, qemu_version=version).findings) for rule in rules]
    assert found == [devices, parallel]


@pytest.mark.parametrize(
    ("option", "last_without", "first", "last", "first_without"),
    [
        ("completion_timeout", "", "ocata", "2026.2", ""),
        ("progress_timeout", "", "ocata", "rocky", "stein"),
        ("downtime", "ocata", "pike", "2026.2", ""),
        ("downtime_steps", "ocata", "pike", "2026.2", ""),
        ("downtime_delay", "ocata", "pike", "2026.2", ""),
        ("monitor_interval", "2026.1", "2026.2", "2026.2", ""),
        ("parallel_connections", "2025.2", "2026.1", "2026.2", ""),
    ],
)
def test_empty_numbers_count_from_their_first_release_to_their_last(
    option: str, last_without: str, first: str, last: str, first_without: str
) -> None:
    text = f"[libvirt]\nlive_migration_{option} =\n"
    for release, count in ((last_without, 0), (first, 1), (last, 1), (first_without, 0)):
        if release:
            assert len(run(text, "migration-number-empty", release).findings) == count, release


@pytest.mark.parametrize(
    ("release", "words"),
    [
        ("queens", "lets any number of live migrations share"),
        ("rocky", "lets up to five live migrations for each processor share"),
        ("stein", "lets up to 1000 live migrations share"),
    ],
)
def test_no_limit_of_live_migrations_is_what_the_release_makes_of_it(
    release: str, words: str
) -> None:
    text = "[DEFAULT]\nmax_concurrent_live_migrations = 0\n"
    (finding,) = run(text, "live-migrations-at-once", release).findings
    assert words in finding.message


@pytest.mark.parametrize(
    ("release", "types", "qemu", "found"),
    [
        ("2026.2", "nvidia-35", None, False),
        ("2026.2", "{{ types }}", None, True),
        ("2026.2", "", None, True),
        ("2026.2", "nvidia-35", "8.0.0", True),
        ("2023.2", "nvidia-35", None, True),
    ],
)
def test_auto_converge_stays_where_post_copy_has_to_go(
    release: str, types: str, qemu: str | None, found: bool
) -> None:
    text = (
        "[libvirt]\nlive_migration_permit_auto_converge = true\n"
        f"live_migration_permit_post_copy = true\n[devices]\nenabled_mdev_types = {types}\n"
    )
    report = run(text, "post-copy-replaces-auto-converge", release, qemu_version=qemu)
    assert bool(report.findings) is found
