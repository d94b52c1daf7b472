"""Items of a mapping that move: their comments go with them, and no empty group is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hosts.reading import changed, documents

import novalint
from novalint.text.hosting import COMPUTED
from novalint.text.writing import move, remove, unset_option

HEAD = "nova_nova_conf_overrides:\n"
OTHER = "    my_ip: 1.1.1.1\n"


def moved(host: str) -> str | None:
    (document,) = documents(host)
    old = next(one for one in document.assignments if one.option == "osapi_max_limit")
    return changed(document, move(document, old, "api", "max_limit"))


@pytest.mark.parametrize("value", ["200", '"x y"', "0.5"])
def test_comments_go_with_an_item(value: str) -> None:
    said = "    # why 200: ticket 4711\n    # NOTE: keep\n"
    host = f"{HEAD}  DEFAULT:\n{said}    osapi_max_limit: {value}  # agreed\n{OTHER}"
    new = moved(host)
    assert new == f"{HEAD}  DEFAULT:\n{OTHER}  api:\n{said}    max_limit: {value}  # agreed\n"


def test_comments_of_others_stay() -> None:
    for line in ("    # --- limits ---\n", "    #other: 1\n", "    # other_one: 1\n", "  # x\n"):
        host = f"{HEAD}  DEFAULT:\n{OTHER}{line}    osapi_max_limit: 200\n"
        assert moved(host) == f"{HEAD}  DEFAULT:\n{OTHER}{line}  api:\n    max_limit: 200\n"


def test_a_comment_that_would_be_lost_keeps_the_item_in_its_place() -> None:
    assert moved(f"{HEAD}  DEFAULT:\n{OTHER}    osapi_max_limit: # why\n      200\n") is None


def test_a_group_goes_with_its_last_item() -> None:
    assert moved(f"{HEAD}  DEFAULT:\n    osapi_max_limit: 200\n") == (
        f"{HEAD}  api:\n    max_limit: 200\n"
    )
    rest = "\n  libvirt:\n    virt_type: kvm\n"
    host = f"{HEAD}  api:\n    auth_strategy: keystone\n  DEFAULT:\n    osapi_max_limit: 200\n"
    assert moved(host + rest) == (
        f"{HEAD}  api:\n    auth_strategy: keystone\n    max_limit: 200\n{rest}"
    )
    assert moved(f"{HEAD}  DEFAULT:\n    osapi_max_limit: 200") == (
        f"{HEAD}  api:\n    max_limit: 200"
    )


def test_a_group_that_would_keep_a_comment_alone_stays() -> None:
    assert moved(f"{HEAD}  DEFAULT:\n    # --- x ---\n    osapi_max_limit: 200\n") is None
    (document,) = documents(f"{HEAD}  DEFAULT:\n    a: 1\n  api:\n    b: 1\n")
    after = changed(document, unset_option(document, "api", "b"))
    assert after == f"{HEAD}  DEFAULT:\n    a: 1\n  #api:\n    #b: 1\n"
    (document,) = documents(f"{HEAD}  api:\n    b: 1\n")
    assert changed(document, unset_option(document, "api", "b")) is None


def test_an_item_that_is_removed_takes_its_group_along() -> None:
    (document,) = documents(f"{HEAD}  DEFAULT:\n    a: 1\n  api:\n    b: 1\n")
    last = document.assignments[-1]
    assert changed(document, remove(document, [last])) == f"{HEAD}  DEFAULT:\n    a: 1\n"


def test_what_cannot_be_written_does_not_keep_the_rest_from_it(tmp_path: Path) -> None:
    path = tmp_path / "user_variables.yml"
    path.write_text(
        f"{HEAD}  DEFAULT:\n    # Consoles.\n    vncserver_listen: 0.0.0.0  # all\n"
        "    rpc_thread_pool_size: 10  # few\n    # Neutron\n    use_neutron: true  # old\n"
        "    scheduler_default_filters:  # these\n      - RamFilter  # ram\n      - ComputeFilter\n"
        "  oslo_messaging_rabbit:\n    # the host\n    rabbit_host: a  # first\n"
        "  upgrade_levels: {compute: auto}\n"
    )
    upgrade = novalint.upgrade(path, "ocata", "2026.2")
    (file,) = upgrade.patch.files
    lines = [line for line in file.result.splitlines() if " was removed in " not in line]
    assert lines == [
        "nova_nova_conf_overrides:",
        "  DEFAULT:",
        "    executor_thread_pool_size: 10  # few",
        "    # Neutron",
        "    #use_neutron: true  # old",
        "    scheduler_default_filters:  # these",
        "      - RamFilter  # ram",
        "      - ComputeFilter",
        "  #oslo_messaging_rabbit:",
        "    # the host",
        "    #rabbit_host: a  # first",
        "  upgrade_levels: {compute: auto}",
        "  vnc:",
        "    # Consoles.",
        '    server_listen: "0.0.0.0"  # all',
    ]
    assert len(file.result.splitlines()) - len(lines) == 2
    told = [change for change in upgrade.changes if change.option == "scheduler_default_filters"]
    assert told
    assert not any(change.mended for change in told)


def migrated(items: str) -> str:
    """Return a file of overrides on its way from queens to 2026.2."""
    (document,) = documents(f"{HEAD}  DEFAULT:\n{items}{OTHER}")
    (file,) = novalint.upgrade(document, "queens", "2026.2").patch.files
    return file.result


def test_comments_go_with_an_item_whose_value_changes_on_the_way() -> None:
    said = "    # filters of ours\n"
    assert migrated(f"{said}    scheduler_default_filters: RetryFilter,ComputeFilter\n") == (
        f"{HEAD}  DEFAULT:\n{OTHER}  filter_scheduler:\n{said}    enabled_filters: ComputeFilter\n"
    )


def test_comments_stay_where_it_is_not_sure_which_item_they_belong_to() -> None:
    new = migrated(
        "    # filters of ours\n"
        "    scheduler_default_filters: RetryFilter,ComputeFilter\n"
        "    # where they are\n"
        "    scheduler_available_filters: nova.scheduler.filters.retry_filter.RetryFilter\n"
    )
    assert "    # filters of ours\n    # where they are\n" in new


RENAMED = "  oslo_messaging_rabbit:\n    rabbit_use_ssl: true\n"


def test_an_item_is_commented_out_beside_one_of_another_group_that_is_renamed() -> None:
    (document,) = documents(
        f"{HEAD}{RENAMED}  api:\n    max_limit: 5\n    use_forwarded_for: true\n"
    )
    (file,) = novalint.upgrade(document, "zed", "2025.1").patch.files
    *rest, why, item = file.result.splitlines()
    assert rest[1:3] == ["  oslo_messaging_rabbit:", "    ssl: true"]
    assert why.startswith("    # [api] use_forwarded_for was removed in 2024.1; ")
    assert item == "    #use_forwarded_for: true"


def test_what_a_host_cannot_take_is_named() -> None:
    spec = "    passthrough_whitelist:\n      vendor_id: 8086\n      product_id: 10fb\n"
    (document,) = documents(f"{HEAD}{RENAMED}  pci:\n{spec}")
    upgrade = novalint.upgrade(document, "zed", "2025.1")
    (file,) = upgrade.patch.files
    assert document.host
    assert file.result == document.host.source.text.replace("rabbit_use_ssl", "ssl")
    told = {change.option: change for change in upgrade.changes if change.location}
    assert told["rabbit_use_ssl"].mended
    assert "no fix here" not in told["rabbit_use_ssl"].message
    assert not told["passthrough_whitelist"].mended
    assert told["passthrough_whitelist"].message.endswith(f"; {COMPUTED}")
