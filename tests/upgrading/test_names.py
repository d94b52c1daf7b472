"""Names: written in place, moved with their comments, or commented out with a reason."""

from __future__ import annotations

import pytest
from upgrading.test_effects import report

from novalint.config.model import load
from novalint.schema.releases import find_release
from novalint.text.document import Document
from novalint.upgrading.migration import Draft, named_anew, with_values


def migrated(old: str, new: str, *texts: str) -> Draft:
    """Migrate files called a.conf, b.conf and so on."""
    documents = [
        Document.parse(text, f"{letter}.conf")
        for letter, text in zip("abcdefgh", texts, strict=False)
    ]
    named, _ = named_anew(load(*documents, release=old), find_release(new))
    return with_values(named)


def texts(draft: Draft) -> list[str]:
    return [document.text for document in draft.after.documents]


def result(old: str, new: str, text: str) -> str:
    (after,) = texts(migrated(old, new, text))
    return after


def test_a_new_name_in_the_same_group_is_written_in_place() -> None:
    before = "[DEFAULT]\n# calls at once\nrpc_thread_pool_size:  64 \n\n[api]\n"
    after = before.replace("rpc_thread", "executor_thread")
    assert result("wallaby", "2026.2", before) == after


def test_a_move_takes_comments_along_and_makes_the_group() -> None:
    before = "[DEFAULT]\ndebug = true\n\n# where consoles listen\nvncserver_listen = 10.0.0.1\n"
    after = (
        "[DEFAULT]\ndebug = true\n\n\n[vnc]\n# where consoles listen\nserver_listen = 10.0.0.1\n"
    )
    assert result("queens", "2026.2", before) == after


def test_several_moves_to_one_group_keep_their_order() -> None:
    before = (
        "[DEFAULT]\nquota_instances = 1\nquota_cores = 2\nquota_ram = 3\n[quota]\nkey_pairs = 9\n"
        "[vnc]\nenabled = true\n"
    )
    after = (
        "[DEFAULT]\n[quota]\nkey_pairs = 9\ninstances = 1\ncores = 2\nram = 3\n"
        "[vnc]\nenabled = true\n"
    )
    assert result("queens", "2026.2", before) == after


def test_options_that_move_to_one_group_keep_their_order_whatever_their_kind() -> None:
    """`driver` takes several lines, the second of its old names; `topics` takes one."""
    before = "[DEFAULT]\nnotification_driver = messagingv2\nnotification_topics = a,b\n"
    after = result("ocata", "2026.2", before)
    assert after.endswith("[oslo_messaging_notifications]\ndriver = messagingv2\ntopics = a,b\n")


def test_several_new_groups_stand_at_the_end_in_the_order_of_their_lines() -> None:
    before = "[DEFAULT]\nvncserver_listen = ::1\nquota_cores = 2\nlock_path = /l\nquota_ram = 5\n"
    after = (
        "[DEFAULT]\n\n[vnc]\nserver_listen = ::1\n\n[quota]\ncores = 2\nram = 5\n\n"
        "[oslo_concurrency]\nlock_path = /l\n"
    )
    assert result("queens", "2026.2", before) == after


def test_a_group_whose_only_line_moves_away_can_take_another() -> None:
    before = "[DEFAULT]\nquota_cores = 2\n[quota]\nmax_age = 5\n"
    after = result("queens", "2026.2", before)
    assert after.startswith("[DEFAULT]\n[quota]\n# ")
    assert after.endswith("\n#max_age = 5\ncores = 2\n")


def test_many_steps_lead_to_the_last_name() -> None:
    before = "[DEFAULT]\nscheduler_max_attempts = 7\n"
    assert result("queens", "2026.2", before).endswith("[scheduler]\nmax_attempts = 7\n")
    before = "[DEFAULT]\nnovncproxy_base_url = https://example.org/vnc_lite.html\n"
    after = result("queens", "2026.2", before)
    assert after == before.replace("[DEFAULT]", "[DEFAULT]\n\n[vnc]")


def test_where_both_names_are_set_in_a_file_the_present_one_wins_and_it_is_said() -> None:
    before = "[DEFAULT]\nexecutor_thread_pool_size = 8\nrpc_thread_pool_size = 64\n"
    draft = migrated("wallaby", "2026.2", before)
    said = (
        "# [DEFAULT] rpc_thread_pool_size is [DEFAULT] executor_thread_pool_size in 2026.2, "
        "which is set too and wins"
    )
    assert texts(draft) == [
        f"[DEFAULT]\nexecutor_thread_pool_size = 8\n{said}\n#rpc_thread_pool_size = 64\n"
    ]
    assert draft.after["DEFAULT"]["executor_thread_pool_size"] == 8


