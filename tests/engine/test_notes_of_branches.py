"""What holds in one branch of a template alone is not said of lines outside of it."""

from __future__ import annotations

import pytest

import novalint
from novalint.hosts.reading import documents_in
from novalint.text.source import Source

COMPUTE = novalint.Deployment(role="compute", release="2025.1")
AN_API = novalint.Deployment(role="api", release="2025.1")
INSIDE = "vif_plugging_timeout = 600\n"


def lines(text: str, rule: str) -> list[int]:
    (document,) = documents_in(Source.decode(text.encode(), "nova.conf.j2"))
    report = novalint.check(document, deployment=COMPUTE, select=[rule])
    return [finding.location.start.line for finding in report.findings]


def template(inside: str, outside: str) -> str:
    return (
        f"[DEFAULT]\n{outside}{{% if ironic %}}\ncompute_driver = ironic.IronicDriver\n{inside}"
        "{% endif %}\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (template("", INSIDE), []),
        (template(INSIDE, ""), [4]),
        (f"[DEFAULT]\n{INSIDE}compute_driver = ironic.IronicDriver\n", [2]),
    ],
)
def test_an_option_is_idle_where_its_own_branch_says_so(text: str, expected: list[int]) -> None:
    assert lines(text, "vif-option-other-driver") == expected


@pytest.mark.parametrize(
    ("head", "foot", "expected"),
    [
        ("", "", [2]),
        ("{% if not service_name.startswith('nova-compute') %}\n", "{% endif %}\n", []),
    ],
)
def test_a_log_in_that_a_template_may_keep_from_computes(
    head: str, foot: str, expected: list[int]
) -> None:
    text = f"[database]\n{head}connection = mysql+pymysql://n:{{{{ p }}}}@h/nova\n{foot}"
    assert lines(text, "database-credentials-on-compute") == expected


@pytest.mark.parametrize("kinds", [("rbd", "qcow2"), ("qcow2", "rbd")])
def test_a_note_of_one_branch_hides_no_warning_of_another(kinds: tuple[str, str]) -> None:
    text = (
        "[DEFAULT]\nuse_cow_images = false\n[libvirt]\n"
        f"{{% if ceph %}}\nimages_type = {kinds[0]}\n"
        f"{{% else %}}\nimages_type = {kinds[1]}\n{{% endif %}}\n"
    )
    assert lines(text, "use-cow-images-ignored") == [2]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (
            "[cache]\nenabled = true\n{% if m %}\nmemcache_servers = {{ m }}\n{% endif %}\n",
            "warning",
        ),
        ("[cache]\nenabled = true\n{% if m %}\ntls_enabled = true\n{% endif %}\n", "info"),
    ],
)
def test_a_place_is_told_of_as_the_worst_branch_has_it(text: str, severity: str) -> None:
    (document,) = documents_in(Source.decode(text.encode(), "nova.conf.j2"))
    report = novalint.check(document, deployment=AN_API, select=["cache-without-backend"])
    assert [finding.severity for finding in report.findings] == [severity]


def test_options_of_other_roles_are_told_once() -> None:
    text = (
        "[scheduler]\n{% if many %}\nmax_attempts = 9\n"
        "{% else %}\nimage_metadata_prefilter = true\n{% endif %}\n"
        "query_placement_for_image_type_support = {{ asked }}\n"
    )
    (document,) = documents_in(Source.decode(text.encode(), "nova.conf.j2"))
    report = novalint.check(document, deployment=COMPUTE, select=["option-not-read-by-role"])
    assert [
        [note.location.start.line for note in finding.related] for finding in report.findings
    ] == [[3], [5], [7]]
