"""Changes that change nothing for the files at hand are nothing to do, and say why."""

from __future__ import annotations

import pytest
from upgrading.test_effects import about, report
from upgrading.test_pinned_defaults import kept

import novalint
from novalint import Document, Effect

DATABASE = "[api_database]\nconnection = mysql+pymysql://nova:x@192.0.2.1/nova_api\n"

WEIGHT = "hypervisor_version_weight_multiplier"
PACKING = "packing_host_numa_cells_allocation_strategy"


@pytest.mark.parametrize(
    ("old", "option", "text", "why"),
    [
        ("ocata", "vzstorage_log_path", "", "no line is about any"),
        ("ocata", "vzstorage_log_path", "[libvirt]\nvzstorage_mount_user = a\n", ""),
        ("ocata", "vzstorage_log_path", "[libvirt]\nvirt_type = parallels\n", ""),
        ("ocata", "auth_endpoint", "", "nothing read it, as `[key_manager] api_class` is not"),
        ("ocata", "auth_endpoint", "[key_manager]\napi_class = a.Barbican\n", ""),
        ("ussuri", "timeout", "", "`[key_manager] backend` is not `vault`"),
        ("victoria", "connection", "", "nova-compute needs none"),
        ("victoria", "connection", DATABASE, ""),
        ("victoria", "max_overflow", "", "`[api_database] connection` is not set"),
        ("victoria", "max_overflow", DATABASE, ""),
    ],
)
def test_a_default_that_concerns_nothing_here(old: str, option: str, text: str, why: str) -> None:
    (change,) = [one for one in about(report(old, "2026.2", text), option) if not one.location]
    assert change.effect is (Effect.NOTHING if why else Effect.CHANGES)
    assert change.message.endswith(why) if not why else why in change.message


def test_what_concerns_nothing_is_not_written_down() -> None:
    written = kept("ocata", "2026.2", "[DEFAULT]\n", role="all").patch.unified_diff()
    assert "+heal_instance_info_cache_interval = 60\n" in written
    assert "vzstorage" not in written
    assert "auth_endpoint" not in written


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("rocky", "stein", "[DEFAULT]\ncpu_allocation_ratio = 4.0\n"),
        ("rocky", "stein", "[DEFAULT]\ntransport_url = rabbit://u:p@192.0.2.1/\n"),
        ("stein", "train", "[libvirt]\ncpu_model = Haswell\n"),
    ],
)
def test_a_set_option_whose_default_is_only_written_otherwise(
    old: str, new: str, line: str
) -> None:
    assert "new default" not in str([one.message for one in report(old, new, line).changes])


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("[filter_scheduler]\nweight_classes = nova.scheduler.weights.ram.RAMWeigher\n", WEIGHT),
        ("[DEFAULT]\ncompute_driver = ironic.IronicDriver\n", "ovsdb_interface"),
        ("[DEFAULT]\ncompute_driver = vmwareapi.VMwareVCDriver\n", PACKING),
    ],
)
def test_what_nothing_here_asks_for_is_no_change(text: str, option: str) -> None:
    found = report("queens", "2026.2", text)
    assert all(change.effect is Effect.NOTHING for change in about(found, option))
    assert about(report("queens", "2026.2", "[DEFAULT]\ndebug = true\n"), option)


@pytest.mark.parametrize(
    ("driver", "effect"), [("libvirt.LibvirtDriver", "nothing"), ("hyperv.HyperVDriver", "ignored")]
)
def test_a_line_that_nothing_read_is_no_loss(driver: str, effect: str) -> None:
    text = f"[DEFAULT]\ncompute_driver = {driver}\n[hyperv]\nconfig_drive_cdrom = true\n"
    found = novalint.upgrade(Document.parse(text, "n.conf"), "train", "2025.1")
    (change,) = (each for each in found.changes if each.option == "config_drive_cdrom")
    assert (change.effect.value, change.mended) == (effect, True)
    assert ("nothing read it in train either, as " in change.message) == (effect == "nothing")
