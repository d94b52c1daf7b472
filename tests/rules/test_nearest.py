"""Which name was probably meant, and when it is sure enough to correct it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novalint.nearest import SlipIndex, is_slip, nearest

SLIPS = [
    ("vif_plugging_if_fatal", "vif_plugging_is_fatal"),
    ("vif_pluging_timeot", "vif_plugging_timeout"),
    ("virt_tpye", "virt_type"),
    ("Virt-Type", "virt_type"),
    ("my_ip", "my_ip"),
]
OTHERS = [
    ("config_drive_cdrom", "config_drive_format"),
    ("glusterfs_mount_point_base", "smbfs_mount_point_base"),
    ("xvpvncproxy_port", "novncproxy_port"),
    ("", "abc"),
]


@pytest.mark.parametrize(("name", "meant"), SLIPS)
def test_slips(name: str, meant: str) -> None:
    assert is_slip(name, meant)


@pytest.mark.parametrize(("name", "other"), OTHERS)
def test_names_that_share_their_words(name: str, other: str) -> None:
    assert not is_slip(name, other)


def test_a_swap_counts_once() -> None:
    assert is_slip("vitr_tpye", "virt_type")
    assert not is_slip("vitr_tpyee", "virt_type")


def test_the_best_comes_first_and_case_counts_for_nothing() -> None:
    names = ["vif_plugging_timeout", "vif_plugging_is_fatal", "my_ip"]
    assert nearest("VIF_PLUGGING_IF_FATAL", names)[0] == "vif_plugging_is_fatal"
    assert nearest("nothing_like_it", names) == []
    assert nearest("", names) == []


_NAMES = st.text("abcdABC_-é" + chr(ord("a") + 128), min_size=0, max_size=8)


@given(_NAMES, st.lists(_NAMES, max_size=12))
def test_index_finds_what_comparing_each_name_finds(name: str, names: list[str]) -> None:
    found = sorted(SlipIndex(names).near(name))
    assert found == sorted(known for known in names if is_slip(name, known))
