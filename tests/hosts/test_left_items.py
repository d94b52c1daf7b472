"""Items that are no options, such as `{}` and null, keep the name of their group above them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hosts.reading import changed, documents

from novalint.text.writing import comment_out, remove

OSA = "nova_nova_conf_overrides:\n"
HELM = "conf:\n nova:\n"
BARE = ["x: {}", "x: null", "x: ~", "x:", "x: []"]


def groups(text: str) -> Any:
    data = yaml.safe_load(text)
    return data["nova_nova_conf_overrides"] if "nova_nova_conf_overrides" in data else data["conf"]


def without_a(text: str) -> Any:
    """Return the data of a host without the option `a` of the group `[DEFAULT]`."""
    data = groups(text)
    del data.get("nova", data)["DEFAULT"]["a"]
    return data


@pytest.mark.parametrize("head", [OSA, HELM])
@pytest.mark.parametrize("bare", BARE)
@pytest.mark.parametrize("edit", [comment_out, remove])
@pytest.mark.parametrize("lines", ["{bare}\n    a: 1\n", "a: 1\n    {bare}\n"])
def test_what_is_left_keeps_its_group(head: str, bare: str, edit: Any, lines: str) -> None:
    host = f"{head}  libvirt:\n    cpu_mode: none\n  DEFAULT:\n    {lines.format(bare=bare)}"
    (document,) = documents(host)
    gone = [line for line in document.assignments if line.option == "a"]
    after = changed(document, edit(document, gone))
    assert after is not None
    assert groups(after) == without_a(host)


def test_comments_below_a_name_do_not_keep_it() -> None:
    host = f"{OSA}  vnc:\n    b: 1\n  DEFAULT:\n    # why\n    a: 1\n"
    (document,) = documents(host)
    gone = [line for line in document.assignments if line.option == "a"]
    after = changed(document, comment_out(document, gone))
    assert after == f"{OSA}  vnc:\n    b: 1\n  #DEFAULT:\n    # why\n    #a: 1\n"


@pytest.mark.parametrize("behind", ["", "x: 1\n"])
@pytest.mark.parametrize("options", ["    a: 1\n", "    a: 1\n    b: 2\n"])
@pytest.mark.parametrize("edit", [comment_out, remove])
@pytest.mark.parametrize("head", [OSA, HELM])
def test_no_group_and_no_file_is_left_null(head: str, behind: str, options: str, edit: Any) -> None:
    host = f"{head}  DEFAULT:\n{options}{behind}"
    (document,) = documents(host)
    assert changed(document, edit(document, document.assignments)) is None
