"""What came with a stable update: a version told in full before it does not have the option."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from cli.call import write
from cli.conftest import Run

import novalint
from novalint.schema.comparison import Kind, compare
from novalint.schema.history import every_option, life
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release, full_version

LINE = "[workarounds]\ndisable_deep_image_inspection = true\n"
NAME = ("workarounds", "disable_deep_image_inspection")
LATE = "unknown-option"
READ = "deep-image-inspection-off"


@pytest.mark.parametrize(
    ("version", "there"),
    [
        ("29.0.0", False),
        ("29.0.2", False),
        ("29.1.0", True),
        ("29.4.0", True),
        ("29", True),
        ("2024.1", True),
        ("28.1.0", False),
        ("28.2.0", True),
        ("30.0.0", True),
    ],
)
def test_a_version_told_in_full_lacks_what_came_later(version: str, there: bool) -> None:
    schema = load_schema(find_release(version), None, full_version(version))
    assert (schema.option(*NAME) is not None) == there
    assert schema.option("workarounds", "disable_rootwrap") is not None
    assert pickle.loads(pickle.dumps(schema)) is schema


def test_each_arrival_is_a_later_version_of_a_release_that_has_the_option() -> None:
    late = [known for name in every_option() if (known := life(*name)) and known.updates]
    assert late
    for known in late:
        for release, version in known.updates:
            assert known.option and release in known.option.releases
            first, newest = (release.major, 0, 0), full_version(release.nova)
            arrived = known.update(release)
            assert newest and arrived and first < arrived <= newest, version
        assert known.update(find_release("2026.2")) is None


def test_it_does_not_matter_how_the_version_is_told(novalint: Run) -> None:
    write("nova.conf", LINE)
    write("own.toml", 'release = "29.0.0"\n')
    write("inner.toml", '[deployment]\nrelease = "29.0.0"\n')
    write("cloud.toml", 'release = "29.0.0"\n')
    for options in (
        ["--release", "29.0.0"],
        ["--settings", "own.toml"],
        ["--settings", "inner.toml"],
        ["--deployment", "cloud.toml"],
        ["--fact", "release=29.0.0"],
    ):
        ran = novalint("check", "nova.conf", "--format", "json", "--role", "compute", *options)
        assert ran.rules == [LATE], options
    ran = novalint("check", "nova.conf", "--release", "29.0.0")
    assert "was added in 29.1.0, but this is checked as 29.0.0; update Nova" in ran.out
    later = novalint("check", "nova.conf", "--format", "json", "--release", "29.1.0")
    assert later.rules == [READ]


def test_from_python(tmp_path: Path) -> None:
    path = tmp_path / "nova.conf"
    path.write_text(LINE)
    for release, wanted in (("29.0.0", LATE), ("29.1.0", READ), ("2024.1", READ)):
        facts = novalint.Deployment(role="compute", release=release)
        assert [one.rule for one in novalint.check(path, deployment=facts).findings] == [wanted]
        told = novalint.check(novalint.load(path, release=release), deployment=facts)
        assert [one.rule for one in told.findings] == [wanted]


def _told(text: str, old: str, new: str) -> list[tuple[str, str]]:
    changes = novalint.upgrade(novalint.Document.parse(text), old, new).changes
    return [(one.effect.value, one.message) for one in changes if one.location]


def test_an_upgrade_to_a_version_that_lacks_it_loses_the_line() -> None:
    (change,) = _told(LINE, "28.2.0", "29.0.0")
    assert change[0] == "ignored"
    assert "added in 29.1.0" in change[1]
    assert _told(LINE, "28.2.0", "29.1.0") == []
    assert _told(LINE, "2023.2", "2024.1") == []


def test_an_upgrade_from_a_version_that_lacks_it_brings_the_line_into_effect() -> None:
    told = _told(LINE, "28.0.0", "29.4.0")
    assert any(
        message.endswith("comes into effect, as 28.0.0 does not read it") for _, message in told
    )
    ((effect, message),) = _told(LINE, "28.0.0", "29.0.0")
    assert effect == "nothing"
    assert "read by neither 28.0.0 nor 29.0.0" in message


def test_an_upgrade_judges_mended_versions() -> None:
    raw = "[libvirt]\nimages_type = raw\n"
    assert any("CVE-2026-24708" in message for _, message in _told(raw, "30.3.0", "31.1.0"))
    assert not any("CVE-2026-24708" in message for _, message in _told(raw, "30.3.0", "31.3.0"))


DRIVER = "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n"
IRONIC = "[DEFAULT]\ncompute_driver = ironic.IronicDriver\n"
PORTS = '[pci]\npassthrough_whitelist = {"vendor_id": "8086", "physical_network": "physnet1"}\n'
FLAVORS = '[pci]\npassthrough_whitelist = {"vendor_id": "8086", "product_id": "10ed"}\n'
PROXY = "[vnc]\nnovncproxy_port = 6080\n"
NOTIFIED = "[oslo_messaging_notifications]\ndriver = messagingv2\n"


@pytest.mark.parametrize(
    ("rule", "text", "open_", "closed"),
    [
        ("vmdk-images-unpatched", DRIVER, "15.1.5 24.1.1 25.0.1 26.0.0", "24.2.0 25.1.0 26.1.0"),
        ("qcow2-images-unpatched", DRIVER, "26.3.0 27.4.0 28.1.0 29.1.0", "27.5.0 28.3.0 29.2.0"),
        ("migrated-guests-unpatched", DRIVER, "18.3.0 19.3.0 20.3.0 21.0.0", "19.3.1 20.4.0"),
        ("ironic-teardown-unpatched", IRONIC, "29.4.0 30.2.0 32.1.0", "30.2.1 31.3.0 32.2.0"),
        ("ironic-teardown-unpatched", DRIVER, "", "31.2.0"),
        ("sriov-ports-unpatched", PORTS, "23.2.2 24.1.1 25.0.1", "24.2.0 25.1.0"),
        ("sriov-ports-unpatched", FLAVORS, "", "24.1.1"),
        ("sriov-ports-unpatched", f"[DEFAULT]\nuse_neutron = false\n{PORTS}", "", "20.6.1"),
        ("console-redirect-unpatched", PROXY, "20.6.1 22.2.2 23.0.2", "21.2.3 22.3.0 23.1.0"),
        ("console-redirect-unpatched", f"[DEFAULT]\nweb =\n{PROXY}", "", "22.2.2"),
        ("console-redirect-unpatched", "[vnc]\nenabled = true\n", "", "22.2.2"),
        ("notified-context-unpatched", NOTIFIED, "15.0.1", "15.0.2 15.1.5"),
        (
            "notified-context-unpatched",
            f"{NOTIFIED}[notifications]\nnotification_format = versioned\n",
            "",
            "15.0.1",
        ),
    ],
)
def test_a_hole_is_told_of_the_versions_that_have_it(
    rule: str, text: str, open_: str, closed: str
) -> None:
    document = novalint.Document.parse(text)
    by_name = " ".join(find_release(version).series for version in (*open_.split(), "2025.1"))
    for versions, wanted in ((open_, [rule]), (closed, []), (by_name, [])):
        for version in versions.split():
            report = novalint.check(document, release=version, select=[rule])
            assert [one.rule for one in report.findings] == wanted, version


@pytest.mark.parametrize(
    ("rule", "text", "version", "told"),
    [
        ("vmdk-images-unpatched", DRIVER, "24.1.1", "24.2.0 or 25.1.0, or to 26.1.0 or later"),
        ("vmdk-images-unpatched", DRIVER, "25.0.1", "25.1.0, or to 26.1.0 or later"),
        ("vmdk-images-unpatched", DRIVER, "26.0.0", "26.1.0 or later"),
        ("migrated-guests-unpatched", DRIVER, "15.1.5", "19.3.1 or 20.4.0, or to 21.1.0 or later"),
        ("sriov-ports-unpatched", PORTS, "24.1.1", "24.2.0, or to 25.1.0 or later"),
        ("notified-context-unpatched", NOTIFIED, "15.0.1", "15.0.2 or later"),
    ],
)
def test_no_version_that_has_the_hole_is_a_way_out(
    rule: str, text: str, version: str, told: str
) -> None:
    document = novalint.Document.parse(text)
    (finding,) = novalint.check(document, release=version, select=[rule]).findings
    assert finding.message.endswith(f"; upgrade to {told}")
    for one in re.findall(r"[0-9.]{6}", told):
        assert novalint.check(document, release=one, select=[rule]).findings == ()


def test_an_upgrade_tells_of_a_hole_that_its_target_has() -> None:
    for old, new, holes in (
        ("2023.2", "29.0.2", ["CVE-2024-32498, CVE-2024-40767"]),
        ("2023.2", "29.1.0", ["CVE-2024-40767"]),
        ("2023.2", "29.2.0", []),
        ("28.1.0", "29.0.2", []),
        ("28.1.0", "29.1.0", []),
        ("28.2.0", "29.0.2", ["CVE-2024-32498, CVE-2024-40767"]),
        ("24.1.1", "25.0.1", []),
    ):
        messages = [message for _, message in _told(DRIVER, old, new) if "CVE" in message]
        told = [one for one in messages if " has the fix" not in one and ", as in " not in one]
        assert [hole for hole in holes if f"({hole})" in str(told)] == holes
        assert len(told) == len(holes)


@pytest.mark.parametrize("form", ["text", "markdown", "checklist"])
def test_the_report_names_the_versions_as_told(novalint: Run, form: str) -> None:
    write("nova.conf", LINE)
    ran = novalint("upgrade", "nova.conf", "--from", "2023.2", "--to", "29.0.0", "--format", form)
    assert "2023.2 to 29.0.0" in ran.out


def test_explain_says_from_which_updates_on(novalint: Run) -> None:
    ran = novalint("explain", "neutron.http_retries")
    assert "updates:      stein from 19.2.0 on, train from 20.2.0 on\n" in ran.out
    assert "updates:" not in novalint("explain", "neutron.timeout").out
    for release, head in (("20.1.0", ": added in 20.2.0"), ("20.2.0", ""), ("train", "")):
        page = novalint("explain", "neutron.http_retries", "--release", release).out
        assert page.startswith(f"[neutron] http_retries{head}\n")


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("28.2.0", "29.0.0", [Kind.REMOVED]),
        ("28.1.0", "29.1.0", [Kind.ADDED]),
        ("28.1.0", "29.0.0", []),
        ("28.2.0", "29.4.0", []),
        ("2023.2", "2024.1", []),
        ("2023.2", "29.0.0", [Kind.REMOVED]),
    ],
)
def test_two_versions_are_compared_as_they_are(old: str, new: str, kinds: list[Kind]) -> None:
    differences = compare(old, new).differences
    assert [one.kind for one in differences if (one.group, one.option) == NAME] == kinds


def test_the_comparison_says_with_which_update_an_option_comes(novalint: Run) -> None:
    told = novalint("releases", "--diff", "28.2.0", "29.0.0").out
    assert told.startswith("28.2.0 to 29.0.0\n")
    assert "  [workarounds] disable_deep_image_inspection: arrives in 29.1.0 (2024.1)\n" in told


def test_a_new_default_of_what_came_with_an_update_is_told_from_before_it() -> None:
    for old in ("17.0.0", "17.0.6", "queens"):
        changes = novalint.upgrade(novalint.Document.parse(""), old, "2026.2").changes
        (change,) = [one for one in changes if one.option == "live_migration_wait_for_vif_plug"]
        assert ("was added in queens" in change.message) == (old == "17.0.0")


def test_set_and_show_name_the_version_that_lacks_it(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n")
    name = "workarounds.disable_deep_image_inspection"
    told = novalint("set", "nova.conf", f"{name}=true", "--release", "29.0.0").err
    assert "nothing in Nova 29.0.0 reads" in told
    assert "29.0.0 has no option" in novalint("show", "nova.conf", name, "--release", "29.0.0").err
