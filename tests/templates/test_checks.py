"""What is found in templates: at the line of the template, and nothing that it leaves open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import novalint
from novalint.cli import main

Check = Callable[..., list[str]]


@pytest.fixture
def checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return the findings in a template, without its path, but for mere notes."""

    def check(template: str, name: str = "nova.conf.j2", options: Sequence[str] = ()) -> list[str]:
        path = tmp_path / name
        path.write_text(template, encoding="utf-8")
        main(["check", "--release", "2025.1", *options, str(path)])
        lines = [one.removeprefix(f"{path}:") for one in capsys.readouterr().out.splitlines()]
        return [one for one in lines if ": warning[" in one or ": error[" in one]

    return check


def test_a_group_that_a_template_computes_is_none_that_nova_lacks(checked: Check) -> None:
    template = "[DEFAULT]\nmy_ip = {{ ip }}\n[neutron_physnets_{{ x }}]\nnuma_nodes = 0\n"
    assert checked(template) == []
    template = "[DEFAULT]\n{% if x %}\n[compute]\n{% endif %}\nlock_pth = 1\n"
    assert checked(template) == []


@pytest.mark.parametrize(
    ("group", "missing"),
    [("{{ s }}", 0), ("{{ s }}_user", 0), ("service_{{ s }}", 0), ("nova_{{ s }}", 1)],
)
def test_what_a_computed_group_sets_is_not_missing(
    checked: Check, group: str, missing: int
) -> None:
    template = (
        "[service_user]\nsend_service_user_token = true\n[neutron]\nauth_type = password\n"
        f"{{% for s in logins %}}\n[{group}]\nauth_type = password\n{{% endfor %}}\n"
    )
    lines = checked(template, options=["--select", "service-token-without-login"])
    assert len(lines) == missing


def test_an_old_name_beside_the_new_one_in_another_branch_is_renamed(checked: Check) -> None:
    template = (
        "[libvirt]\ncpu_mode = custom\n{% if x %}\ncpu_models = {{ x }}\n"
        "{% else %}\ncpu_model = {{ y }}\n{% endif %}\n"
    )
    (line,) = checked(template)
    assert line.startswith("6:1: warning[deprecated-name]")
    assert line.endswith("rename it")


@pytest.mark.parametrize(
    ("name", "template", "place"),
    [
        (
            "nova.conf.j2",
            "[DEFAULT]\n{% if x %}\nmy_ip = {{ ip }}\n{% endif %}\ndebugg = 1\n",
            "5:1",
        ),
        (
            "nova.conf.erb",
            "[DEFAULT]\n<% if @x -%>\nmy_ip = <%= @ip %>\n<% end -%>\ndebugg = 1\n",
            "5:1",
        ),
        (
            "nova.conf.gotmpl",
            "[DEFAULT]\n{{- if .x }}\nmy_ip = {{ .ip }}\n{{- end }}\ndebugg = 1\n",
            "5:1",
        ),
    ],
)
def test_a_wrong_name_is_found_at_its_line(
    name: str, template: str, place: str, checked: Check
) -> None:
    (line,) = checked(template, name)
    assert line.startswith(f"{place}: warning[unknown-option]")


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize(
    ("rule", "group", "lines"),
    [
        ("compute-driver-unset", "DEFAULT", "compute_driver = ironic.IronicDriver"),
        ("cell-database-missing", "database", "connection = {{ url }}"),
        ("lock-path-missing", "oslo_concurrency", "lock_path = /run/nova"),
        ("placement-login-missing", "placement", "auth_type = password"),
    ],
)
@pytest.mark.parametrize("other", ["", "else"])
def test_an_option_that_a_branch_sets_is_not_missing(
    rule: str, group: str, lines: str, other: str, sign: str, checked: Check
) -> None:
    main = "[api_database]\nconnection = {{ a }}\n[neutron]\nauth_type = password\n"
    also = f"{{% else {sign}%}}\n{lines}2\n" if other else ""
    last = f"{{% if y {sign}%}}\nmax_x = 1\n{{% else {sign}%}}\nmax_y = 1\n{{% endif {sign}%}}\n"
    block = f"[{group}]\n{{% if x {sign}%}}\n{lines}\n{also}{{% endif {sign}%}}\n{last}"
    options = ("--role", "compute", "--role", "conductor", "--select", rule)
    assert checked(main + block, options=options) == []
    bare = f"{main}[DEFAULT]\ntransport_url = {{{{ u }}}}\ncompute_driver =\n{last}"
    assert rule == "lock-path-missing" or checked(bare, options=options) != []


def test_filters_that_are_gone_leave_a_list_of_which_a_part_is_computed(tmp_path: Path) -> None:
    path = tmp_path / "nova.conf.j2"
    line = "enabled_filters = RetryFilter,{{ extra }},ComputeFilter\n"
    path.write_text(f"[filter_scheduler]\n{line}")
    found = novalint.upgrade(path, "queens", "2026.2")
    (file,) = found.patch.files
    assert file.result == f"[filter_scheduler]\n{line.replace('RetryFilter,', '')}"
    (change,) = [one for one in found.changes if one.rule == "scheduler-filter-removed"]
    assert (change.effect, change.mended) == (novalint.Effect.CHANGES, True)


@pytest.mark.parametrize("bad", [0, 1])
def test_a_fix_sets_the_line_of_the_branch_that_it_is_about(bad: int, tmp_path: Path) -> None:
    def written(value: str) -> str:
        values = [value if bad == number else "300" for number in (0, 1)]
        name = "update_resources_interval = "
        lines = [name + each for each in values]
        return f"[DEFAULT]\n{{% if x %}}\n{lines[0]}\n{{% else %}}\n{lines[1]}\n{{% endif %}}\n"

    path = tmp_path / "nova.conf.j2"
    path.write_text(written("60"), encoding="utf-8")
    facts = ["--role", "compute", "--fact", "compute_hosts=1000", "--release", "2026.2"]
    rule = ["--select", "resource-updates-for-large-cloud"]
    assert main(["fix", "--unsafe", *facts, *rule, str(path)]) == 0
    assert path.read_text("utf-8") == written("120")


