"""Changes that a tool takes in a form of its own: further values, resources, flags, anchors."""

from __future__ import annotations

from pathlib import Path

import pytest
from hosts.reading import changed, documents, values

from novalint.cli import main
from novalint.text.writing import (
    add_value,
    comment_out,
    remove,
    set_option,
    set_values,
    unset_option,
)

OSA = "nova_nova_conf_overrides:\n"
HELM = "conf:\n  nova:\n"
PUPPET = "parameter_defaults:\n  ComputeExtraConfig:\n    nova::config::nova_config:\n"
JSON = '{"vendor_id": "8086"}'


def added(text: str, option: str, *more: str) -> str | None:
    """Return a host with values added to an option of `[pci]`."""
    for value in more:
        (document,) = documents(text)
        after = changed(document, add_value(document, "pci", option, value))
        if after is None:
            return None
        text = after
    return text


@pytest.mark.parametrize(
    "text",
    [
        f"{HELM}    pci:\n      alias:\n        type: multistring\n        values:\n"
        "        - one  # why\n\n      other: 1\n",
        f"{HELM}    pci:\n      alias: {{type: multistring, values: [one]}}\n      other: 1\n",
        f"{HELM}    pci:\n      alias: one # why\n      other: 1\n",
        f"{OSA}  pci:\n    alias:\n      'one': ''\n    other: 1\n",
        f"{OSA}  pci:\n    alias: {{one: null}}\n    other: 1\n",
        f"{OSA}  pci:\n    alias: 'one'\n    other: 1",
        f"{PUPPET}      pci/alias:\n        value:\n        - one\n      pci/other: {{value: 1}}\n",
        f"{PUPPET}      pci/alias:\n        value: one\n      pci/other: {{value: 1}}\n",
    ],
)
def test_a_list_takes_one_value_more(text: str) -> None:
    after = added(text, "alias", JSON)
    assert after is not None
    assert values(after) == {"pci": {"alias": ["one", JSON], "other": ["1"]}}
    assert [line for line in text.splitlines() if line not in after.splitlines()][1:] == []
    assert after.count("# why") == text.count("# why")


def test_values_of_a_list_are_taken_out_one_by_one() -> None:
    for text in (
        f"{HELM}    pci:\n      alias:\n        type: multistring\n        values:\n"
        "          - one\n          - two\n",
        f"{OSA}  pci:\n    alias:\n      one: ''\n      two: ''\n",
        f"{PUPPET}      pci/alias:\n        value:\n          - one\n          - two\n",
    ):
        (document,) = documents(text)
        after = changed(document, remove(document, document.assignments[:1]))
        assert after == "".join(line for line in text.splitlines(True) if "one" not in line)
        after = changed(document, set_values(document, "pci", "alias", ["one", "a b"]))
        assert after is not None
        assert sorted(values(after)["pci"]["alias"]) == ["a b", "one"]


def test_a_comment_is_not_taken_out_with_a_value() -> None:
    text = f"{PUPPET}      pci/alias:\n        value:\n          - one  # why\n          - two\n"
    (document,) = documents(text)
    assert changed(document, remove(document, document.assignments[:1])) is None


def test_a_resource_is_added_behind_those_of_its_group() -> None:
    text = f"{PUPPET}      DEFAULT/debug: {{value: true}}\n      pci/alias:\n        value: a\n"
    (document,) = documents(text)
    new = "      DEFAULT/record:\n        value: false\n"
    after = changed(document, set_option(document, "DEFAULT", "record", "false"))
    assert after == text.replace("true}\n", "true}\n" + new)
    after = changed(document, set_option(document, "spice", "image_compression", "::"))
    assert after == text + '      spice/image_compression:\n        value: "::"\n'
    gone = changed(document, unset_option(document, "pci", "alias"))
    assert gone == text.replace("pci/", "#pci/").replace("  value: a", "#  value: a")
    assert changed(document, set_option(document, "vnc", "a", "%{x}")) is None


def test_no_resource_is_added_for_what_puppet_nova_sets_itself() -> None:
    (document,) = documents(f"{PUPPET}      DEFAULT/debug: {{value: true}}\n")
    for name in ("vif_plugging_is_fatal", "max_concurrent_builds"):
        assert changed(document, set_option(document, "DEFAULT", name, "1")) is None
    after = changed(document, set_option(document, "DEFAULT", "debug", "false"))
    assert after == f"{PUPPET}      DEFAULT/debug: {{value: false}}\n"


