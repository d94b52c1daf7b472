"""Changes that change nothing for the files at hand are nothing to do, and say why."""

from __future__ import annotations

import pytest
from upgrading.test_effects import about, report
from upgrading.test_pinned_defaults import kept

from novalint import Effect

DATABASE = "[api_database]\nconnection = mysql+pymysql://nova:x@192.0.2.1/nova_api\n"

WEIGHT = "hypervisor_version_weight_multiplier"
HYPERV = "[hyperv]\ndynamic_memory_ratio = 2.0"
PACKING = "packing_host_numa_cells_allocation_strategy"


@pytest.mark.parametrize(
    ("old", "option", "text", "why"),
    [
        ("ocata", "vzstorage_log_path", "", "no line sets any of its options"),
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
    ("line", "more", "effect"),
    [
        ("dhcpbridge = a", "use_neutron = true", Effect.NOTHING),
        ("dhcpbridge = a", "use_neutron = false", Effect.IGNORED),
        ("metadata_port = 8776", "use_neutron = true", Effect.NOTHING),
        ("iptables_top_regex = a", "use_neutron = true", Effect.IGNORED),
        ("flat_interface = eth1", "use_neutron = true", Effect.IGNORED),
        (
            HYPERV,
            "compute_driver = libvirt.LibvirtDriver",
            Effect.NOTHING,
        ),
        (
            HYPERV,
            "compute_driver = hyperv.HyperVDriver",
            Effect.IGNORED,
        ),
        (HYPERV, "", Effect.IGNORED),
    ],
)
def test_a_line_that_nothing_read(line: str, more: str, effect: Effect) -> None:
    option = line.rpartition("\n")[2].partition(" ")[0]
    found = report("ocata", "2026.2", f"[DEFAULT]\n{more}\n{line}\n")
    (change,) = [one for one in about(found, option) if one.location]
    assert change.effect is effect
    assert change.mended
    assert ("nothing read it, as" in change.message) is (effect is Effect.NOTHING)


def test_an_old_name_goes_for_the_reason_of_its_last_option() -> None:
    found = report("ocata", "2026.2", "[DEFAULT]\niptables_top_regex = a\n")
    (change,) = about(found, "iptables_top_regex")
    assert change.message.endswith("since os-vif no longer has a plugin for Linux bridges")


ZONES = "query_placement_for_availability_zone"


@pytest.mark.parametrize(
    ("text", "effect", "said"),
    [
        ("", Effect.CHANGES, "placement finds the hosts of a zone"),
        (f"{ZONES} = true", Effect.NOTHING, f"`[scheduler] {ZONES}` is true"),
        (f"{ZONES} = false", Effect.CHANGES, "nothing looks at the zone of a request"),
    ],
)
def test_zones_are_told_once(text: str, effect: Effect, said: str) -> None:
    (change,) = about(report("train", "xena", f"[scheduler]\n{text}\n"), "enabled_filters")
    assert change.effect is effect
    assert said in change.message


def test_the_filter_of_zones_is_kept_where_placement_is_not_asked() -> None:
    written = kept("train", "xena", "[DEFAULT]\n", role="all").patch.unified_diff()
    assert "+enabled_filters = AvailabilityZoneFilter," in written.replace("=Av", " = Av")
    assert ZONES in written


def test_a_line_that_another_one_overrides_was_read_by_nothing() -> None:
    text = "[DEFAULT]\nenabled_apis = ec2\nenabled_apis = metadata\n"
    effects = [one.effect for one in about(report("ocata", "2026.2", text), "enabled_apis")]
    assert effects == [Effect.IGNORED, Effect.NOTHING]
    both = "[DEFAULT]\nauth_strategy = keystone\n[api]\nauth_strategy = noauth2\n"
    effects = [one.effect for one in about(report("ocata", "2026.2", both), "auth_strategy")]
    assert effects == [Effect.IGNORED, Effect.NOTHING]


def test_a_driver_by_its_full_path_is_of_no_package() -> None:
    text = "[DEFAULT]\ncompute_driver = nova.virt.libvirt.LibvirtDriver\n"
    told = [one.message for one in report("train", "ussuri", text).changes]
    assert any(
        "nothing changes here, as no line sets an option of XenAPI" in message for message in told
    )


@pytest.mark.parametrize(
    ("role", "effect", "words"),
    [
        ("compute", Effect.NOTHING, "in 2025.2; remove it, since no service of this node reads it"),
        ("api", Effect.IGNORED, "in 2025.2; set it in the WSGI server"),
        ("metadata", Effect.IGNORED, "in 2025.2; set it in the WSGI server"),
        ("all", Effect.IGNORED, "in 2025.2; set it in the WSGI server"),
    ],
)
def test_lines_of_other_services_change_nothing(role: str, effect: Effect, words: str) -> None:
    text = "[DEFAULT]\nosapi_compute_workers = 4\n[libvirt]\nvirt_type = kvm\n"
    found = report("2025.1", "2025.2", text, role=role)
    (told,) = about(found, "osapi_compute_workers")
    assert told.effect is effect
    assert words in told.message
    assert told.mended is (role == "compute")


@pytest.mark.parametrize(
    ("old", "new", "text", "option"),
    [
        ("2023.1", "2026.2", "[keystone_authtoken]\nauth_uri = http://k\n", "auth_uri"),
        ("xena", "2023.1", "[DEFAULT]\nosapi_max_limit = 5\n", "osapi_max_limit"),
    ],
)
def test_names_of_other_services_are_mended_all_the_same(
    old: str, new: str, text: str, option: str
) -> None:
    found = report(old, new, text, role="conductor")
    (told,) = about(found, option)
    assert (told.effect, told.mended) == (Effect.NOTHING, True)
    assert told.message.endswith("nothing changes here, as no service of this node reads it")
    assert found.patch


def test_what_a_service_of_the_node_reads_in_the_target_is_told() -> None:
    """Every service writes a log."""
    found = report("2024.1", "2026.2", "[DEFAULT]\nlogdir = /var/log/nova\n", role="compute")
    assert [one.effect for one in about(found, "logdir")] == [Effect.SOON]