def test_an_old_name_in_a_later_file_still_wins_over_the_present_one() -> None:
    first = "[DEFAULT]\nexecutor_thread_pool_size = 8\n"
    second = "[DEFAULT]\nrpc_thread_pool_size = 64\n"
    draft = migrated("wallaby", "2026.2", first, second)
    assert texts(draft) == [first, second.replace("rpc_thread", "executor_thread")]
    assert draft.after["DEFAULT"]["executor_thread_pool_size"] == 64


def test_a_name_that_is_written_for_later_wins_in_its_file() -> None:
    before = "[DEFAULT]\nvncserver_listen = 10.0.0.1\n[vnc]\nserver_listen = 10.0.0.2\n"
    draft = migrated("queens", "2026.2", before)
    assert draft.after["vnc"]["server_listen"] == "10.0.0.2"
    before = "[libvirt]\ncpu_model = Haswell\ncpu_models = Skylake-Server\n"
    after = result("stein", "2026.2", before)
    assert "\n#cpu_model = Haswell\n" in after
    assert "\ncpu_models = Skylake-Server\n" in after


def test_lines_of_one_list_keep_their_order() -> None:
    before = (
        '[DEFAULT]\n# from afar\npci_passthrough_whitelist = {"address": "1"}\n'
        '[pci]\n# present\ndevice_spec = {"address": "3"}\n'
        '# older\npassthrough_whitelist = {"address": "2"}\n'
    )
    draft = migrated("zed", "2026.2", before)
    assert texts(draft) == [
        '[DEFAULT]\n[pci]\n# from afar\ndevice_spec = {"address": "1"}\n'
        '# older\ndevice_spec = {"address": "2"}\n# present\ndevice_spec = {"address": "3"}\n'
    ]
    assert (
        draft.after["pci"]["device_spec"]
        == load(Document.parse(before), release="zed")["pci"]["device_spec"]
    )


def test_what_is_gone_is_commented_out_with_its_reason_and_all_of_its_lines() -> None:
    before = "[DEFAULT]\n# ours\nenabled_apis = osapi_compute,\n    metadata\ndebug = true\n"
    after = result("2024.1", "2026.2", before)
    assert after == (
        "[DEFAULT]\n# ours\n# enabled_apis was removed in 2025.2; remove it, since its value was"
        " the default\n#enabled_apis = osapi_compute,\n#    metadata\ndebug = true\n"
    )


def test_an_old_name_goes_with_the_last_release_that_reads_it() -> None:
    """It was an option until pike, and an old name of another one until xena."""
    assert "was removed in yoga;" in result("zed", "2025.1", "[vnc]\nvncserver_listen = ::\n")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("2024.1", "2026.2", "vif_plugging_if_fatal = 1", "is read by neither 2024.1 nor 2026.2"),
        ("2024.1", "2026.2", "verbose = 1", "it was removed in pike"),
        ("ocata", "pike", "shutdown_signal = 1", "is read by neither"),
        ("ocata", "pike", "max_concurrent_snapshots = 1", "it was added in"),
    ],
)
def test_what_neither_release_reads_goes_too(old: str, new: str, line: str, said: str) -> None:
    after = result(old, new, f"[DEFAULT]\n{line}\n")
    assert after.endswith(f"\n#{line}\n")
    assert said in after


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("[neutron]\nurl_timeout = 30\n", "if it is still wanted, rename it to timeout"),
        ("[DEFAULT]\nnonsense = 1\n", "remove it unless something other than Nova reads it"),
    ],
)
def test_a_comment_gives_a_single_instruction(line: str, way: str) -> None:
    (comment,) = [one for one in result("queens", "2025.1", line).splitlines() if one[:2] == "# "]
    assert comment.split("; ")[1:] == [way]


@pytest.mark.parametrize(
    ("group", "way"),
    [
        ("privsep_entrypoint", "remove it, since Nova starts its privileged helper by itself"),
        ("xenserver", "remove it, since the XenAPI driver is gone"),
        ("default", "if it is still wanted, write [DEFAULT]"),
    ],
)
def test_a_line_of_a_group_that_nobody_reads_says_what_to_do(group: str, way: str) -> None:
    after = result("2023.1", "2026.2", f"[{group}]\ndebug = a\n")
    assert after.splitlines()[1].endswith(f"; {way}")


def test_an_old_name_that_only_the_target_reads_does_not_come_into_effect() -> None:
    before = "[DEFAULT]\nkey = 1\n[oslo_messaging_rabbit]\nrabbit_use_ssl = true\n"
    after = result("ocata", "2024.1", before)
    assert after.endswith("[oslo_messaging_rabbit]\nssl = true\n")


def test_groups_that_values_name_are_left_alone() -> None:
    before = "[neutron]\nauth_section = mine\n[mine]\nauth_url = http://192.0.2.1\nodd = 1\n"
    assert result("2024.1", "2026.2", before) == before


