"""Texts of hosts that end without a line end: nothing is added behind their last line."""

from __future__ import annotations

import pytest
from hosts.reading import changed, documents

from novalint.text.writing import move, set_option

HEAD = "spec:\n  nova:\n    customServiceConfig: |-\n      [DEFAULT]\n"
OLD, OTHER = "      osapi_max_limit = 200\n", "      my_ip = 1.1.1.1\n"
MOVED = "\n      [api]\n      max_limit = 200\n"


@pytest.mark.parametrize("lines", [OLD + OTHER, OTHER + OLD])
def test_a_line_moved_at_the_end_adds_no_empty_line(lines: str) -> None:
    host = HEAD + lines + "    x: 1\n"
    (document,) = documents(host)
    old = next(one for one in document.assignments if one.option == "osapi_max_limit")
    patch = move(document, old, "api", "max_limit")
    assert changed(document, patch) == HEAD + OTHER + MOVED + "    x: 1\n"


def test_a_line_added_at_the_end_adds_no_empty_line() -> None:
    (document,) = documents(HEAD + OTHER + "    x: 1\n")
    patch = set_option(document, "DEFAULT", "host", "x")
    assert changed(document, patch) == HEAD + OTHER + "      host = x\n    x: 1\n"


@pytest.mark.parametrize("end", ["", "\n  other: x\n"])
def test_a_line_comes_behind_an_expression_that_ends_the_text(end: str) -> None:
    """As in Red Hat's ci-framework, roles/cifmw_ceph_client/tasks/edpm_values_post_ceph.yml."""
    text = (
        f"kind: Secret\nstringData:\n  nova.conf: |-\n    [libvirt]\n    rbd_user={{{{ a }}}}{end}"
    )
    (document,) = documents(text, "x.yaml.j2")
    after = changed(document, set_option(document, "libvirt", "virt_type", "kvm"))
    assert after == text.replace("}}", "}}\n    virt_type=kvm") + ("" if end else "\n")
