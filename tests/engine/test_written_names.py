"""Messages and titles of fixes name an option as the file does."""

from __future__ import annotations

import pytest

import novalint
from novalint.findings import Finding
from novalint.text.document import Document


def first(text: str, rule: str, **told: str) -> Finding:
    document = Document.parse(text.encode(), "nova.conf")
    facts = novalint.Deployment(**told)  # type: ignore[arg-type]
    return novalint.check(document, deployment=facts, select=[rule]).findings[0]


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("[DEFAULT]\nweb = a$b\n", "undefined-substitution", "`web` cannot be read"),
        ("[DEFAULT]\nlogfile = a$b\n", "undefined-substitution", "`logfile` cannot be read"),
        ("[vnc]\nnovncproxy_port = 6,080\n", "invalid-value", "`[vnc] novncproxy_port` `6,080`"),
        ("[DEFAULT]\nnovncproxy_port = 6,080\n", "invalid-value", "`novncproxy_port` `6,080`"),
        ("[DEFAULT]\nlogdir = /x\n", "deprecated-name", "`logdir` is an old name of `log_dir`"),
    ],
)
def test_the_name_is_that_of_the_file(text: str, rule: str, expected: str) -> None:
    assert first(text, rule, release="queens").message.startswith(expected)


def test_a_fix_is_called_by_that_name_too() -> None:
    text = "[DEFAULT]\nrpc_thread_pool_size = 0\n"
    finding = first(text, "rpc-threads-not-positive", release="ocata", role="conductor")
    assert finding.fixes[0].title == "Comment out rpc_thread_pool_size"


def test_of_a_list_each_line_is_called_by_its_own_name() -> None:
    text = '[DEFAULT]\npci_alias = {"name":"a"\n[pci]\nalias = {"name":"b"\n'
    document = Document.parse(text.encode(), "nova.conf")
    facts = novalint.Deployment(release="queens")
    report = novalint.check(document, deployment=facts, select=["pci-alias-invalid"])
    words = [finding.message.partition(" is ")[0] for finding in report.findings]
    assert words == ["`pci_alias`", "`[pci] alias`"]
