"""How users name releases, and what they are told about names that no release has."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from novalint.errors import ReleaseError
from novalint.schema.releases import Release, find_release, full_version, newest, releases


def test_every_release_by_every_name() -> None:
    for release in releases():
        names = [release.series, release.codename, release.nova, str(release.major)]
        names += [
            f"{release.major}.{point}" for point in ("0", "9.9", "0.0rc1", "0.0.0rc1", "1.dev7")
        ]
        names += [
            release.codename.title(),
            f"  {release.series}\n",
            f"v{release.nova}",
            str(release),
            f"stable/{release.series}",
            f"unmaintained/{release.series}",
        ]
        for name in names:
            assert find_release(name) is release, name


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("31", "2025.1"),
        ("31.2.0", "2025.1"),
        ("31.99", "2025.1"),
        ("34.0.0.0rc1", "2026.2"),
        ("29.4.0-1ubuntu2", None),
        ("EPOXY", "2025.1"),
        ("Caracal", "2024.1"),
        ("25.3.0", "yoga"),
    ],
)
def test_names(name: str, series: str | None) -> None:
    if series:
        assert find_release(name).series == series
    else:
        with pytest.raises(ReleaseError, match=r"write `2024\.1` \(Nova 29\."):
            find_release(name)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("31.2.0", (31, 2, 0)),
        (" v25.0.1\n", (25, 0, 1)),
        ("V25.0.1", (25, 0, 1)),
        ("25.0.1.post1", (25, 0, 1)),
        ("34.0.0.0rc1", (34, 0, 0)),
        ("34.0.0.dev7", (34, 0, 0)),
        ("25.0.1.dev3", None),
        ("25.1.0.0rc1", None),
        ("25.1", None),
        ("25", None),
        ("yoga", None),
        ("", None),
        ("stable/2025.1", None),
    ],
)
def test_a_version_in_full_is_taken_in_every_spelling(
    name: str, version: tuple[int, ...] | None
) -> None:
    assert full_version(name) == version


@pytest.mark.parametrize("name", ["25.0.1.dev3", "25.1.0.0rc1", "v25.0.1.dev3", "25.1.1a1"])
def test_what_is_built_on_the_way_to_an_update_is_refused(name: str) -> None:
    """Fixes come with the commits between two updates, so such a version may have them or not."""
    with pytest.raises(ReleaseError, match=r"the fixes in it are not known.*25\.3\.0, or `yoga`"):
        find_release(name)


def test_releases_stand_in_order() -> None:
    majors = [release.major for release in releases()]
    assert majors == list(range(majors[0], majors[-1] + 1))
    assert sorted(releases(), key=lambda one: one.day) == list(releases())
    assert newest() == releases()[-1]
    assert max(releases()) == newest()
    for release in releases():
        assert release.nova.startswith(f"{release.major}.")
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", release.day)
    assert isinstance(newest(), Release)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2024.3", "the nearest are `2024.1` (Nova 29.4.0), `2024.2` (Nova 30.3.0)"),
        ("nova31", "the nearest is `2025.1` (Nova 31."),
        ("nova-31", "`2025.1` (Nova 31."),
        ("caracol", "the nearest is `2024.1` (Nova 29.4.0)"),
        ("epoxi", "the nearest is `2025.1` (Nova 31."),
        ("openstack", "there are `ocata` (Nova 15."),
        ("", "there is no release without a name; there are `ocata` (Nova 15."),
        (" ", "there is no release without a name; there are `ocata` (Nova 15."),
        ("99", "there is no release `99`; there are `ocata`"),
        ("1e9", "there is no release `1e9`; there are"),
        ("-31", "write `2025.1` (Nova 31."),
        ("31.x", "write `2025.1` (Nova 31."),
        ("9" * 5000, f"there is no release `{'9' * 59}…`; there are"),
        ("2026." + "9" * 5000, "there is no release `2026.999"),
        ("31." + "9" * 5000, "there is no release `31.999"),
        ("x\ny\t\x1b[31m\0", r"there is no release `x\ny\t\x1b[31m\x00`; write `2025.1`"),
        ("\udc80", r"there is no release `\x80`; there are"),
    ],
)
def test_unknown_names(name: str, told: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        find_release(name)
    assert told in str(caught.value)
    one_short_line(str(caught.value))


def one_short_line(message: str) -> None:
    assert message.isprintable()
    assert len(message) < 1200
    assert any(f"`{release}`" in message for release in releases())
    assert not message.endswith(".")


@given(st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}(\.[0-9a-z+!-]{0,6}){0,4}", fullmatch=True))
@example("²")
@example("1!31.0")
def test_any_name_gives_a_release_or_a_message(name: str) -> None:
    try:
        assert find_release(name) in releases()
    except ReleaseError as error:
        one_short_line(str(error))


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("rhosp17", "wallaby"),
        ("OSP 16.2", "train"),
        ("RHOSO 18", "2023.1"),
        ("3:29.0.1-0ubuntu1.3", "2024.1"),
        ("rhosp9", ""),
    ],
)
def test_a_vendors_name_leads_to_the_release_it_is_of(name: str, series: str) -> None:
    with pytest.raises(ReleaseError) as refused:
        find_release(name)
    told = str(refused.value)
    assert f"write `{series}` (" in told if series else "write" not in told
