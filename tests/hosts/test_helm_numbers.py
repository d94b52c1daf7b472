"""Numbers in the values of a chart: Helm reads them as floats and prints great ones as `1e+06`."""

from __future__ import annotations

import pytest
from hosts.reading import changed, documents

from novalint.engine.report import check
from novalint.hosts.overrides import OptionOverride, override
from novalint.text.writing import set_option

HELM = "conf:\n  nova:\n    quota:\n      ram: {}\n"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("999999", "999999"),
        ("1000000", "1e+06"),
        ("10000000", "1e+07"),
        ("-1234567", "-1.234567e+06"),
        ("1234567.5", "1.2345675e+06"),
        ("100000000000000000000000", "1e+23"),
        ("9007199254740993", "9.007199254740992e+15"),
        ("16.0", "16"),
        ("0.5", "0.5"),
        ('"10000000"', "10000000"),
        ("!!str 10000000", "10000000"),
        ("1e3", "1000"),
        ("1E6", "1e+06"),
        ("1.e3", "1000"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("1.10", "1.1"),
        ("1_0.5", "10.5"),
        ("0.00001", "1e-05"),
        ("1e20", "1e+20"),
        ("010", "8"),
        ("0o17", "15"),
        ("0o8", "0o8"),
        ("09", "9"),
        ("-0x10", "-16"),
        ("0b11", "3"),
        ("1_000", "1000"),
        ("-0.0", "0"),
        ("1:30", "1:30"),
        ("12:30:45", "12:30:45"),
        ("190:20:30.15", "190:20:30.15"),
        ("2024-01-02", "2024-01-02"),
        ("y", "true"),
        ("N", "false"),
        ("On", "true"),
        ("!!str y", "y"),
        ("!!str 1e3", "1e3"),
        ("!!float 5", "5"),
        ("'1e3'", "1e3"),
        ("1e400", "1e400"),
    ],
)
def test_scalars_are_printed_as_go_prints_what_its_yaml_reads(written: str, printed: str) -> None:
    (document,) = documents(HELM.format(written))
    assert document.assignments[0].value == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [("1e3", "1e3"), ("1:30", "90"), ("12:30:45", "45045"), ("0o17", "0o17"), ("y", "y")],
)
def test_ansible_reads_yaml_as_pyyaml_does(written: str, printed: str) -> None:
    (document,) = documents(f"nova_nova_conf_overrides:\n  quota:\n    ram: {written}\n")
    assert document.assignments[0].value == printed


def test_a_great_number_without_quotes_is_told_and_quoted() -> None:
    text = HELM.format("10000000")
    report = check(documents(text)[0], release="2025.1", select=["invalid-value"])
    (finding,) = report.findings
    assert finding.location.start.line == 4
    assert "put 10000000 in quotes, since Helm makes 1e+07 of the number" in finding.message
    assert report.fix(unsafe=True).apply(text, "x.yaml") == HELM.format('"10000000"')


@pytest.mark.parametrize("value", ["10000000", "1234567"])
@pytest.mark.parametrize("before", ["1", "20000000", '"20000000"'])
def test_set_puts_a_great_number_in_quotes(value: str, before: str) -> None:
    (document,) = documents(HELM.format(before))
    assert changed(document, set_option(document, "quota", "ram", value)) == HELM.format(
        f'"{value}"'
    )
    text = override("helm", [OptionOverride("quota", "ram", (value,))]).text
    assert f'ram: "{value}"\n' in text


def test_numbers_of_other_tools_stay_as_they_are() -> None:
    (document,) = documents("nova_nova_conf_overrides:\n  quota:\n    ram: 10000000\n")
    assert document.assignments[0].value == "10000000"
    (document,) = documents(HELM.format("5"))
    assert changed(document, set_option(document, "quota", "ram", "999999")) == HELM.format(
        "999999"
    )