@pytest.mark.parametrize(
    ("head", "indent"), [(OSA, "  "), (HELM, "    ")], ids=["openstack-ansible", "helm"]
)
@pytest.mark.parametrize(
    ("option", "gone"),
    [
        ("a:\n    - one\n    - two\n", "#a:\n  #  - one\n  #  - two\n"),
        ("a:\n  - one\n", "#a:\n  #- one\n"),
        ("a: [one, two]\n", "#a: [one, two]\n"),
        ("a:  # why\n    # no\n    - one\n", "#a:  # why\n  #  # no\n  #  - one\n"),
    ],
)
def test_the_only_option_of_a_group_is_a_list(
    head: str, indent: str, option: str, gone: str
) -> None:
    """Its group is commented out as well: one without items would be no mapping."""

    def text(sign: str, lines: str) -> str:
        own = [f"{sign}libvirt:\n", *f"  {lines}".splitlines(True)]
        return head + "".join(indent + line for line in [*own, "api:\n", "  c: 1\n"])

    (document,) = documents(text("", option))
    after = changed(document, unset_option(document, "libvirt", "a"))
    assert after == text("#", gone)
    (left,) = documents(after)
    assert left.to_dict() == {"api": {"c": ["1"]}}


@pytest.mark.parametrize("head", [OSA, HELM], ids=["openstack-ansible", "helm"])
def test_all_options_of_a_group_go_along_with_its_name(head: str) -> None:
    indent = "  " * head.count("\n")
    lines = ["libvirt:", "  a:", "    - one", "  b: [two]", "api:", "  c: 1"]
    text = head + "".join(f"{indent}{line}\n" for line in lines)
    (document,) = documents(text)
    patch = comment_out(document, document.assignments[:2])
    after = changed(document, patch)
    gone = ["#libvirt:", "  #a:", "  #  - one", "  #b: [two]", *lines[4:]]
    assert after == head + "".join(f"{indent}{line}\n" for line in gone)


def test_the_last_group_stays() -> None:
    (document,) = documents(f"{OSA}  libvirt:\n    a:\n      - one\n")
    assert changed(document, unset_option(document, "libvirt", "a")) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("nova_nova_conf_overrides: {}\n", f"{OSA}  DEFAULT:\n    debug: false\n"),
        (
            "a: 1\nnova_nova_conf_overrides: {}\nb: 2",
            f"a: 1\n{OSA}  DEFAULT:\n    debug: false\nb: 2",
        ),
        (f"{OSA}  DEFAULT: {{}}  # why\n", f"{OSA}  DEFAULT:  # why\n    debug: false\n"),
        ("conf:\n  nova: {}\n", f"{HELM}    DEFAULT:\n      debug: false\n"),
        ("nova_nova_conf_overrides:\n", f"{OSA}  DEFAULT:\n    debug: false\n"),
        ("nova_nova_conf_overrides: ~\n", f"{OSA}  DEFAULT:\n    debug: false\n"),
        (
            "a: 1\nnova_nova_conf_overrides: null # why\n#  vnc:\nb: 2",
            "a: 1\nnova_nova_conf_overrides: # why\n  DEFAULT:\n    debug: false\n#  vnc:\nb: 2",
        ),
        ("conf:\n  nova:\n", f"{HELM}    DEFAULT:\n      debug: false\n"),
        ("conf:\n  nova:\n    DEFAULT:\n", f"{HELM}    DEFAULT:\n      debug: false\n"),
        ("a: {nova_nova_conf_overrides: , b: 1}\n", None),
        ("conf: {nova: {}}\n", None),
        ("x: &x {}\nnova_nova_conf_overrides: *x\n", None),
    ],
)
def test_braces_without_anything_take_the_first_option(before: str, after: str | None) -> None:
    (document,) = documents(before)
    assert changed(document, set_option(document, "DEFAULT", "debug", "false")) == after


def test_braces_take_the_first_resource() -> None:
    (document,) = documents(f"{PUPPET.rstrip()} {{}}")
    after = changed(document, set_option(document, "DEFAULT", "record", "false"))
    assert after == f"{PUPPET}      DEFAULT/record:\n        value: false"


