"""What files can be full of costs calls in proportion to their length."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from novalint.cli import main
from novalint.project.other_readers import OtherReader

EXAMPLE = Path(__file__).parents[2] / "examples" / "dense-compute" / "nova.conf"
Make = Callable[[int], str]


def lines(line: str) -> Make:
    return lambda count: "[DEFAULT]\n" + "".join(line.format(n) for n in range(count))


SHAPES: dict[str, Make] = {
    "directives for the file": lambda count: "# novalint: ignore-file[unknown-optio]\n" * count,
    "comments that ignore": lines("# novalint: ignore[unknown-option] why\ninvented_{} = 1\n"),
    "stacked comments": lambda n: "[DEFAULT]\n" + "# novalint: ignore[x]\n" * n + "a = 1\n",
    "misplaced options": lines("virt_type = kvm\n"),
    "unknown options": lines("invented_{} = 1\n"),
    "templates of others": lines("#invented_{0} = 1\nvirt_type = kvm\n"),
    "one misspelt option": lambda count: "[neutron]\n" + "'password' = 'a'\n" * count,
    "one misspelt option, each in its group": lambda count: "[neutron]\nregoin_name = a\n" * count,
    "groups": lines("[g{}]\na = 1\n"),
    "the example": lambda count: EXAMPLE.read_text() * max(1, count // 100),
}


def calls(words: list[str]) -> int:
    """Count the calls of functions, Python's own too."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        main(words)
    finally:
        sys.setprofile(before)
    return count


def linear(count: Callable[[int], int], length: int) -> None:
    """Assert that what the second doubling adds is some twice of what the first one adds."""
    count(length)  # what is loaded once is loaded
    one, two, four = (count(length * factor) for factor in (1, 2, 4))
    assert four - two <= 2.6 * max(two - one, 1)


@pytest.mark.slow
@pytest.mark.parametrize("shape", SHAPES)
def test_a_check_grows_with_the_file(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], shape: str
) -> None:
    file = tmp_path / "nova.conf"

    def count(length: int) -> int:
        file.write_text(SHAPES[shape](length))
        return calls(["check", "--isolated", str(file)])

    linear(count, 100)


@pytest.mark.slow
def test_an_upgrade_grows_with_the_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "nova.conf"

    def count(length: int) -> int:
        file.write_text("[DEFAULT]\n" + "".join(f"invented_{n} = 1\n" for n in range(length)))
        return calls(["upgrade", "--from", "2025.1", "--isolated", str(file)])

    linear(count, 60)


@pytest.mark.slow
def test_an_upgrade_grows_with_a_chain_of_references(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nova.conf"

    def count(length: int) -> int:
        chain = "".join(f"zz{n} = $zz{n - 1}\n" for n in range(1, length))
        file.write_text(f"[DEFAULT]\nzz0 = a\n{chain}host = $zz{length - 1}\n")
        return calls(["upgrade", "--from", "ocata", "--diff", "--isolated", str(file)])

    linear(count, 60)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["DEFAULT.new_{}=1", "group_{}.a=1"])
def test_set_grows_with_what_is_set(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], pattern: str
) -> None:
    file = tmp_path / "nova.conf"
    file.write_text("[DEFAULT]\na = 1\n")

    def count(length: int) -> int:
        return calls(
            ["set", "--force", "--diff", str(file), *(pattern.format(n) for n in range(length))]
        )

    linear(count, 50)


@pytest.mark.slow
def test_files_read_together_grow_with_their_number(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / f"{number}.conf" for number in range(200)]
    for file in files:
        file.write_text(f"[DEFAULT]\ninvented_{file.stem} = 1\n")

    def count(length: int) -> int:
        return calls(["check", "--isolated", "--together", *map(str, files[:length])])

    linear(count, 50)


def write_hosts(folder: Path, number: int) -> str:
    """Write overrides of kolla-ansible with findings in the files of all hosts, of some a fix."""
    shared = {
        "nova.conf": "[DEFAULT]\nservice_down_time = 60\nrpc_thread_pool_size = 64\n",
        "nova/nova-compute.conf": "[DEFAULT]\nvif_plugging_timeout = 0\n",
    }
    own = {
        f"nova/h{n}/nova.conf": f"[DEFAULT]\nreport_interval = {(10, 90, 200)[n % 3]}\n"
        for n in range(number)
    }
    for name, text in {**shared, **own}.items():
        path = folder / str(number) / "kolla" / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(folder / str(number))


@pytest.mark.slow
def test_overrides_grow_with_the_number_of_hosts(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def count(length: int) -> int:
        return calls(["check", "--isolated", "--jobs", "1", write_hosts(tmp_path, length)])

    linear(count, 6)


def test_a_fix_in_a_file_of_all_hosts_is_tried_once_on_each(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    trying = OtherReader.tried

    def note(reader: OtherReader, *given: Any) -> Any:
        tried.append(reader.name)
        return trying(reader, *given)

    monkeypatch.setattr(OtherReader, "tried", note)
    main(["check", "--isolated", "--jobs", "1", write_hosts(tmp_path, 6)])
    assert max(Counter(tried).values()) <= 2  # there are two fixes
    assert {f"h{number}" for number in range(6)} <= {*tried}


def test_plugins_that_do_not_exist_are_looked_for_once(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "nova.conf"
    file.write_text("[DEFAULT]\na = 1\n")
    settings = tmp_path / "settings.toml"

    def count(length: int) -> int:
        names = ", ".join(f'"invented-{number}"' for number in range(length))
        settings.write_text(f"plugins = [{names}]\n")
        return calls(["check", "--settings", str(settings), str(file)])

    linear(count, 10)