def test_a_group_of_vgpus_keeps_its_ending() -> None:
    before = "[devices]\nenabled_vgpu_types = nvidia-35\n[vgpu_nvidia-35]\ndevice_addresses = 0\n"
    after = result("victoria", "2026.2", before)
    assert "enabled_mdev_types = nvidia-35\n" in after
    assert "\n[mdev_nvidia-35]\ndevice_addresses = 0\n" in after


def test_a_group_of_vgpus_that_comes_into_effect_gets_its_present_name() -> None:
    """Train reads only the first type, and no group for it."""
    before = "[devices]\nenabled_vgpu_types = a\n[vgpu_a]\ndevice_addresses = 0\n"
    assert "\n[mdev_a]\ndevice_addresses = 0\n" in result("train", "2026.2", before)
    assert result("train", "wallaby", before) == before
    (told,) = [one for one in report("train", "2026.2", before).changes if one.group == "vgpu_a"]
    assert [str(release) for release in told.releases] == ["ussuri"]
    both = f"{before}[mdev_a]\ndevice_addresses = 1\n"
    after = result("train", "2026.2", both)
    assert "\n#device_addresses = 0\n[mdev_a]\ndevice_addresses = 1\n" in after


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_missing_last_one(end: str, last: bool, mark: str) -> None:
    lines = ["[DEFAULT]", "lock_path = /l", "verbose = 1", "quota_cores = 2"]
    before = mark + end.join(lines) + (end if last else "")
    draft = migrated("ocata", "2026.2", before)
    (after,) = draft.after.documents
    assert len(after.problems) == (1 if mark else 0)
    assert draft.after["quota"]["cores"] == 2
    assert draft.after["oslo_concurrency"]["lock_path"] == "/l"
    others = {"\n", "\r"} - set(end)
    assert not others & set(after.text)


def test_a_file_that_is_right_is_not_touched() -> None:
    before = "[DEFAULT]\ndebug = true\n[vnc]\nserver_listen = ::1\n"
    assert not migrated("yoga", "2026.2", before).patch


def test_an_empty_file_and_no_file() -> None:
    assert not migrated("yoga", "2026.2", "").patch
    assert not migrated("yoga", "2026.2").patch


def test_removed_filters_leave_the_list_wherever_it_moves() -> None:
    before = "[DEFAULT]\n# ours\nscheduler_default_filters = RetryFilter, ComputeFilter\n"
    after = "[DEFAULT]\n\n[filter_scheduler]\n# ours\nenabled_filters = ComputeFilter\n"
    assert result("queens", "2026.2", before) == after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[cells]\n\n[vgpu_a]\ndevice_addresses = 0\n\n[api]\n", "[cells]\n\n[api]\n\n[mdev_a]\n"),
        ("[vgpu_a]\n# kept\n\ndevice_addresses = 0\n", "[vgpu_a]\n# kept\n\n\n[mdev_a]\n"),
        ("# ours\n[vgpu_a]\ndevice_addresses = 0\n", "# ours\n[vgpu_a]\n\n[mdev_a]\n"),
        ("[vgpu_a]\ndevice_addresses = 0\nx = 1\n", "[vgpu_a]\n# [vgpu_a] x is read by"),
    ],
)
def test_a_group_that_becomes_empty_goes_with_its_last_line(text: str, after: str) -> None:
    assert result("wallaby", "xena", text).startswith(after)


def test_a_group_that_is_no_longer_there_leaves_no_gap() -> None:
    before = "[DEFAULT]\ndebug = true\n\n[vgpu_a]\ndevice_addresses = 0\n\n"
    after = "[DEFAULT]\ndebug = true\n\n[mdev_a]\ndevice_addresses = 0\n"
    assert result("wallaby", "xena", before) == after


@pytest.mark.parametrize(
    ("old", "new", "line", "effects", "said"),
    [
        ("train", "2025.1", "auth_strategy = keystone", ["soon"],
         "is `[api] auth_strategy`, which is deprecated and is removed in 2025.2; remove it"),
        ("train", "2025.1", "auth_strategy = noauth2", ["ignored", "soon"], "no longer read"),
        ("train", "2025.2", "auth_strategy = keystone", ["ignored"], "its value was the default"),
        ("ocata", "zed", "use_forwarded_for = true", ["soon"],
         "is `[api] use_forwarded_for`, which is deprecated and is removed in 2024.1; set"),
    ],
)  # fmt: skip
def test_an_old_name_of_what_is_to_go_is_told_at_once(
    old: str, new: str, line: str, effects: list[str], said: str
) -> None:
    found = [one for one in report(old, new, f"[DEFAULT]\n{line}\n").changes if one.location]
    assert [str(one.effect) for one in found] == effects
    assert said in found[0].message
