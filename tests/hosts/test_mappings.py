"""Mappings of groups, as each tool renders them."""

from __future__ import annotations

import pytest
from hosts.reading import changed, documents, read, values

from novalint.text.source import Span
from novalint.text.writing import set_option, unset_option

OSA = "nova_nova_conf_overrides:\n"
HELM = "conf:\n  nova:\n"


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        ("a: true", ["true"]),
        ("a: True", ["True"]),
        ("a: yes", ["True"]),
        ("a: 0x10", ["16"]),
        ("a: 010", ["8"]),
        ("a: 1.50", ["1.5"]),
        ("a: null", ["None"]),
        ("a:", ["None"]),
        ('a: "010"', ["010"]),
        ("a: 'it''s'", ["it's"]),
        ("a: [x, 1, true]", ["x,1,true"]),
        ("a: {}", []),
        ("a: {y: null, x: ''}", ["x", "y"]),
        ("a: one\n      two", ["one two"]),
        ("a: |\n      one\n      two", ["one\ntwo\n"]),
        ("a: >\n      one\n      two", ["one two\n"]),
        ("a: !vault x", ["{{vault}}"]),
        ("a: *elsewhere", ["{{elsewhere}}"]),
        ('a: "{{ x }}:{{ y }}/{{ x }}"', ["{{x}}:{{y}}/{{x}}"]),
        ("a: ''", [""]),
    ],
)
def test_openstack_ansible_renders(item: str, lines: list[str]) -> None:
    found = values(f"{OSA}  DEFAULT:\n    {item}\n")["DEFAULT"].get("a", [])
    assert [one.rstrip() for one in found] == [one.rstrip() for one in lines]


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        ("a: true", ["true"]),
        ("a: on", ["true"]),
        ("a: 3.0", ["3"]),
        ("a: 0.5", ["0.5"]),
        ("a: null", []),
        ("a: [x, z]", ["x,z"]),
        ("a: [x, y]", ["x,true"]),
        ("a: {type: multistring, values: [x, z]}", ["x", "z"]),
        ("a: {type: csv, values: [x, z]}", ["x,z"]),
        ("a: {x: y}", []),
        ('a: ""', ["{{value}}"]),
    ],
)
def test_openstack_helm_renders(item: str, lines: list[str]) -> None:
    text = f"{HELM}    DEFAULT:\n      {item}\n      other: 1\n"
    assert values(text)["DEFAULT"].get("a", []) == lines


def test_openstack_ansible_takes_bare_options_for_default() -> None:
    text = f"{OSA}  debug: true\n  api: {{}}\n  list: [a, b]\n"
    assert values(text) == {"DEFAULT": {"debug": ["true"], "list": ["a,b"]}, "api": {}}


def test_an_expression_for_a_group_leaves_the_text_open() -> None:
    (found,) = read(f'{OSA}  DEFAULT:\n    a: 1\n  pci: "{{{{ x }}}}"\n')
    assert found.open
    assert not read(f"{OSA}  DEFAULT:\n    a: 1\n")[0].open


def test_merge_keys_and_aliases_lead_to_where_the_scalar_stands() -> None:
    text = (
        "common: &common\n  DEFAULT: &default\n    debug: true\n"
        f"{OSA}  DEFAULT:\n    <<: *default\n    my_ip: 1.2.3.4\n"
    )
    (document,) = documents(text)
    assert document.to_dict() == {"DEFAULT": {"debug": ["true"], "my_ip": ["1.2.3.4"]}}
    debug, my_ip = document.assignments
    assert document.host is not None
    assert document.host.span(debug.span).start == text.index("true")
    assert document.host.span(my_ip.key) == Span(text.index("my_ip"), text.index("my_ip") + 5)
    over = changed(document, set_option(document, "DEFAULT", "debug", "false"))
    assert over == text + "    debug: false\n"
    assert changed(document, unset_option(document, "DEFAULT", "debug")) is None
    added = changed(document, set_option(document, "DEFAULT", "host", "x"))
    assert added == text + "    host: x\n"


def test_a_mapping_behind_an_alias_takes_no_edit() -> None:
    text = "x: &x\n  DEFAULT:\n    debug: true\nnova_nova_conf_overrides: *x\n"
    (document,) = documents(text)
    for patch in (
        set_option(document, "DEFAULT", "debug", "false"),
        set_option(document, "api", "a", "b"),
    ):
        assert changed(document, patch) is None


def test_an_option_is_added_by_one_line_of_the_indent() -> None:
    text = f"{OSA}    DEFAULT:\n          # why\n          debug: true  # so\n\n    api:\n"
    (document,) = documents(text)
    after = changed(document, set_option(document, "DEFAULT", "vif_plugging_is_fatal", "false"))
    assert after == text.replace("# so\n", "# so\n          vif_plugging_is_fatal: false\n")
    assert changed(document, set_option(document, "api", "max_limit", "5")) == text + (
        "      max_limit: 5\n"
    )


def test_a_group_is_added_at_the_end_even_without_a_last_line_end() -> None:
    text = f"{OSA}  DEFAULT:\n    debug: true"
    (document,) = documents(text)
    after = changed(document, set_option(document, "pci", "alias", '{"name": "x"}'))
    assert after is not None
    assert values(after)["pci"] == {"alias": ['{"name": "x"}']}
    assert after.startswith(text)


