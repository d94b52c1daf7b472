"""What is added to a release is read like its own options; the release itself stays as it is."""

from __future__ import annotations

import pickle

import pytest

from novalint.config.model import load
from novalint.schema.additions import AddedOption, Additions, libraries
from novalint.schema.options import load_schema
from novalint.schema.releases import find_release, releases
from novalint.text.document import Document

PORT = AddedOption("acme", "port", "port", 8088, readers=("compute",))
HTTP = AddedOption("libvirt", "remote_filesystem_transport", choices=("http",))


def read(text: str, *options: AddedOption, release: str = "2025.1") -> object:
    config = load(Document.parse(text), release=release, additions=Additions(options))
    (setting,) = config.settings
    return setting.error or setting.value


def test_an_option_of_a_new_group_is_typed() -> None:
    assert read("[acme]\nport = 99\n", PORT) == 99
    assert "65535" in str(read("[acme]\nport = 99999\n", PORT))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "a", "a"),
        ("boolean", "yes", True),
        ("integer", "-3", -3),
        ("float", "0.5", 0.5),
        ("list", "a, b", ["a", "b"]),
        ("dict", "a:b", {"a": "b"}),
        ("host-address", "10.0.0.1", "10.0.0.1"),
        ("uri", "http://a/", "http://a/"),
    ],
)
def test_each_type_reads_as_oslo_config_does(kind: str, text: str, value: object) -> None:
    assert read(f"[acme]\nx = {text}\n", AddedOption("acme", "x", kind)) == value


def test_every_line_of_a_multi_option_counts() -> None:
    option = AddedOption("acme", "x", "integer", multi=True)
    assert read("[acme]\nx = 1\nx = 2\n", option) == [1, 2]


def test_its_default_holds_without_it() -> None:
    config = load(Document.parse(""), release="2025.1", additions=Additions((PORT,)))
    assert config.value("acme", "port") == 8088


def test_an_old_name_is_read() -> None:
    option = AddedOption("acme", "x", old_names=(("DEFAULT", "acme_x"),))
    assert read("[DEFAULT]\nacme_x = 1\n", option) == "1"


def test_choices_are_added_to_an_option_of_the_release() -> None:
    text = "[libvirt]\nremote_filesystem_transport = http\n"
    assert read(text, HTTP) == "http"
    assert "rsync" in str(read(text))
    assert read(text.replace("http", "rsync"), HTTP) == "rsync"


def test_the_release_itself_stays_as_it_is() -> None:
    release = find_release("2025.1")
    before = repr(load_schema(release).document)
    assert load_schema(release, Additions((PORT, HTTP))).option("acme", "port")
    assert repr(load_schema(release).document) == before


def test_schemas_with_equal_additions_are_one_also_from_a_pickle() -> None:
    release = find_release("2025.1")
    schema = load_schema(release, Additions((PORT,)))
    assert load_schema(release, Additions((PORT._replace(),))) is schema
    assert pickle.loads(pickle.dumps(schema)) is schema
    assert load_schema(release, Additions()) is load_schema(release)


def of_library(release: str, library: str, *versions: tuple[str, str]) -> set[tuple[str, str]]:
    schema = load_schema(find_release(release), Additions(libraries=versions))
    return {
        (option.group, option.name)
        for option in schema
        if str(option.facts.get("source")).startswith(library)
    }


@pytest.mark.slow
def test_a_library_of_a_later_release_has_its_options() -> None:
    later = load_schema(find_release("2025.1")).document["x-oslo"]["libraries"]["oslo.messaging"]
    own = of_library("2023.1", "oslo.messaging")
    newer = of_library("2023.1", "oslo.messaging", ("oslo.messaging", later))
    assert newer == of_library("2025.1", "oslo.messaging") != own


def test_other_libraries_are_left_alone() -> None:
    changed = of_library("2023.1", "oslo.log", ("oslo.messaging", "17.1.0"))
    assert changed == of_library("2023.1", "oslo.log")


@pytest.mark.slow
def test_the_version_of_the_release_changes_nothing() -> None:
    for release in releases():
        schema = load_schema(release)
        for library, version in schema.document["x-oslo"]["libraries"].items():
            if library in ("oslo.messaging", "oslo.log", "keystoneauth1"):
                same = load_schema(release, Additions(libraries=((library, version),)))
                assert names(same) == names(schema)


def names(schema: object) -> set[tuple[str, str]]:
    return {(option.group, option.name) for option in schema}  # type: ignore[attr-defined]


def test_libraries_are_known_by_name() -> None:
    assert {"oslo.messaging", "keystoneauth1", "oslo.db"} <= libraries()
