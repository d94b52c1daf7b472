"""What stands within a template or a YAML file is served in the places of that file."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol", reason="lsprotocol is not installed")

from lsprotocol.types import TextEdit
from server.sessions import marked, session

from novalint.deployment import Deployment
from novalint.server import actions, hover, navigation, outline
from novalint.server.actions import Asked
from novalint.server.cursor import spot
from novalint.server.diagnostics import diagnostics
from novalint.server.items import completion_list
from novalint.server.positions import Lines
from novalint.server.session import Session
from novalint.text.edits import Edit, apply_edits
from novalint.text.source import Span

TEMPLATE = "file:///nowhere/templates/nova.conf.j2"
MANIFEST = "file:///nowhere/nova.yaml"

JINJA = """\
{{ managed }}
[DEFAULT]
{% if tenants > 10 %}
vif_plugging_timeout = 0
{% endif %}
my_ip = {{ address }}
my_block_storage_ip = $my_ip
debug = maybe
remove_unused_base_images = true
"""
CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: nova
data:
  nova.conf: |
    [DEFAULT]
    vif_plugging_timeout = 0
    debug = maybe
    remove_unused_base_images = true
    [libvirt]
    virt_type = kvm
"""


def lines_of(made: Session) -> dict[object, str]:
    """Return the line that each rule points at."""
    (uri,) = made.texts
    text = made.texts[uri].text.splitlines()
    return {one.code: text[one.range.start.line].strip() for one in diagnostics(made, uri)}


@pytest.mark.parametrize(("uri", "text"), [(TEMPLATE, JINJA), (MANIFEST, CONFIG_MAP)])
def test_diagnostics_stand_in_the_host(uri: str, text: str) -> None:
    shown = lines_of(session(text, uri))
    assert shown["invalid-value"] == "debug = maybe"
    assert shown["deprecated-name"] == "remove_unused_base_images = true"


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        (TEMPLATE, JINJA.replace("debug", "de¦bug")),
        (MANIFEST, CONFIG_MAP.replace("debug", "de¦bug")),
    ],
)
def test_hover_in_the_host(uri: str, text: str) -> None:
    bare, at = marked(text)
    made = session(bare, uri)
    found = made.view(uri).at(at)
    assert found is not None
    view, own = found
    here = spot(view.document, view.config.schema, own)
    assert here is not None
    assert "boolean" in hover.page(here, view.config.schema, markdown=True)
    start, end = Lines(bare).span(view.range(here.span))
    assert bare[start:end] == "debug"


@pytest.mark.parametrize(
    ("uri", "text", "label"),
    [
        (TEMPLATE, JINJA.replace("maybe", "¦"), "true"),
        (TEMPLATE, JINJA.replace("debug = maybe", "vif_plugging_is¦"), "vif_plugging_is_fatal"),
        (TEMPLATE, JINJA.replace("$my_ip", "$my¦"), "my_ip"),
        (MANIFEST, CONFIG_MAP.replace("maybe", "¦"), "true"),
        (MANIFEST, CONFIG_MAP.replace("debug = maybe", "vif_pl¦"), "vif_plugging_is_fatal"),
    ],
)
def test_completion_in_the_host(uri: str, text: str, label: str) -> None:
    bare, at = marked(text)
    found = session(bare, uri).view(uri).at(at)
    assert found is not None
    items = completion_list(*found, at, snippets=False).items
    (item,) = (one for one in items if one.label == label)
    assert isinstance(item.text_edit, TextEdit)
    edit = Edit(*Lines(bare).span(item.text_edit.range), item.text_edit.new_text)
    after = apply_edits(bare, [edit])
    assert f"{label}" in after and len(after.splitlines()) == len(bare.splitlines())
    typed = bare[edit.start : at]
    assert label.startswith(typed)


def test_navigation_in_the_host() -> None:
    bare, at = marked(JINJA.replace("$my_ip", "$my¦_ip"))
    made = session(bare, TEMPLATE)
    found = made.view(TEMPLATE).at(at)
    assert found is not None
    (place,) = navigation.definition(made, *found)
    assert bare.splitlines()[place.range.start.line] == "my_ip = {{ address }}"


@pytest.mark.parametrize(("uri", "text"), [(TEMPLATE, JINJA), (MANIFEST, CONFIG_MAP)])
def test_safe_fixes_are_made_in_the_host(uri: str, text: str) -> None:
    made = session(text, uri)
    after = actions.all_safe_fixes(made, uri).apply(text)
    assert "[image_cache]" in after and "[image_cache]" not in text
    assert after.splitlines()[0] == text.splitlines()[0]


