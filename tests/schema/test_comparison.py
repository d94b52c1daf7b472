"""What compare says of two releases, against their schemas."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from novalint.errors import ReleaseError
from novalint.schema.comparison import Comparison, Difference, Kind, compare
from novalint.schema.history import names_ever
from novalint.schema.index import starred
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release, releases
from novalint.schema.store import read_json

PAIRS = [("ocata", "2026.2"), ("queens", "yoga"), ("2024.1", "2026.2"), ("2026.1", "2026.2")]


def one(comparison: Comparison, kind: Kind, group: str, option: str) -> Difference:
    (found,) = (d for d in comparison.of(kind) if (d.group, d.option) == (group, option))
    return found


@pytest.mark.parametrize(("old", "new"), PAIRS)
@pytest.mark.slow
def test_what_came_and_went_is_what_the_schemas_have(old: str, new: str) -> None:
    found = compare(old, new)
    before, after = set(names(old)), set(names(new))
    assert {(d.group, d.option) for d in found.of(Kind.REMOVED, Kind.RENAMED)} == before - after
    successors = {name for d in found.of(Kind.RENAMED) for name in d.names}
    assert successors <= after
    assert {(d.group, d.option) for d in found.of(Kind.ADDED)} == after - before - successors


def names(release: str) -> Iterator[tuple[str, str]]:
    document = read_json(f"nova/{find_release(release).series}.json")
    for option in load_schema(find_release(release)):
        yield option.group, option.name
    for pattern, group in document.get("patternProperties", {}).items():
        yield from ((starred(pattern), name) for name in group["properties"])


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_changed_defaults_are_those_of_the_schemas(old: str, new: str) -> None:
    before, after = load_schema(find_release(old)), load_schema(find_release(new))
    told = {(d.group, d.option) for d in compare(old, new).of(Kind.DEFAULT) if not d.before}
    for option in before:
        other = after.option(option.group, option.name)
        if other is not None:
            same = default(option.entry) == default(other.entry)
            assert same == ((option.group, option.name) not in told), option


def default(entry: object) -> tuple[object, ...]:
    assert isinstance(entry, dict)
    return entry.get("default"), "default" in entry, entry["x-oslo"].get("machine")


def test_neighbours_and_the_ends_can_be_compared_and_say_when() -> None:
    for old, new in [*pairwise(releases()), (releases()[0], releases()[-1])]:
        for difference in compare(old, new).differences:
            assert all(old < release <= new for release in difference.releases), difference


def test_choices_in_another_order_are_the_same_type() -> None:
    found = {(d.group, d.option) for d in compare("rocky", "stein").of(Kind.TYPE)}
    assert ("DEFAULT", "running_deleted_instance_action") not in found
    assert ("libvirt", "sysinfo_serial") in found


def test_a_removal_says_since_when() -> None:
    gone = one(compare("train", "2026.2"), Kind.REMOVED, "DEFAULT", "use_neutron")
    assert [str(release) for release in gone.releases] == ["ussuri"]
    assert not gone.still_read


def test_renames_are_followed_over_several_releases() -> None:
    moved = one(compare("ocata", "2026.2"), Kind.RENAMED, "pci", "passthrough_whitelist")
    assert moved.names == (("pci", "device_spec"),)
    assert moved.still_read


def test_a_default_that_changed_says_when_and_from_what() -> None:
    changed = one(
        compare("2024.1", "2026.2"), Kind.DEFAULT, "DEFAULT", "heal_instance_info_cache_interval"
    )
    assert (changed.old.value, changed.new.value) == (60, -1)
    assert [str(release) for release in changed.releases] == ["2025.1"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("yoga", "yoga", "both releases are yoga; name two different ones"),
        ("zed", "yoga", "zed is newer than yoga; name the older release first"),
        ("zed", "zod", "there is no release `zod`"),
    ],
)
def test_what_cannot_be_compared_is_refused(old: str, new: str, told: str) -> None:
    with pytest.raises(ReleaseError, match=told):
        compare(old, new)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_old_names_that_are_dropped_are_those_of_the_schemas(old: str, new: str) -> None:
    before, after = load_schema(find_release(old)), load_schema(find_release(new))
    told = {(d.group, d.option) for d in compare(old, new).of(Kind.NAME)}
    for group, name in dict.fromkeys(names_ever()):
        read = [o for o in before.renamed(group, name) if "plugins" not in o.facts]
        lost = not after.option(group, name) and not after.renamed(group, name)
        expected = bool(read) and before.option(group, name) is None and lost
        assert ((group, name) in told) == expected, (group, name)


@pytest.mark.parametrize(
    ("old", "new", "group", "option", "names"),
    [
        ("xena", "yoga", "DEFAULT", "vncserver_listen", (("vnc", "server_listen"),)),
        ("2025.1", "2025.2", "DEFAULT", "dhcp_domain", (("api", "dhcp_domain"),)),
        ("rocky", "stein", "DEFAULT", "rabbit_host", ()),
    ],
)
def test_an_old_name_that_is_dropped_says_what_to_write(
    old: str, new: str, group: str, option: str, names: tuple[tuple[str, str], ...]
) -> None:
    found = one(compare(old, new), Kind.NAME, group, option)
    assert (found.names, [str(release) for release in found.releases]) == (names, [new])
