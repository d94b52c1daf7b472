"""Whatever a file says: nothing raises, fixes apply and converge, safe ones change no value."""

from __future__ import annotations

from engine.option_texts import RELEASES, texts
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text

from novalint.config.model import Config
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.engine.safety import patched
from novalint.text.document import Document

FACTS = [
    Deployment(),
    Deployment(role="api"),
    Deployment(
        role="compute",
        tenants=300,
        instances_per_host=80,
        network_backend="vendor",
        compute_hosts=2000,
    ),
]


def typed(config: Config) -> dict[tuple[str, str], tuple[str, str]]:
    return {(one.group, one.name): (repr(one.value), str(one.error)) for one in config.settings}


def checked(text: str, release: str, facts: Deployment) -> Report:
    report = check(Document.parse(text), release=release, deployment=facts)
    assert [one for one in report.findings if one.rule == "rule-failure"] == []
    return report


@settings(max_examples=200)
@given(text=texts, release=st.sampled_from(RELEASES), facts=st.sampled_from(FACTS))
def test_every_fix_of_every_finding_applies(text: str, release: str, facts: Deployment) -> None:
    report = checked(text, release, facts)
    for finding in report.findings:
        start, end = finding.location.start.offset, finding.location.end.offset
        assert 0 <= start <= end <= len(text)
        for fix in finding.fixes:
            assert fix.patch.apply(text) != text


@settings(max_examples=120)
@given(text=texts, release=st.sampled_from(RELEASES), facts=st.sampled_from(FACTS))
def test_safe_fixes_change_no_value_and_converge(
    text: str, release: str, facts: Deployment
) -> None:
    report = checked(text, release, facts)
    after = report.after(report.fix())
    assert typed(after.config) == typed(report.config)
    assert not after.fix()


@settings(max_examples=120)
@given(text=texts, release=st.sampled_from(RELEASES), facts=st.sampled_from(FACTS))
def test_all_fixes_converge(text: str, release: str, facts: Deployment) -> None:
    report = checked(text, release, facts)
    patch = report.fix(unsafe=True)
    assert not report.after(patch).fix(unsafe=True)
    assert len(patched(report.config, patch).documents[0].problems) <= len(
        report.config.documents[0].problems
    )


@settings(max_examples=120)
@given(text=any_text)
def test_no_text_is_too_odd(text: str) -> None:
    report = checked(text, "2026.2", FACTS[2])
    report.fix(unsafe=True)


@settings(max_examples=120)
@given(texts=st.lists(texts, min_size=2, max_size=3), facts=st.sampled_from(FACTS))
def test_several_files(texts: list[str], facts: Deployment) -> None:
    from novalint.config.model import load

    documents = [Document.parse(text, f"{number}.conf") for number, text in enumerate(texts)]
    report = check(load(*documents, release="2026.2"), deployment=facts)
    assert [one for one in report.findings if one.rule == "rule-failure"] == []
    after = report.after(report.fix())
    assert typed(after.config) == typed(report.config)
    assert not after.fix()