def test_braces_take_several_options(tmp_path: Path) -> None:
    path = tmp_path / "user_variables.yml"
    path.write_text("nova_nova_conf_overrides: {}\n")
    options = ("DEFAULT.debug=true", "DEFAULT.my_ip=::1", "vnc.enabled=no")
    assert main(["set", str(path), *options, "-q"]) == 0
    text = f"{OSA}  DEFAULT:\n    debug: true\n    my_ip: ::1\n  vnc:\n    enabled: no\n"
    assert path.read_text().replace('"', "") == text


def test_flags_go_with_their_commas() -> None:
    host = "applications:\n  nova-compute:\n    options:\n      config-flags: {}\n"
    for flags, option, left in (("a=1,b=2", "a", "b=2"), ('"a=1, b=2,"', "b", '"a=1,"')):
        (document,) = documents(host.format(flags))
        patch = remove(document, [one for one in document.assignments if one.option == option])
        assert changed(document, patch) == host.format(left)
    (document,) = documents(host.format("a=1"))
    assert changed(document, unset_option(document, "DEFAULT", "a")) is None


MERGED = "base: &base\n  debug: true\n  vif_plugging_timeout: &wait 300\n"


def test_what_is_merged_is_set_over_in_its_group() -> None:
    text = f"{MERGED}{OSA}  DEFAULT:\n    <<: *base\n    my_ip: 1.2.3.4\n"
    (document,) = documents(text)
    assert changed(document, set_option(document, "DEFAULT", "debug", "false")) == (
        text + "    debug: false\n"
    )
    assert changed(document, unset_option(document, "DEFAULT", "debug")) is None


def test_an_alias_of_a_value_gives_way_to_the_value() -> None:
    text = f"{MERGED}{OSA}  DEFAULT:\n    vif_plugging_timeout: *wait # why\n    my_ip: 1.2.3.4\n"
    (document,) = documents(text)
    patch = set_option(document, "DEFAULT", "vif_plugging_timeout", "600")
    assert changed(document, patch) == text.replace("*wait", "600")
    patch = unset_option(document, "DEFAULT", "vif_plugging_timeout")
    assert changed(document, patch) == text.replace("    vif_plugging_timeout: *",
                                                    "    #vif_plugging_timeout: *")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("x-nova: &x\n  debug: true\n{}  DEFAULT: *x\n", "true"),
        ("x-nova: &x\n  debug: true\n{}  DEFAULT: *x\n  vnc: *x\n", None),
        ("x-nova: &y\n  DEFAULT: &x\n    debug: true\n{}  DEFAULT: *x\nother: *y\n", None),
        ("nova: &x\n  debug: true\n{}  DEFAULT: *x\n", None),
        ("{}  DEFAULT: &x\n    debug: true\nother: *x\n", None),
        ("{}  DEFAULT:\n    debug: &x true\nother: *x\n", None),
        ("x-a: &x true\n{}  DEFAULT:\n    debug: *x\n", "true"),
    ],
)
def test_an_anchor_is_changed_where_nothing_else_uses_it(text: str, new: str | None) -> None:
    text = text.format(OSA)
    (document,) = documents(text)
    after = changed(document, set_option(document, "DEFAULT", "debug", "false"))
    assert after == (None if new is None else text.replace(new, "false"))


def test_a_block_that_others_use_takes_no_edit() -> None:
    text = "kind: NovaAPI\ncustomServiceConfig: &x |\n  [api]\n  max_limit = 5\nother: {}\n"
    for other, fits in (("1", True), ("*x", False)):
        (document,) = documents(text.format(other))
        after = changed(document, set_option(document, "api", "max_limit", "6"))
        assert (after is not None) is fits


def test_a_flag_is_rewritten_beside_one_that_is_added(tmp_path: Path) -> None:
    host = "applications:\n  nova-compute:\n    options:\n      config-flags: {}\n"
    file = tmp_path / "bundle.yaml"
    file.write_text(host.format("cpu_allocation_ratio=4.0,vif_plugging_timeout=600"))
    wanted = ["DEFAULT.vif_plugging_timeout=900", "DEFAULT.debug=true"]
    assert main(["set", "--quiet", str(file), *wanted]) == 0
    left = "cpu_allocation_ratio=4.0,vif_plugging_timeout=900,debug=true"
    assert file.read_text() == host.format(left)