@pytest.mark.parametrize(
    ("old", "new", "written"),
    [
        ("true", "false", "false"),
        ("true", "yes", '"yes"'),
        ("true", "0640", '"0640"'),
        ("true", "a: b", '"a: b"'),
        ("true", "null", '"null"'),
        ("'x'", "it's", "'it''s'"),
        ('"x"', 'a"b', '"a\\"b"'),
        ("x", "5", "5"),
    ],
)
def test_a_value_keeps_its_style_or_gets_the_quotes_it_needs(
    old: str, new: str, written: str
) -> None:
    text = f"{OSA}  DEFAULT:\n    debug: {old} # why\n"
    (document,) = documents(text)
    after = changed(document, set_option(document, "DEFAULT", "debug", new))
    assert after == f"{OSA}  DEFAULT:\n    debug: {written} # why\n"


def test_a_multistring_is_read_line_by_line_and_edited_item_by_item() -> None:
    text = (
        f"{HELM}    pci:\n      alias:\n        type: multistring\n        values:\n"
        "          - one\n          - two\n      other: 1\n"
    )
    (document,) = documents(text)
    assert document.to_dict()["pci"]["alias"] == ["one", "two"]
    assert document.host is not None
    places = [document.host.span(one.span).start for one in document.assignments[:2]]
    assert places == [text.index("one"), text.index("two")]
    gone = changed(document, unset_option(document, "pci", "alias"))
    assert gone is not None and values(gone) == {"pci": {"other": ["1"]}}
    assert gone.replace("#", "") == text
    edited = changed(document, set_option(document, "pci", "alias", "three"))
    assert edited is not None and edited.replace("three", "two") == text
    assert changed(document, set_option(document, "pci", "new", "3")) == text + "      new: 3\n"


def test_the_last_option_of_a_group_is_not_taken_out() -> None:
    """A group that is null is no mapping any more, which a tool reads as something else."""
    (document,) = documents(f"{OSA}  DEFAULT:\n    debug: true\n")
    assert changed(document, unset_option(document, "DEFAULT", "debug")) is None


def test_flow_mappings_take_values_and_items() -> None:
    text = f"{OSA}  DEFAULT: {{debug: true, my_ip: 1.2.3.4}}\n"
    (document,) = documents(text)
    assert changed(document, set_option(document, "DEFAULT", "debug", "false")) == text.replace(
        "true", "false"
    )
    after = changed(document, set_option(document, "DEFAULT", "host", "x, y"))
    assert after == text.replace("4}", '4, host: "x, y"}')
    assert changed(document, unset_option(document, "DEFAULT", "debug")) is None


def test_tripleo_reads_resources_of_puppet() -> None:
    text = (
        "parameter_defaults:\n  NovaComputeExtraConfig:\n    nova::config::nova_config:\n"
        "      DEFAULT/debug: {value: true}\n      pci/alias:\n        value: [a, b]\n"
        "      DEFAULT/gone:\n        ensure: absent\n"
        "      DEFAULT/none: {value: <SERVICE DEFAULT>}\n"
        "      'DEFAULT/my_ip':\n        value: '%{hiera(\"x\")}'\n"
    )
    (found,) = read(text)
    assert (found.role, found.form) == ("compute", "tripleo")
    (document,) = documents(text)
    assert document.to_dict() == {
        "DEFAULT": {"debug": ["true"], "my_ip": ['%{hiera("x")}']},
        "pci": {"alias": ["a", "b"]},
    }
    after = changed(document, set_option(document, "DEFAULT", "debug", "false"))
    assert after == text.replace("true", "false")


def test_words_of_folded_and_computed_values_take_edits() -> None:
    text = f"{OSA}  DEFAULT:\n    a: 'http://{{{{ x }}}}:80'\n    b:\n      one,\n      two\n"
    (document,) = documents(text)
    assert document.to_dict()["DEFAULT"] == {"a": ["http://{{x}}:80"], "b": ["one, two"]}
    after = changed(document, set_option(document, "DEFAULT", "b", "one, three"))
    assert after is None or after == text.replace("two", "three")
    assert changed(document, set_option(document, "DEFAULT", "a", "x")) is None
    after = changed(document, unset_option(document, "DEFAULT", "b"))
    assert after == text.replace("    b:\n      one,\n      two\n",
                                 "    #b:\n    #  one,\n    #  two\n")  # fmt: skip


def test_what_is_new_stands_below_the_comments_of_what_is_above() -> None:
    head = f'{OSA}  pci:\n    device_spec:\n      \'{{}}\': ""\n      # \'{{"a": 1}}\': ""\n'
    rest = "\n    # ours\n"
    last = "\n  # quota is elsewhere\n# Neutron\nneutron_x: 1\n"
    (document,) = documents(head + rest + last)
    group, option = (
        document.set(*name).apply(head + rest + last, "x.yaml")
        for name in (("quota", "cores", "10"), ("pci", "report_in_placement", "true"))
    )
    assert group == f"{head}{rest}  quota:\n    cores: 10\n{last}"
    assert option == f"{head}    report_in_placement: true\n{rest}{last}"


def test_an_empty_list_is_told_at_its_key() -> None:
    text = "conf:\n  nova:\n    pci:\n      bar: []\n    DEFAULT:\n      debug: true\n"
    (document,) = documents(text)
    (host, span) = (document.host, document.assignments[0].span)
    assert host and text[host.embedded.source_map.place(span).start :].startswith("bar: []")
