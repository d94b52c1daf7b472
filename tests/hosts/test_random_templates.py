"""Random templates: rendered after an edit they say what an edit says after rendering."""

from __future__ import annotations

import jinja2
from hypothesis import given
from hypothesis import strategies as st

from novalint.errors import PatchError
from novalint.hosts.reading import documents_in
from novalint.text.document import Document
from novalint.text.source import Source

LINES = st.sampled_from(
    ["[DEFAULT]", "[vnc]", "a = 1", "b = {{ x }}", "c = p{{ x }}", "d = old", "#e = 5", "# note",
     "", "f = 1\n    2"]
)  # fmt: skip
ENVIRONMENT = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)


@st.composite
def templates(draw: st.DrawFn) -> str:
    """Lines of a nova.conf, some of them in branches of conditionals."""
    lines = ["[DEFAULT]"]
    for _ in range(draw(st.integers(1, 4))):
        some = draw(st.lists(LINES, min_size=1, max_size=3))
        if draw(st.booleans()):
            lines += some
            continue
        inside = [line for line in some if not line.startswith("[")] or ["a = 2"]
        lines += ["{% if y %}", *inside]
        if draw(st.booleans()):
            lines += ["{% else %}", "d = other"]
        lines.append("{% endif %}")
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"]))


def rendered(text: str, y: bool) -> dict[str, dict[str, list[str]]]:
    return Document.parse(ENVIRONMENT.from_string(text).render(x="X", y=y)).to_dict()


def template(text: str) -> Document:
    (document,) = documents_in(Source("nova.conf.j2", text))
    return document


@given(templates(), st.sampled_from(["a", "b", "d", "e", "g"]), st.sampled_from(["DEFAULT", "vnc"]))
def test_what_is_set_is_set_in_what_is_rendered(text: str, option: str, group: str) -> None:
    document = template(text)
    try:
        patch = document.set(group, option, "new")
    except PatchError:  # it would have to leave a branch, or an expression is there
        return
    after = patch.apply(text)
    for y in (True, False):
        before, now = rendered(text, y), rendered(after, y)
        changed = now.get(group, {}).pop(option, None)
        was = before.get(group, {}).pop(option, None)
        for name in (group,):
            before.setdefault(name, {})
            now.setdefault(name, {})
        assert now == before
        in_branch = any(
            document.arms(one.span.start)
            for one in document.assignments
            if (one.group, one.option) == (group, option)
        )
        if not in_branch:
            assert changed is not None
            assert changed[-1] == "new"
        elif changed != was:
            assert changed is not None
            assert "new" in changed


@given(templates(), st.sampled_from(["a", "b", "d", "f"]))
def test_what_is_commented_out_is_gone_from_what_is_rendered(text: str, option: str) -> None:
    try:
        patch = template(text).unset("DEFAULT", option)
    except PatchError:
        return
    after = patch.apply(text)
    for y in (True, False):
        before, now = rendered(text, y), rendered(after, y)
        before.get("DEFAULT", {}).pop(option, None)
        assert now == before
