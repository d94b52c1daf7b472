"""Files and folders in the order in which --config-file and --config-dir take them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oslo_config import cfg
from oslo_model import configured, entry, multi, outcome, schema

from novalint.config.layers import expand, read_documents
from novalint.config.model import Config, load
from novalint.errors import FileError, NovalintError
from novalint.text.document import Document

KNOWN = schema({("DEFAULT", "last"): entry(), ("DEFAULT", "all"): multi(entry())})
ENTRIES = [
    "nova.conf", "10-a.conf", "9-b.conf", "A.conf", "a.conf", "Z.conf", "é.conf", " .conf",
    "a b.conf", "-.conf", ".hidden.conf", ".conf", "conf", "x.conf.bak", "x.conf~", "y.CONF",
    "README", "[a].conf",
]  # fmt: skip


def write(path: Path) -> None:
    path.write_text(f"[DEFAULT]\nlast = {path.name}\nall = {path.name}\n", encoding="utf-8")


def by_oslo(args: list[str]) -> list[object]:
    conf = configured(args, KNOWN)
    return [outcome(conf, "DEFAULT", name).value for name in ("last", "all")]


def by_us(*paths: Path | str) -> list[object]:
    config = Config(KNOWN, tuple(read_documents(paths)))
    return [config["DEFAULT"][name] for name in ("last", "all")]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(ENTRIES), unique=True, max_size=10), st.booleans())
def test_a_folder_is_read_as_config_dir(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], below: bool
) -> None:
    folder = tmp_path_factory.mktemp("nova.conf.d", numbered=True)
    for name in names:
        write(folder / name)
    if below:
        (folder / "sub").mkdir()
        write(folder / "sub" / "z.conf")
    assert by_us(folder) == by_us(f"{folder}/") == by_oslo(["--config-dir", str(folder)])


def test_the_order_of_the_command_line_counts(tmp_path: Path) -> None:
    for name in ("z.conf", "d/a.conf", "d/b.conf", "e/a.conf", "a.conf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name)
    options = {"z.conf": "file", "d": "dir", "e": "dir", "a.conf": "file"}
    for order in (["z.conf", "d", "a.conf"], ["e", "a.conf", "d"], ["a.conf", "e", "d", "a.conf"]):
        args = [f"--config-{options[name]}={tmp_path / name}" for name in order]
        assert by_us(*[tmp_path / name for name in order]) == by_oslo(args), order


def test_a_link_counts_as_what_it_points_to(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    write(tmp_path / "elsewhere")
    (folder / "b.conf").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "link").symlink_to(folder)
    assert by_us(tmp_path / "link") == by_oslo([f"--config-dir={tmp_path / 'link'}"])
    assert expand(tmp_path / "link") == [str(tmp_path / "link" / "b.conf")]


def test_what_oslo_cannot_read_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "d"
    folder.mkdir()
    for make in (Path.mkdir, lambda path: path.symlink_to("nowhere")):
        make(folder / "x.conf")
        with pytest.raises((OSError, cfg.ConfigFilesNotFoundError)):
            by_oslo([f"--config-dir={folder}"])
        with pytest.raises(FileError, match=r"x\.conf"):
            by_us(folder)
        if (folder / "x.conf").is_symlink():
            (folder / "x.conf").unlink()
        else:
            (folder / "x.conf").rmdir()
    with pytest.raises(cfg.ConfigDirNotFoundError):
        by_oslo([f"--config-dir={tmp_path / 'none'}"])
    with pytest.raises(NovalintError, match="none"):
        by_us(tmp_path / "none")


def test_a_folder_whose_name_is_a_pattern(tmp_path: Path) -> None:
    """oslo.config takes the folder itself for a pattern and finds nothing; that helps nobody."""
    folder = tmp_path / "conf[1]"
    folder.mkdir()
    write(folder / "a.conf")
    assert by_oslo([f"--config-dir={folder}"]) == [None, None]
    assert by_us(folder) == ["a.conf", ["a.conf"]]


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> list[str]:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(FileError) as refused:
        expand(tmp_path)
    assert str(refused.value) == f"cannot read the directory `{tmp_path}`: permission denied"


def test_a_path_given_twice_is_refused() -> None:
    with pytest.raises(FileError, match="given twice"):
        load(Document.parse("[DEFAULT]\n"), Document.parse("[vnc]\n"))


def test_what_stands_in_no_group_sets_nothing() -> None:
    config = Config(KNOWN, (Document.parse("[DEFAULT]\nlast = a\n[\nlast = b\n"),))
    setting = config.setting("DEFAULT", "last")
    assert (setting.value, setting.via) == ("a", None)
    assert config.setting("DEFAULT", "all").via is None