def test_a_finding_is_accepted_in_the_host() -> None:
    bare, at = marked(CONFIG_MAP.replace("debug", "¦debug"))
    made = session(bare, MANIFEST)
    asked = Asked(Span(at, at), ("quickfix",))
    (action, *_) = (
        one for one in actions.actions(made, made.view(MANIFEST), asked) if "here" in one.title
    )
    assert action.edit and action.edit.changes
    ((edit,),) = action.edit.changes.values()
    after = apply_edits(bare, [Edit(*Lines(bare).span(edit.range), edit.new_text)])  # type: ignore[union-attr, arg-type]
    assert "\n    # novalint: ignore[invalid-value] say why\n    debug = maybe\n" in after
    assert "invalid-value" not in lines_of(session(after, MANIFEST))


def test_the_outline_of_a_host() -> None:
    view = session(CONFIG_MAP, MANIFEST).view(MANIFEST)
    text = str(outline.symbols(view))
    assert "libvirt" in text and "virt_type" in text
    assert outline.folds(view)


def test_a_file_that_holds_nothing_of_nova() -> None:
    text = "kind: Service\nmetadata:\n  name: x\n"
    made = session(text, MANIFEST)
    assert diagnostics(made, MANIFEST) == []
    view = made.view(MANIFEST)
    assert outline.symbols(view) == [] == outline.folds(view) == outline.links(view)
    assert view.at(3) is None


def test_a_file_of_another_program_is_left_alone() -> None:
    made = session("[metadata]\nname = x\n", "file:///nowhere/setup.cfg")
    assert diagnostics(made, "file:///nowhere/setup.cfg") == []


OVERRIDES = "file:///nowhere/group_vars/nova.yml"
MAPPING = """\
---
nova_nova_conf_overrides:
  DEFAULT:
    debug: maybe
    default_log_levels:
      - amqp=WARN
  libvirt: {no_such: 1}
"""
PUPPET = """\
parameter_defaults:
  ExtraConfig:
    nova::config::nova_config:
      DEFAULT/debug:
        value: maybe
      libvirt/no_such: {value: 1}
"""


@pytest.mark.parametrize("text", [MAPPING, PUPPET], ids=["mapping", "resources"])
@pytest.mark.parametrize(
    ("rule", "word"), [("invalid-value", "maybe"), ("unknown-option", "no_such")]
)
def test_a_finding_is_accepted_above_a_key(text: str, rule: str, word: str) -> None:
    made = session(text, OVERRIDES)
    ((_, finding),) = (one for one in made.findings(OVERRIDES) if one[1].rule == rule)
    at = finding.location.start.offset
    asked = Asked(Span(at, at), ("quickfix",))
    offers = actions.actions(made, made.view(OVERRIDES), asked)
    here, whole = (one for one in offers if f"Accept {rule} " in one.title)
    for action, directive in ((here, "ignore"), (whole, "ignore-file")):
        assert action.edit and action.edit.changes
        ((edit,),) = action.edit.changes.values()
        after = apply_edits(text, [Edit(*Lines(text).span(edit.range), edit.new_text)])  # type: ignore[union-attr, arg-type]
        (line,) = (one for one in after.splitlines() if f"novalint: {directive}[{rule}]" in one)
        below = after.splitlines()[after.splitlines().index(line) + 1]
        assert line.index("#") == len(below) - len(below.lstrip())
        assert word in below or directive == "ignore-file" or "value: maybe" in text
        assert rule not in lines_of(session(after, OVERRIDES))


def test_what_stays_at_the_top_is_not_accepted_above_it() -> None:
    """A comment above the first line is not above what is found for the lack of a line."""
    uri, text = "file:///nowhere/nova.conf", "[libvirt]\nvirt_type = kvm\n"
    made = session(text, uri, deployment=Deployment(profile="dense-multi-tenant", role="compute"))
    top = [one for _, one in made.findings(uri) if not one.location.start.offset and not one.option]
    top = top or [one for _, one in made.findings(uri) if not one.location.start.offset]
    assert top
    offers = actions.actions(made, made.view(uri), Asked(Span(0, 0), ("quickfix",)))
    titles = {one.title for one in offers}
    for finding in top:
        assert f"Accept {finding.rule} in this file, with a reason" in titles
        assert f"Accept {finding.rule} here, with a reason" not in titles
