"""The report in short: a line a rule."""

from __future__ import annotations

from novalint import Deployment, check
from novalint.reports.render_options import RenderOptions
from novalint.reports.statistics import render
from novalint.text.document import Document

TEXT = """\
[DEFAULT]
rpc_thread_pool_size = 64
vif_plugging_if_fatal = true
[libvirt]
virt_typ = qemu
cpu_mode = hots-model
"""


def test_a_line_a_rule_the_worst_first_then_the_most_frequent() -> None:
    report = check(Document.parse(TEXT), release="2026.2", deployment=Deployment(role="compute"))
    assert render([report], RenderOptions()).splitlines() == [
        "1  error    invalid-value  (fixes: 1 unsafe)",
        "2  warning  unknown-option  (fixes: 2 unsafe)",
        "1  warning  deprecated-name  (fixes: 1 safe)",
    ]
    both = render([report, report], RenderOptions()).splitlines()
    assert both[1] == "4  warning  unknown-option  (fixes: 4 unsafe)"


def test_nothing_is_written_where_all_is_well() -> None:
    report = check(Document.parse("[DEFAULT]\nlog_dir = /var/log/nova\n"), release="2026.2")
    assert render([report], RenderOptions()) == ""
