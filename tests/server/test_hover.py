"""What is told of the thing under the cursor, and that no value is."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from server.sessions import marked, view

from novalint.server.cursor import SpotKind, spot
from novalint.server.hover import page


def hovered(text: str, release: str = "2025.1", markdown: bool = True) -> str:
    bare, at = marked(text)
    seen = view(bare, release=release)
    here = spot(seen.document, seen.config.schema, at)
    return page(here, seen.config.schema, markdown) if here else ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[DEFAULT]\nvif_plu¦gging_timeout = 0\n",
         ["vif\\_plugging\\_timeout** — 2025.1", "integer, at least 0", "default: 300",
          "every release", "read by: compute", "vif-fatal-without-waiting"]),
        ("[DEFAULT]\nvif_plugging_timeout = ¦0\n", ["integer, at least 0"]),
        ("[DEFAULT]\n#vif_plug¦ging_timeout = 0\n", ["integer, at least 0"]),
        ("[vnc]\nserver_listen = a$my¦_ip\n", ["\\[DEFAULT\\] my\\_ip"]),
        ("[vnc]\nserver_listen = ${libvirt.virt¦_type}\n", ["\\[libvirt\\] virt\\_type", "one of"]),
        ("[libvirt]\ncpu_mo¦del = a\n", ["old name of"]),
        ("[libvirt]\ncpu_models =\n a,¦\n b\n", ["\\[libvirt\\] cpu\\_models", "list"]),
        ("[DEFAULT]\nuse_ne¦utron = a\n", ["removed in"]),
        ("[lib¦virt]\n", ["options: ", "every release"]),
        ("# novalint: ignore[unknown-op¦tion] x\n", ["**unknown-option**", "## Why it matters"]),
        ("[libvirt]\ncpu_power_man¦agement = 3\n", ["added"]),
    ],
)  # fmt: skip
def test_each_thing(text: str, words: list[str]) -> None:
    shown = hovered(text)
    assert [word for word in words if word not in shown] == []


@pytest.mark.parametrize(
    "text",
    ["", "¦", "¦# a comment\n", "[DEFAULT]\n¦\n", "[DEFAULT]\nno_su¦ch = 1\n", "[no_¦such]\n",
     "# novalint: ignore[no-su¦ch] x\n", "wo¦rds\n", "[DEFAULT]\nx = $no¦_such\n"],
)  # fmt: skip
def test_nothing_is_told_of_what_nobody_knows(text: str) -> None:
    assert hovered(text if "¦" in text else "¦") == ""


def test_an_editor_without_markdown_gets_plain_text() -> None:
    shown = hovered("[DEFAULT]\nvif_plu¦gging_timeout = 0\n", markdown=False)
    assert "[DEFAULT] vif_plugging_timeout" in shown and "\\" not in shown and "**" not in shown


def test_no_value_of_the_file_is_shown() -> None:
    secret = "S3cretS3cretS3cret"
    for line in (
        f"transport_url = rabbit://nova:{secret}@h/",
        f"transport_url = ¦rabbit://nova:{secret}@h/",
        f"my_ip = {secret}",
        f"#transport_url = {secret}",
        f"{secret} = 1",
    ):
        text = "[DEFAULT]\n" + (line if "¦" in line else f"¦{line}") + "\n"
        assert secret not in hovered(text)


def test_a_spot_says_which_option_it_belongs_to() -> None:
    text, at = marked("[DEFAULT]\nmy_ip = 1\n  ¦2\n")
    seen = view(text)
    here = spot(seen.document, seen.config.schema, at)
    assert here and (here.kind, here.group, here.name) == (SpotKind.VALUE, "DEFAULT", "my_ip")
