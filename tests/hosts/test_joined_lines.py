"""A line that is added to a Jinja template stands for itself, with `trim_blocks` and without."""

from __future__ import annotations

import jinja2
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from novalint.errors import PatchError
from novalint.hosts.reading import documents_in
from novalint.text.document import Document
from novalint.text.hosting import whole
from novalint.text.source import Source
from novalint.text.writing import live, move, rename

ENVIRONMENTS = [
    jinja2.Environment(trim_blocks=trim, lstrip_blocks=lstrip, keep_trailing_newline=True)
    for trim, lstrip in ((True, False), (True, True), (False, True), (False, False))
]
INLINE = "c = {% if x %}1{% else %}2{% endif %}"
LINES = st.sampled_from(
    ["[vnc]", "a = 1", "b = {{ x }}", INLINE, "d = 3 {# note #}", "", "", "#h = 5", "  ",
     "e = {% raw %}{{ z }}{% endraw %}", "f = 1{% for i in l %},{{ i }}{% endfor %}",
     "g = 2{% if y %}", "{% if x %}", "{% else %}", "{% endif %}", "  {% endif %}",
     "{% set v = 1 %}", "{# note #}", "k = 1{% set v = 2 %}"]
)  # fmt: skip
Groups = dict[str, dict[str, list[str]]]


def template(text: str, path: str = "roles/nova/templates/nova.conf.j2") -> Document:
    (document,) = documents_in(Source(path, text))
    return document


def rendered(text: str) -> list[Groups]:
    """Return what oslo.config reads of a template, in each environment and branch."""
    templates = [environment.from_string(text) for environment in ENVIRONMENTS]
    return [
        Document.parse(each.render(x=x, y=y, l=["4"][: int(x)], z="Z")).to_dict()
        for x in (True, False)
        for y in (True, False)
        for each in templates
    ]


def without(groups: Groups, group: str, option: str) -> Groups:
    left = {name: dict(options) for name, options in groups.items()}
    left.setdefault(group, {}).pop(option, None)
    return left


def works(text: str) -> bool:
    """Whether a template says the same however line ends beside statements are taken."""
    try:
        every = rendered(text)
    except jinja2.TemplateError:
        return False
    number = len(ENVIRONMENTS)
    return all(every[at] == every[at - at % number] for at in range(len(every)))


@pytest.mark.slow
@settings(max_examples=40)
@given(
    st.lists(LINES, min_size=1, max_size=7),
    st.sampled_from(["", "\n", "\n\n"]),
    st.sampled_from(["DEFAULT", "vnc", "pci"]),
    st.sampled_from(["h", "new"]),
)
def test_what_is_added_is_a_line_of_its_own(
    lines: list[str], end: str, group: str, option: str
) -> None:
    text = "\n".join(["[DEFAULT]", *lines]) + end
    assume(works(text))
    try:
        after = template(text).set(group, option, "9").apply(text)
    except PatchError:
        return
    for before, now in zip(rendered(text), rendered(after), strict=True):
        assert now[group][option][-1] == "9"
        assert without(now, group, option) == without(before, group, option)


@pytest.mark.parametrize(
    ("text", "group", "expected"),
    [
        (
            f"[DEFAULT]\n{INLINE}\n\n[libvirt]\na = 1\n",
            "DEFAULT",
            f"[DEFAULT]\n{INLINE}\n\nnew = 9\n\n[libvirt]\na = 1\n",
        ),
        (
            f"[DEFAULT]\nb = 2\n\n[vnc]\n{INLINE}\n",
            "pci",
            f"[DEFAULT]\nb = 2\n\n[vnc]\n{INLINE}\n\n[pci]\nnew = 9",
        ),
        (f"[DEFAULT]\r\n{INLINE}\r\n", "DEFAULT", f"[DEFAULT]\r\n{INLINE}\r\n\r\nnew = 9\r\n"),
        (
            "[DEFAULT]\nb = 2\n{# note #}\n{% if x %}\na = 1\n{% endif %}\n[vnc]\n",
            "vnc",
            "[DEFAULT]\nb = 2\n{# note #}\n{% if x %}\na = 1\n{% endif %}\n[vnc]\nnew = 9",
        ),
        (
            f"#jinja2: trim_blocks: False\n[DEFAULT]\n{INLINE}\n",
            "DEFAULT",
            f"#jinja2: trim_blocks: False\n[DEFAULT]\n{INLINE}\nnew = 9\n",
        ),
    ],
)
def test_a_blank_line_stands_between_where_it_has_to(text: str, group: str, expected: str) -> None:
    assert template(text).set(group, "new", "9").apply(text).rstrip() == expected.rstrip()


@pytest.mark.parametrize(
    "line",
    [
        "my_ip = {% raw %}{% if y %}1{% else %}2{% endif %}{% endraw %}",
        "{% raw %}\nmy_ip = {% if y %}1{% else %}2{% endif %}\n{% endraw %}",
        "my_ip = {% raw %}{{ y }}{% endraw %}",
    ],
)
def test_what_is_rendered_twice_has_lines_of_its_own_both_times(line: str) -> None:
    for end in ("\n", "\n\n[libvirt]\na = 1\n"):
        after = template(f"[DEFAULT]\n{line}{end}").set("DEFAULT", "new", "9")
        text = after.apply(f"[DEFAULT]\n{line}{end}")
        for environment in ENVIRONMENTS:
            once = environment.from_string(text).render()
            twice = Document.parse(environment.from_string(once).render(y=1)).to_dict()
            assert twice["DEFAULT"] == {"my_ip": ["1"], "new": ["9"]}


def test_a_line_that_goes_leaves_the_next_one_apart() -> None:
    text = f"[DEFAULT]\n{INLINE}\nold = 1\nb = 2\n[vnc]\n"
    document = template(text)
    (old,) = live(document, "DEFAULT", "old")
    after = whole(move(document, old, "vnc", "old"), document).apply(text)
    assert after == f"[DEFAULT]\n{INLINE}\n\nb = 2\n[vnc]\nold = 1\n"


def test_a_rename_adds_no_line() -> None:
    text = f"[DEFAULT]\n{INLINE}\nold = 1\n"
    document = template(text)
    (old,) = live(document, "DEFAULT", "old")
    renamed = whole(rename(document, old, "young"), document)
    assert renamed.apply(text) == f"[DEFAULT]\n{INLINE}\nyoung = 1\n"


def test_yaml_that_a_template_writes_has_lines_of_its_own_too() -> None:
    text = (
        "nova_nova_conf_overrides:\n  DEFAULT:\n{% if y %}\n    debug: true\n{% endif %}\n"
        "    my_ip: {% if x %}10.0.0.1{% else %}10.0.0.2{% endif %}\n"
    )
    document = template(text, "group_vars/nova_compute.yml.j2")
    assert document.set("DEFAULT", "new", "9").apply(text) == f"{text}\n    new: 9\n"
