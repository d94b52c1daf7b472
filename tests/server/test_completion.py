"""What can be written in each place is what oslo.config reads there."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from lsprotocol.types import CompletionItem, CompletionItemTag, InsertTextFormat
from newest import NEWEST
from server.sessions import marked, view

from novalint.config.model import Config
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release
from novalint.server.completion import completions
from novalint.server.items import completion_list, explained
from novalint.text.document import Document
from novalint.text.edits import Edit, apply_edits

SCHEMA = load_schema(find_release(NEWEST))


def offered(text: str, **said: object) -> dict[str, CompletionItem]:
    """Return what is offered at the mark of a text, by its label."""
    bare, at = marked(text)
    items = completion_list(view(bare, **said), at, at, snippets=True).items
    assert len({item.label for item in items}) == len(items)
    return {item.label: item for item in items}


def taken(text: str, label: str, **said: object) -> str:
    """Return the text after a candidate was taken at its mark, without snippets."""
    bare, at = marked(text)
    for candidate, span in completions(view(bare, **said), at):
        if candidate.label == label:
            return apply_edits(bare, [Edit(*span, candidate.insert or candidate.label)])
    raise AssertionError(f"{label} is not offered")


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("[lib¦", "libvirt", "[libvirt]"),
        ("[lib¦]\n", "libvirt", "[libvirt]\n"),
        ("¦", "[libvirt]", "[libvirt]"),
        ("[DEFAULT]\nvif_plugging_is¦", "vif_plugging_is_fatal",
         "[DEFAULT]\nvif_plugging_is_fatal = "),
        ("[DEFAULT]\nvif_pl¦ug = x\n", "vif_plugging_is_fatal",
         "[DEFAULT]\nvif_plugging_is_fatal = x\n"),
        ("[DEFAULT]\ndebug=true\nmy_¦\n", "my_ip", "[DEFAULT]\ndebug=true\nmy_ip=\n"),
        ("[DEFAULT]\n#vif_plugging_t¦\n", "vif_plugging_timeout",
         "[DEFAULT]\n#vif_plugging_timeout = 300\n"),
        ("[DEFAULT]\n# vif_plugging_t¦\n", "vif_plugging_timeout",
         "[DEFAULT]\n# vif_plugging_timeout = 300\n"),
        ("[DEFAULT]\ndebug = t¦\n", "true", "[DEFAULT]\ndebug = true\n"),
        ("[DEFAULT]\ndebug:¦\n", "true", "[DEFAULT]\ndebug:true\n"),
        ("[DEFAULT]\n#debug = ¦\n", "true", "[DEFAULT]\n#debug = true\n"),
        ("[libvirt]\nvirt_type = ¦\n", "qemu", "[libvirt]\nvirt_type = qemu\n"),
        ("[filter_scheduler]\nenabled_filters = ComputeFilter, Num¦\n", "NumInstancesFilter",
         "[filter_scheduler]\nenabled_filters = ComputeFilter, NumInstancesFilter\n"),
        ("[filter_scheduler]\nenabled_filters = ComputeFilter,\n  Num¦\n", "NumInstancesFilter",
         "[filter_scheduler]\nenabled_filters = ComputeFilter,\n  NumInstancesFilter\n"),
        ("[DEFAULT]\ncompute_driver = lib¦\n", "libvirt.LibvirtDriver",
         "[DEFAULT]\ncompute_driver = libvirt.LibvirtDriver\n"),
        ("[vnc]\nserver_listen = $my¦\n", "my_ip", "[vnc]\nserver_listen = $my_ip\n"),
        ("[vnc]\nserver_listen = a${my¦\n", "my_ip", "[vnc]\nserver_listen = a${my_ip}\n"),
        ("[vnc]\nserver_listen = ${my¦}b\n", "my_ip", "[vnc]\nserver_listen = ${my_ip}b\n"),
        ("[vnc]\nserver_listen = ${lib¦\n", "libvirt.", "[vnc]\nserver_listen = ${libvirt.\n"),
        ("[vnc]\nserver_listen = ${libvirt.virt¦\n", "virt_type",
         "[vnc]\nserver_listen = ${libvirt.virt_type}\n"),
        ("[vnc]\nserver_listen = $libvirt.virt¦\n", "virt_type",
         "[vnc]\nserver_listen = $libvirt.virt_type\n"),
        ("# novalint: ignore[unk¦\n", "unknown-option", "# novalint: ignore[unknown-option\n"),
        ("# novalint: ignore[a, unk¦] x\n", "unknown-option",
         "# novalint: ignore[a, unknown-option] x\n"),
    ],
)  # fmt: skip
def test_each_context(text: str, label: str, expected: str) -> None:
    assert taken(text, label) == expected


@pytest.mark.parametrize(
    "text",
    [
        "[DEFAULT]\n  vif¦\n",  # could only go on with a value, and there is none
        "[DEFAULT]\n# some prose ¦\n",
        "[no_such_group]\nvif¦\n",
        "[DEFAULT]\nno_such_option = ¦\n",
        "[DEFAULT]\nserver_listen = $$¦\n",
        "[vnc]\nserver_listen = ${DEFAULT.¦\n",
        "[DEFAULT]\ndebug¦\n".replace("debug", "not known"),
    ],
)
def test_places_where_nothing_is_known(text: str) -> None:
    assert offered(text) == {}


def test_a_doubled_dollar_is_no_reference() -> None:
    assert "my_ip" not in offered("[vnc]\nserver_listen = $$my¦\n")
    assert "my_ip" in offered("[vnc]\nserver_listen = $$$my¦\n")


def test_what_is_set_already_is_not_offered_again() -> None:
    there = offered("[DEFAULT]\ndebug = true\n¦\n[pci]\n")
    assert "debug" not in there and "my_ip" in there
    assert "debug" in offered("[DEFAULT]\ndebug¦ = true\n"), "the line itself may be rewritten"


def test_an_option_that_may_be_repeated_is_offered_again() -> None:
    assert "alias" in offered("[pci]\nalias = {}\n¦\n")


def test_items_say_type_default_and_what_is_to_go() -> None:
    there = offered("[DEFAULT]\n¦")
    assert there["vif_plugging_timeout"].detail == "integer, default 300"
    assert there["vif_plugging_timeout"].tags is None
    old = [name for name, item in there.items() if item.tags == [CompletionItemTag.Deprecated]]
    known = SCHEMA.options("DEFAULT") or {}
    assert old == [name for name, entry in known.items() if entry.get("deprecated")] != []


def test_snippets_have_the_value_to_fill_in() -> None:
    there = offered("[DEFAULT]\n¦")
    timeout = there["vif_plugging_timeout"]
    assert timeout.insert_text_format is InsertTextFormat.Snippet
    assert timeout.text_edit and timeout.text_edit.new_text == "vif_plugging_timeout = ${1:300}"
    fatal = there["vif_plugging_is_fatal"].text_edit
    assert fatal and fatal.new_text == "vif_plugging_is_fatal = ${1|true,false|}"
    refers = there["my_block_storage_ip"].text_edit
    assert refers and refers.new_text == r"my_block_storage_ip = ${1:\$my_ip}"


def test_a_page_comes_when_it_is_asked_for() -> None:
    item = offered("[DEFAULT]\nvif_plugging_t¦")["vif_plugging_timeout"]
    assert item.documentation is None
    shown = explained(item, markdown=True).documentation
    assert shown is not None and "integer, at least 0" in str(shown)
    assert explained(CompletionItem("x"), markdown=True).documentation is None


def test_the_default_comes_first() -> None:
    there = offered("[libvirt]\nvirt_type = ¦\n")
    assert min(there.values(), key=lambda item: item.sort_text or "").label == "kvm"
    assert there["kvm"].detail == "default"


def test_values_are_those_of_the_release() -> None:
    assert "xen" not in offered("[libvirt]\nvirt_type = ¦\n")
    assert "xen" in offered("[libvirt]\nvirt_type = ¦\n", release="train")
    assert "RetryFilter" in offered("[filter_scheduler]\nenabled_filters = ¦\n", release="train")


def test_each_option_of_a_release_can_be_typed() -> None:
    for group in SCHEMA.groups:
        text = f"[{group}]\n"
        names = set(SCHEMA.options(group) or ())
        made = list(completions(view(text), len(text)))
        assert {candidate.label for candidate, _ in made} == names
        for candidate, span in made:
            after = Document.parse(apply_edits(text, [Edit(*span, candidate.insert)]))
            (written,) = after.assignments
            assert (written.group, written.option, written.value) == (group, candidate.label, "")


def test_each_template_is_what_holds_without_it() -> None:
    for group in SCHEMA.groups:
        text = f"[{group}]\n#"
        made = [candidate for candidate, _ in completions(view(text), len(text))]
        assert {one.label for one in made} == set(SCHEMA.options(group) or ())
        lines = "".join(f"{one.insert}\n" for one in made)
        live = Config(SCHEMA, (Document.parse(f"[{group}]\n{lines}"),))
        for one in made:
            option = SCHEMA.option(group, one.label)
            value = one.insert.partition("=")[2].strip()
            setting = live.setting(group, one.label)
            assert option and setting.option.name == one.label
            if value and not option.multi:
                assert setting.fault is None, one.insert


@pytest.mark.slow
def test_each_value_that_is_offered_is_read() -> None:
    for option in SCHEMA:
        if option.multi or option.group == "filter_scheduler":
            continue
        text = f"[{option.group}]\n{option.name} = "
        for candidate, _ in completions(view(text), len(text)):
            after = Document.parse(text + candidate.insert)
            setting = Config(SCHEMA, (after,)).setting(option.group, option.name)
            assert setting.fault is None, candidate
