"""The typed model against oslo.config: the same options, the same files, the same outcome."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oslo_config import cfg
from oslo_model import Entry, both, both_spellings, entry, multi, option, same, schema

from novalint.config.model import Config, load
from novalint.errors import OptionError, ReleaseError
from novalint.schema.options import Name, Schema
from novalint.text.document import Document

GROUPS = ["DEFAULT", "DEFAULT", "vnc", "pci"]
NAMES = ["a", "b", "my_ip", "host"]
OLD = [("DEFAULT", "old"), ("vnc", "old"), ("Gone", "a"), ("gone", "user-name"), ("pci", "o-l-d")]
HUSH = "s3cret"

TEXTS = [
    "", "true", "No", "7", " -1 ", "1_000", "1.5", "nan", "70000", "kvm", "a,b", "k:v,l:1",
    "3,4", "[1,2]", '"in quotes"', "'", "two\n  lines", "two\n\t$a\n  7", HUSH, HUSH + " # x",
]  # fmt: skip
REFERENCES = [
    "$a", "$b", "${my_ip}", "http://$my_ip:80/", "$a.", "$vnc.a", "${pci.b}", "$DEFAULT.a",
    "$default.a", "$VNC.a", "$vnc", "$vnc.none", "$vnc.a.b", "$none", "${none", "$$a", r"\$a",
    r"\\$a", "$", "5$", "$1", "$ a", "${}", "$a$b", "$host,$host", "k:$b", "$K", "$\u212a", "$\xe9",
    "$old", "$vnc.old", "$gone.a", "$user_name", "$o_l_d", "${pci.o_l_d}", "$DEFAULT.old",
]  # fmt: skip
# Where an option's own reference names nothing, oslo.config also takes the one that refers to it
# for unknown, and reads the option of that name in DEFAULT; here the error stays an error.
FALLS_BACK = re.compile("cannot be read itself: .* names no option$")
DEFAULTS: dict[str, list[Any]] = {
    "String": [None, "d", "$my_ip", "${vnc.a}/x", "$none", "$$d", r"\$d"],
    "Boolean": [None, True, False, "$b"],
    "Integer": [None, 0, 7, 1.0, "$a"],
    "Float": [None, 1.5, 2, "$a"],
    "List": [None, [], ["x", "$a"], ["$none"], "x,$b"],
    "Dict": [None, {}, {"k": "$a"}, {"$b": "v"}],
}


def declarable(one: Entry, default: Any) -> bool:
    """Tell whether oslo.config accepts the default of a declaration when it is made."""
    try:
        option("x", one | {"default": default})
    except cfg.DefaultValueError:
        return False
    return True


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """An option of any kind, plain or multi-valued, secret or not, with up to three old names."""
    kind = draw(st.sampled_from(["String", "String", *DEFAULTS]))
    one = entry(kind)
    if kind == "Integer":
        one |= draw(st.sampled_from([{}, {"minimum": 0}, {"maximum": 999}]))
    if kind == "String":
        one |= draw(st.sampled_from([{}, {}, {"enum": ["kvm", "7", "d"]}, {"maxLength": 9}]))
    if kind in ("List", "Dict"):
        item = draw(st.sampled_from([entry(), entry(), entry("Integer")]))
        one["items" if kind == "List" else "additionalProperties"] = item
    if draw(st.integers(0, 5)) == 0:
        one["x-oslo"]["name"] = "da-shed"
    default = draw(st.sampled_from(DEFAULTS[kind]))
    if draw(st.integers(0, 4)) == 0:
        one, default = multi(one), draw(st.sampled_from([None, ["x", "$a"]]))
    if not declarable(one, default):
        default = None
    old = draw(st.lists(st.sampled_from(OLD), max_size=3, unique=True))
    one["x-oslo"] |= {"deprecated_names": both_spellings(old)}
    one |= {"writeOnly": True} if draw(st.integers(0, 3)) == 0 else {}
    return one if default is None else one | {"default": default}


names = st.tuples(st.sampled_from(GROUPS), st.sampled_from(NAMES))
declared = st.dictionaries(names, entries(), min_size=1, max_size=7).map(schema)
headers = st.sampled_from(
    ["[DEFAULT]"] * 4 + ["[vnc]", "[VNC]", "[pci]", "[Pci]", "[gone]", "[Gone]", "[default]"]
)
keys = st.sampled_from([*NAMES, *NAMES, *(name for _, name in OLD), "user_name", "o_l_d", "my-ip"])
values = st.sampled_from(TEXTS + REFERENCES)
lines = st.one_of(
    st.builds(lambda *parts: "".join(parts), keys, st.sampled_from([" = ", "=", ": "]), values),
    st.builds(lambda *parts: "".join(parts), keys, st.sampled_from([" = ", "=", ": "]), values),
    st.builds(lambda *parts: "".join(parts), keys, st.sampled_from([" = ", "=", ": "]), values),
    headers,
    st.sampled_from(["", "#a = 5", "; b", "# x"]),
)
texts = st.builds(
    lambda first, rest: "\n".join([first, *rest, ""]), headers, st.lists(lines, max_size=10)
)
refused = st.sampled_from(["a = 1\n", "[DEFAULT]\na\n", "[x\n", "\ufeff[DEFAULT]\n"])
files = st.lists(st.one_of([texts] * 30 + [refused]), min_size=1, max_size=3)


def agree(texts: list[str], known: Schema) -> None:
    """Both refuse the files, or every option has the same typed value, or fails in both."""
    config, reference = both(texts, known)
    assert (reference is None) == any(document.problems for document in config.documents)
    for name, theirs in (reference or {}).items():
        ours = config.setting(*name)
        told = (name, ours, theirs)
        if theirs.error is None and FALLS_BACK.search(ours.error or ""):
            continue
        assert (ours.error is None) == (theirs.error is None), told
        assert theirs.error or same(ours.value, theirs.value), told
        assert ours.error is None or ("\n" not in ours.error and ours.value is None), told
        assert HUSH not in (ours.error or "") or not ours.secret, told


@settings(max_examples=300)
@given(declared, files)
def test_every_option_is_read_as_oslo_reads_it(known: Schema, texts: list[str]) -> None:
    agree(texts, known)


@pytest.mark.parametrize("kind", DEFAULTS)
@pytest.mark.parametrize("reference", ["$a", "${pci.a}", "$my_ip,$a", "k:$a"])
def test_every_kind_is_put_into_every_other_as_oslo_does(kind: str, reference: str) -> None:
    given = {"Boolean": "on", "Integer": "1_0", "Float": "1e3", "List": "7,8", "Dict": "k:7"}
    entries = {("pci", "a"): entry(kind), ("DEFAULT", "my_ip"): entry()}
    entries |= {("pci", f"as_{other.lower()}"): entry(other) for other in DEFAULTS}
    lines = [f"as_{other.lower()} = {reference}" for other in DEFAULTS]
    agree(["\n".join(["[pci]", f"a = {given.get(kind, '7')}", *lines])], schema(entries))


@pytest.mark.parametrize("kind", DEFAULTS)
def test_defaults(kind: str) -> None:
    """Some are typed when they are declared, and some only when they are read."""
    entries = {("DEFAULT", "my_ip"): entry("Integer", default=4), ("vnc", "a"): entry()}
    tried = [entry(kind) | {"default": value} for value in DEFAULTS[kind]]
    tried += [multi(entry(kind)) | {"default": value} for value in ([], ["7", "$a"])]
    accepted = [one for one in tried if declarable(one, one["default"])]
    assert len(accepted) >= len(DEFAULTS[kind])
    entries |= {("vnc", f"x{number}"): one for number, one in enumerate(accepted)}
    agree(["[vnc]\na = 7\n"], schema(entries))


def test_several_values_of_text_may_be_declared_as_numbers() -> None:
    agree(["[DEFAULT]\n"], schema({("DEFAULT", "a"): multi(entry()) | {"default": [7, "8"]}}))


# What oslo.config does in passing, each worth a line of its own

OLD_NAMES = {
    ("DEFAULT", "a"): entry(),
    ("DEFAULT", "c"): entry(),
    ("DEFAULT", "log_append"): entry(
        x={"name": "log-append", "deprecated_names": [["DEFAULT", "log"]]}
    ),
    ("vnc", "a"): entry(
        default="d", x={"deprecated_names": [["DEFAULT", "old"], ["Vnc", "older"]]}
    ),
    ("vnc", "b"): entry(),
}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("[DEFAULT]\nold = 1\nc = $old\n", ("DEFAULT", "c"), "1"),
        ("[DEFAULT]\nc = $old\n", ("DEFAULT", "c"), "d"),
        ("[DEFAULT]\na = $old\n", ("DEFAULT", "a"), None),
        # The option is read as if it stood in DEFAULT, where its current name is another's.
        ("[DEFAULT]\nold = 1\na = ok\n[vnc]\na = 2\nb = $old\n", ("vnc", "b"), "ok"),
        ("[DEFAULT]\nlog = 1\na = $log/x\n", ("DEFAULT", "a"), "$log/x"),
        ("[vnc]\nolder = 1\nb = $older\n", ("vnc", "b"), None),
        ("[Vnc]\nA = 1\na = 2\n", ("vnc", "a"), "2"),
        ("[default]\na = 1\n", ("DEFAULT", "a"), None),
        ("[vnc]\na = 1\n[DEFAULT]\nold = 2\n", ("vnc", "a"), "1"),
    ],
)
def test_old_names(text: str, name: Name, value: str | None) -> None:
    known = schema(OLD_NAMES)
    config, reference = both([text], known)
    assert config.setting(*name).value == reference[name].value == value
    agree([text], known)


def test_an_error_of_a_referred_option_stays_one() -> None:
    """Where oslo.config quietly takes the option of that name in DEFAULT: no wish of anybody."""
    known = schema({("DEFAULT", "a"): entry(), ("vnc", "a"): entry(), ("vnc", "b"): entry()})
    config, reference = both(["[DEFAULT]\na = 1\n[vnc]\na = $none\nb = $a\n"], known)
    assert config.setting("vnc", "b").error == "`$a` cannot be read itself: `$none` names no option"
    assert FALLS_BACK.search(config.setting("vnc", "b").error or "")
    assert reference["vnc", "b"].value == "1"


def test_groups_named_by_another_option() -> None:
    entries = {"addresses": entry("List", x={"deprecated_names": [["old_*", "addresses"]]})}
    known = schema({}, {"^mdev_.+$": {"properties": entries}})
    text = "[OLD_a-1]\naddresses = 1\n[old_b]\naddresses = 1\n[mdev_b]\naddresses = 2\n"
    config = Config(known, (Document.parse(text),))
    assert config["mdev_a-1"]["addresses"] == ["1"]
    assert config.setting("mdev_A-1", "addresses").via == ("old_a-1", "addresses")
    assert config["mdev_b"]["addresses"] == ["2"]
    assert config["mdev_c"]["addresses"] is None


@given(names, st.sampled_from(["$a", "$vnc.a"]))
def test_nothing_of_a_secret_reaches_an_error(name: Name, reference: str) -> None:
    group, option = name
    entries = {("DEFAULT", "a"): entry(writeOnly=True), ("vnc", "a"): entry(writeOnly=True)}
    entries[group, f"x_{option}"] = entry("Integer")
    text = f"[DEFAULT]\na = {HUSH}\n[vnc]\na = {HUSH}\n[{group}]\nx_{option} = {reference}"
    setting = Config(schema(entries), (Document.parse(text),)).setting(group, f"x_{option}")
    assert setting.error
    assert setting.secret
    assert HUSH not in setting.error + repr(setting.fault._replace(place=None, sources=()))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("http://h/", "`http://h/`"),
        ("http://u:hunter2@h/", "`***`"),
        ("u:hunter2@h", "`u:hunter2@h`"),
        ("$url", "`***`"),
        ("$plain", "`http://h/`"),
        ("$secret", "`***`"),
    ],
)
def test_a_login_within_a_url_reaches_no_error(value: str, shown: str) -> None:
    lines = ["url = http://u:hunter2@h/", "plain = http://h/", "secret = x", f"a = {value}", ""]
    entries = {("DEFAULT", name): entry() for name in ("url", "plain")}
    entries["DEFAULT", "secret"] = entry(writeOnly=True)
    entries["DEFAULT", "a"] = entry("Integer")
    config = Config(schema(entries), (Document.parse("\n".join(["[DEFAULT]", *lines])),))
    error = f"{shown} is not a whole number; write only digits"
    assert config.setting("DEFAULT", "a").error == error


# The mapping


def test_the_configuration_as_a_mapping() -> None:
    entries = {
        ("DEFAULT", "a"): entry(),
        ("vnc", "a"): entry(),
        ("vnc", "b"): entry(),
        ("pci", "x"): entry(),
    }
    config = Config(schema(entries), (Document.parse("[VNC]\na = 1\n"),))
    assert list(config) == ["DEFAULT", "vnc", "pci"]
    assert dict(config["vnc"]) == dict(config["VNC"]) == {"a": "1", "b": None}
    assert len(config["DEFAULT"]) == 1
    assert config.value("vnc", "none") is None
    with pytest.raises(KeyError, match="nonsense"):
        config["nonsense"]
    with pytest.raises(KeyError):
        config["default"]
    with pytest.raises(KeyError, match="none"):
        config["vnc"]["none"]
    assert ("a" in config["vnc"], "none" in config["vnc"]) == (True, False)
    assert config["vnc"].get("none", 1) == 1
    assert config.setting("VNC", "a") is config.setting("vnc", "a")
    with pytest.raises(OptionError, match=r"^test has no option \[vnc\] none"):
        config.setting("vnc", "none")


def test_load_takes_documents_and_paths_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.conf").write_text("[DEFAULT]\nmy_ip = 2\n")
    first = Document.parse("[DEFAULT]\nmy_ip = 1\n", "first.conf")
    assert load(first, tmp_path, release="2024.1")["DEFAULT"]["my_ip"] == "2"
    config = load(tmp_path / "b.conf", first, release="caracal")
    assert config["DEFAULT"]["my_ip"] == "1"
    assert [layer.document.path for layer in config.layers] == [
        str(tmp_path / "b.conf"),
        "first.conf",
    ]
    assert config.release_told
    assert not load(first).release_told


def test_without_a_release_the_newest_is_taken() -> None:
    from novalint.schema.releases import newest

    assert load().release == newest()
    with pytest.raises(ReleaseError):
        load(release="")


@pytest.mark.parametrize(
    "name", [("DEFAULT", "default_log_levels"), ("compute", "vmdk_allowed_types")]
)
def test_no_default_is_changed_for_another_configuration(name: Name) -> None:
    one, other = load(Document.parse("")), load(Document.parse(""))
    value = one.setting(*name).value
    assert isinstance(value, list)
    value.append("x")
    assert "x" not in str(other.setting(*name).value).split("'")


@pytest.mark.parametrize("lines", ["", "[DEFAULT]\ndefault_log_levels = a=INFO\n"])
def test_what_a_mapping_gives_may_be_changed(lines: str) -> None:
    config = load(Document.parse(lines))
    levels = config["DEFAULT"]["default_log_levels"]
    assert isinstance(levels, list)
    levels.append("x")
    assert config["DEFAULT"]["default_log_levels"] == levels[:-1]


def test_a_default_follows_what_it_refers_to_and_what_is_set() -> None:
    plain = load(Document.parse(""))
    told = load(Document.parse("[DEFAULT]\nstate_path = /x\n[vnc]\nenabled = false\n"))
    assert plain.value("oslo_concurrency", "lock_path") is None
    assert (plain.value("vnc", "enabled"), told.value("vnc", "enabled")) == (True, False)
    paths = [one.value("DEFAULT", "instances_path") for one in (plain, told, plain)]
    assert paths[1] == "/x/instances"
    assert paths[0] == paths[2] != paths[1]