LXC = "cpu_mode = custom\ncpu_models = Haswell\nvirt_type = lxc\n"
HOSTS = "enabled = true\nmemcache_servers = h:1\n"
REDIS = "backend = dogpile.cache.redis\n"
MEMCACHED = "backend = dogpile.cache.memcached\n"


def _either(first: str, second: str) -> str:
    return f"{{% if x %}}\n{first}{{% else %}}\n{second}{{% endif %}}\n"


@pytest.mark.parametrize(
    ("group", "lines", "place"),
    [
        ("libvirt", LXC.replace("lxc", "kvm") + _either("virt_type = lxc\n", ""), "2:1"),
    ],
)
def test_no_fix_changes_another_branch_than_the_one_at_fault(
    group: str, lines: str, place: str, checked: Check, tmp_path: Path
) -> None:
    rules = ("--select", "cache-without-backend", "--select", "cpu-mode-needs-kvm")
    options = ("--role", "compute", "--role", "api", *rules)
    template = f"[{group}]\n{lines}"
    (line,) = checked(template, options=options)
    assert line.startswith(f"{place}: ")
    assert line.endswith("; no fix here, since it would change other branches of the template, too")
    main(["fix", "--unsafe", "--release", "2025.1", *options, str(tmp_path / "nova.conf.j2")])
    assert (tmp_path / "nova.conf.j2").read_text("utf-8") == template


@pytest.mark.parametrize(
    ("lines", "fixed"),
    [
        (_either(REDIS, HOSTS), _either(REDIS, HOSTS + MEMCACHED)),
        (_either(HOSTS, HOSTS + MEMCACHED), _either(HOSTS + MEMCACHED, HOSTS + MEMCACHED)),
        ("#" + REDIS + _either(HOSTS, REDIS), "#" + REDIS + _either(HOSTS + MEMCACHED, REDIS)),
        ("#" + REDIS + _either(HOSTS, ""), "#" + REDIS + _either(HOSTS + MEMCACHED, "")),
        (
            _either(HOSTS[:15] + _either(REDIS, HOSTS[15:]), ""),
            _either(HOSTS[:15] + _either(REDIS, HOSTS[15:] + MEMCACHED), ""),
        ),
        (
            "memcache_servers = h:1\n{% if x %}enabled = true{% endif %}\n",
            f"memcache_servers = h:1\n{{% if x %}}enabled = true\n{MEMCACHED[:-1]}{{% endif %}}\n",
        ),
    ],
)
def test_what_a_branch_lacks_is_set_in_that_branch(lines: str, fixed: str, tmp_path: Path) -> None:
    path = tmp_path / "nova.conf.j2"
    path.write_text(f"[cache]\n{lines}", encoding="utf-8")
    main(["fix", "--unsafe", "--role", "api", "--select", "cache-without-backend", str(path)])
    assert path.read_text("utf-8") == f"[cache]\n{fixed}"


def test_a_fix_within_the_branch_at_fault_is_made(tmp_path: Path) -> None:
    path = tmp_path / "nova.conf.j2"
    path.write_text(f"[libvirt]\n{_either(LXC, '')}", encoding="utf-8")
    rule = ("--role", "compute", "--select", "cpu-mode-needs-kvm")
    assert main(["fix", "--unsafe", "--release", "2025.1", *rule, str(path)]) == 0
    mended = LXC.replace("cpu_", "#cpu_")
    assert path.read_text("utf-8") == f"[libvirt]\n{_either(mended, '')}"


@pytest.mark.parametrize("before", ["", "{% if z %}\n{% endif %}\n"])
def test_branches_of_two_files_are_not_put_together(
    before: str, checked: Check, tmp_path: Path
) -> None:
    other = tmp_path / "other.conf.j2"
    lines = _either("cpu_mode = host-model\n", "images_type = raw\n")
    other.write_text(f"{before}[libvirt]\n{lines}", encoding="utf-8")
    lines = _either("cpu_models = Haswell\n", "cpu_mode = custom\n")
    rule = ("--role", "compute", "--select", "cpu-models-without-custom-mode")
    assert checked(f"[libvirt]\n{lines}", options=("--together", *rule, str(other))) == []


@pytest.mark.parametrize(
    ("lines", "dead"),
    [
        ("lxc|kvm|{% if a %}|qemu|{% endif %}", ["2"]),
        ("{% if a %}|kvm|{% else %}|lxc|{% endif %}|qemu", ["3", "5"]),
        ("{% if a %}|{% if b %}|kvm|{% endif %}|qemu|{% endif %}", ["4"]),
        ("kvm|{% if a %}|qemu|{% endif %}", []),
        ("{% if a %}|kvm|{% else %}|qemu|{% endif %}", []),
    ],
)
def test_a_line_is_dead_that_is_set_again_wherever_it_stands(
    lines: str, dead: list[str], tmp_path: Path
) -> None:
    body = "\n".join(one if "%" in one else f"virt_type = {one}" for one in lines.split("|"))
    path = tmp_path / "nova.conf.j2"
    path.write_text(f"[libvirt]\n{body}\n", encoding="utf-8")
    report = novalint.check(path, release="2025.1")
    found = [one for one in report.findings if one.rule == "duplicate-option"]
    assert [str(one.location.start.line) for one in found] == dead
