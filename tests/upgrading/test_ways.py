"""What to do without a line: its value and what else is set make a difference, the target too."""

from __future__ import annotations

import pytest
from upgrading.test_effects import about, report

FORWARDED = "[api]\nuse_forwarded_for = {}\n"
PARSING = "[oslo_middleware]\nenable_proxy_headers_parsing = {}\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (FORWARDED.format("false"), "remove it, since its value was the default"),
        (FORWARDED.format("true"), "set `[oslo_middleware] enable_proxy_headers_parsing` to trust"),
        (
            FORWARDED.format("true") + PARSING.format("true"),
            "remove it, since `[oslo_middleware] enable_proxy_headers_parsing` is set",
        ),
        (
            FORWARDED.format("true") + PARSING.format("false"),
            "set `[oslo_middleware] enable_proxy_headers_parsing` to trust",
        ),
    ],
)
def test_what_a_line_says_decides_what_to_do_without_it(text: str, says: str) -> None:
    (change,) = about(report("2023.1", "2026.1", text), "use_forwarded_for")
    assert says in change.message


@pytest.mark.parametrize(
    ("old", "new", "text", "option", "says"),
    [
        ("2024.2", "2025.1", "[DEFAULT]\nauth_strategy = keystone\n", "auth_strategy", "remove it"),
        (
            "train",
            "2026.2",
            "[DEFAULT]\nglance_api_servers = 192.0.2.1:9292\n",
            "glance_api_servers",
            "if it is still wanted, set `[glance] endpoint_override`",
        ),
        (
            "ocata",
            "2026.2",
            "[DEFAULT]\nneutron_url = http://192.0.2.1\n[neutron]\nurl = http://192.0.2.1\n",
            "neutron_url",
            "remove it, since `[neutron] endpoint_override` is set",
        ),
        (
            "ocata",
            "2026.2",
            "[DEFAULT]\nneutron_url = http://192.0.2.1\n",
            "neutron_url",
            "if it is still wanted, move it to `[neutron] endpoint_override`",
        ),
        (
            "queens",
            "victoria",
            "[default]\nscheduler_host_manager = host_manager\n",
            "scheduler_host_manager",
            "remove it, since the filter scheduler replaces the others",
        ),
        (
            "yoga",
            "2025.1",
            "[libvirt]\nchecksum_base_images = true\n",
            "checksum_base_images",
            "remove it: nothing checks cached images now",
        ),
        (
            "queens",
            "victoria",
            "[default]\ndebug = true\n",
            "debug",
            "if it is still wanted, write `[DEFAULT]`",
        ),
    ],
)
def test_a_line_that_nothing_reads_is_not_sent_where_nothing_reads_it_either(
    old: str, new: str, text: str, option: str, says: str
) -> None:
    (change,) = about(report(old, new, text), option)
    assert f"; {says}" in change.message
