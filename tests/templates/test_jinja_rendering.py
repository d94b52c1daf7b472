"""What is read from a Jinja2 template is what Jinja2 renders, for templates that chance writes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from templates import writing
from templates.reading import WORD, Setting, read, settings
from templates.rendering import STANDS_IN, branches_of, rendered

from novalint.templates import language_of
from novalint.text.document import Document

each_style = pytest.mark.parametrize("style", writing.STYLES.values(), ids=writing.STYLES)
chances = st.integers(0, 2**32).map(random.Random)

UNTRIMMED = {"salt", "juju"}
"""The folders of samples for tools that leave Jinja2's own settings as they are."""


def taken(template: str, seed: int, *, trim: bool, lstrip: bool) -> tuple[list[Setting], Document]:
    """Return what the branches hold that one rendering took, and what it came to."""
    out = rendered(template, seed, trim=trim, lstrip=lstrip)
    left_out = [one for one in branches_of(template) if one.number not in out.taken]
    found = settings(read(template))
    live = [one for one in found if not any(b.start <= one.place < b.end for b in left_out)]
    return live, Document.parse(out.text)


def triples(document: Document) -> list[tuple[str, str, str]]:
    return [(one.group, one.option, one.value) for one in document.assignments]


@each_style
@limits(max_examples=15)
@given(chance=chances, seed=st.integers(0, 9))
def test_what_is_read_comes_out(style: writing.Style, chance: random.Random, seed: int) -> None:
    template = writing.written(chance, style)
    live, document = taken(template, seed, trim=style.trim, lstrip=style.lstrip)
    came_out = triples(document)
    for one in live:
        assert any(one.matches(*each) for each in came_out), one


@each_style
@limits(max_examples=12)
@given(chance=chances, seed=st.integers(0, 9))
def test_what_comes_out_is_read(style: writing.Style, chance: random.Random, seed: int) -> None:
    template = writing.written(chance, style)
    live, document = taken(template, seed, trim=style.trim, lstrip=style.lstrip)
    names = {one.option for one in live}
    unknown = {one.option for one in Document.parse(read(template).text).assignments}
    for one in document.assignments:
        assert one.option in names | unknown or STANDS_IN in one.option


@limits(max_examples=12)
@given(chance=chances, seed=st.integers(0, 9), data=st.data())
def test_an_edit_comes_out_where_it_was_made(
    chance: random.Random, seed: int, data: st.DataObject
) -> None:
    template = writing.written(chance, writing.STYLES["trimmed"])
    one = read(template)
    document = Document.parse(one.text)
    values = [each for each in document.assignments if not WORD.search(each.option + each.value)]
    chosen = data.draw(st.sampled_from(values))
    place = one.source_map.to_host(chosen.raw)
    assert place is not None
    changed = f"{template[: place.start]}NEW{template[place.end :]}"
    before, after = (
        triples(Document.parse(rendered(each, seed, trim=True, lstrip=False).text))
        for each in (template, changed)
    )
    same_name = {one for one in before if one[1] == chosen.option}
    assert [each for each in after if each[1] != chosen.option] == [
        each for each in before if each[1] != chosen.option
    ]
    assert {each for each in after if each[1] == chosen.option} == {
        (group, option, "NEW") for group, option, _ in same_name
    }


@limits(max_examples=12)
@given(chance=chances)
def test_each_place_stands_in_the_branches_around_it(chance: random.Random) -> None:
    template = writing.written(chance, writing.STYLES["trimmed"])
    one = read(template)
    around = branches_of(template)
    for each in Document.parse(one.text).assignments:
        spans = [span for span, _ in one.branches if span.start <= each.key.start < span.end]
        loops = [span for span in one.loops if span.start <= each.key.start < span.end]
        place = one.source_map.place(each.key).start
        outer = [branch for branch in around if branch.start <= place < branch.end]
        both = len([span for span in loops if span in spans])  # a loop with a branch of its own
        assert len(spans) + len(loops) - both == len(outer)


def test_samples_come_out(sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    trim = sample.parent.name not in UNTRIMMED
    for seed in range(3):
        live, document = taken(text, seed, trim=trim, lstrip=False)
        came_out = triples(document)
        for one in live:
            assert any(one.matches(*each) for each in came_out), one


def _samples() -> list[Path]:
    """Return the samples in Jinja2 that are whole: one was cut where a secret stood."""
    from templates.samples import SAMPLES

    found = [each for each in SAMPLES if language_of(str(each), each.read_text()) == "jinja"]
    return [each for each in found if each.parts[-2:] != ("kayobe-double-jinja", "nova.conf")]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "sample" in metafunc.fixturenames:
        none = pytest.param(None, marks=pytest.mark.skip(reason="NOVALINT_CORPUS has no samples"))
        found = _samples()
        metafunc.parametrize("sample", found or [none], ids=lambda one: getattr(one, "name", ""))
