"""What an upgrade adds to a template counts whichever branches come out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from templates.rendering import rendered

import novalint
from novalint.config.model import Config, load
from novalint.text.document import Document
from novalint.upgrading.upgrade import Upgrade

URL = ("DEFAULT", "transport_url")
BROKER = "[oslo_messaging_rabbit]\nrabbit_host = 10.0.0.1\nrabbit_password = word\n"
WRITTEN = "transport_url = rabbit://guest:word@10.0.0.1:5672/\n"


def upgraded(folder: Path, template: str, name: str = "nova.conf.j2", **how: bool) -> Upgrade:
    path = folder / name
    path.write_text(template, encoding="utf-8")
    return novalint.upgrade(path, "ocata", "2026.2", **how)


def after(upgrade: Upgrade) -> str:
    (file,) = upgrade.patch.files
    return file.result


@pytest.mark.parametrize(
    "branch",
    [
        "{% if x %}\ndebug = true\n{% endif %}\n",
        "{% if x %}\n#transport_url = rabbit://\ndebug = true\n{% endif %}\n",
        "{% if x %}\nrpc_thread_pool_size = 3\n{% endif %}\n",
        "{% for a in b %}\n# some\nplugins = {{ a }}\n{% endfor %}\n",
    ],
)
def test_the_composed_url_stands_above_a_branch(branch: str, tmp_path: Path) -> None:
    made = after(upgraded(tmp_path, f"[DEFAULT]\n{branch}{BROKER}"))
    assert made.startswith(f"[DEFAULT]\n{WRITTEN}{branch[:5]}")


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("nova.conf.erb", "<% if @x -%>\n", "<% end -%>\n"),
        ("nova.conf.gotmpl", "{{- if .x }}\n", "{{- end }}\n"),
    ],
)
def test_in_each_language(name: str, start: str, end: str, tmp_path: Path) -> None:
    template = f"[DEFAULT]\n{start}rpc_thread_pool_size = 3\n{end}{BROKER}"
    made = after(upgraded(tmp_path, template, name))
    assert WRITTEN in made
    assert made.index(WRITTEN) < made.index(start.rstrip()) or made.index(WRITTEN) > made.index(end)
    assert f"{start}executor_thread_pool_size = 3\n{end}" in made


@pytest.mark.parametrize(
    ("template", "why"),
    [
        (f"[DEFAULT]\n{{% if x %}}\n{BROKER}{{% endif %}}\n", "whether `rabbit_password` is set"),
        (
            "[DEFAULT]\n{% if x %}\ntransport_url = rabbit://a:b@c\n{% endif %}\n" + BROKER,
            "whether `transport_url` is set",
        ),
        (f"[DEFAULT]\n{{% include 'x' %}}\n{BROKER}", "whether `rabbit_hosts` is set"),
    ],
)
def test_no_url_is_composed_of_what_a_branch_says(template: str, why: str, tmp_path: Path) -> None:
    upgrade = upgraded(tmp_path, template)
    assert WRITTEN not in after(upgrade)
    assert "transport_url takes its place" not in after(upgrade)
    told = next(change for change in upgrade.changes if change.option == URL[1])
    assert not told.mended
    assert told.message.endswith(why)


def test_no_log_in_is_composed_of_what_a_branch_says(tmp_path: Path) -> None:
    login = "[keystone_authtoken]\nadmin_user = nova\nadmin_password = word\n"
    address = "identity_uri = http://k:35357\n"
    assert "auth_type = password\n" in after(
        upgraded(tmp_path, f"{login}{address}debug = {{{{ x }}}}\n")
    )
    branch = "{% if x %}\nauth_type = v3password\n{% endif %}\n"
    upgrade = upgraded(tmp_path, f"{login}{address}{branch}")
    assert "\nauth_type = password\n" not in after(upgrade)


def test_old_defaults_are_kept_outside_of_branches(tmp_path: Path) -> None:
    template = (
        "{% if x %}\n[DEFAULT]\n#heal_instance_info_cache_interval = 5\ndebug = true\n{% endif %}\n"
    )
    made = after(upgraded(tmp_path, template, keep_behaviour=True))
    assert "\n#heal_instance_info_cache_interval = 5\n" in made
    assert made.index("\nheal_instance_info_cache_interval = 60\n") > made.index("endif")


LINES = (
    "debug = true\n", "rpc_thread_pool_size = 3\n", "#transport_url = rabbit://\n", "# why\n", "\n",
    "#heal_instance_info_cache_interval = 5\n", "my_ip = {{ a }}\n", "verbose = true\n",
    "scheduler_driver = caching_scheduler\n", "vncserver_listen = ::\n",
    "[oslo_messaging_rabbit]\nrabbit_host = 10.0.0.1\n", "rabbit_password = word\n",
    "[keystone_authtoken]\nadmin_user = nova\nadmin_password = p\nidentity_uri = http://k:1\n",
    "[DEFAULT]\n", "[glance]\napi_servers = a:9292\n", "[libvirt]\n#sysinfo_serial = none\n",
    "transport_url = rabbit://a:b@c/\n", "[oslo_policy]\n",
    "[filter_scheduler]\nenabled_filters = RamFilter,ComputeFilter\n",
)  # fmt: skip


def templates(number: int) -> Iterator[str]:
    chance = random.Random(number)

    def lines(depth: int) -> str:
        parts = []
        for _ in range(chance.randrange(1, 4)):
            if depth < 2 and chance.random() < 0.3:
                inner = [lines(depth + 1) for _ in range(chance.randrange(1, 3))]
                kind = "if c" if len(inner) > 1 or chance.random() < 0.7 else "for a in b"
                end = f"{{% end{kind.split()[0]} %}}\n"
                parts.append(f"{{% {kind} %}}\n" + "{% else %}\n".join(inner) + end)
            else:
                parts.append(chance.choice(LINES))
        return "".join(parts)

    while True:
        yield f"[DEFAULT]\n{lines(0)}{BROKER if chance.random() < 0.5 else ''}"


def added(upgrade: Upgrade) -> Iterator[tuple[str, str]]:
    """Yield the options that a patch says to set and the files do not."""
    for change in upgrade.changes:
        name = change.group, change.option
        known = upgrade.before.schema.option(*name)
        is_set = known is not None and upgrade.before.setting(*name).places
        if change.mended and not is_set and (change.location is None or name == URL):
            yield name


def value(config: Config, name: tuple[str, str]) -> object:
    return config.setting(*name).value


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4))
def test_what_is_added_to_random_templates_counts_in_every_rendering(
    number: int, tmp_path: Path
) -> None:
    chosen = templates(number)
    for _ in range(3):
        template = next(chosen)
        upgrade = upgraded(tmp_path, template, keep_behaviour=True)
        made = after(upgrade) if upgrade.patch else template
        promised = set(added(upgrade))
        for seed in range(3):
            text = rendered(made, seed, trim=True, lstrip=True).text
            document = Document.parse(text, "nova.conf")
            config = load(document, release="2026.2")
            for name in promised:
                assert config.setting(*name).places, (name, template, made)
                assert value(config, name) == value(upgrade.after, name), (name, template, made)


def test_what_a_branch_breaks_is_dated_though_another_branch_sets_the_option_last(
    tmp_path: Path,
) -> None:
    path = tmp_path / "nova.conf.j2"
    path.write_text(
        "[filter_scheduler]\n{% if az %}\n"
        "enabled_filters = AvailabilityZoneFilter,ComputeFilter\n"
        "{% else %}\nenabled_filters = ComputeFilter\n{% endif %}\n"
        "[oslo_messaging_rabbit]\nrabbit_use_ssl = true\n"
    )
    (broken,) = novalint.upgrade(path, "zed", "2025.1").of(novalint.Effect.BREAKS)
    assert [release.series for release in broken.releases] == ["2023.2"]


@pytest.mark.parametrize(
    ("path", "line", "warned"),
    [
        ("kolla/config/nova.conf", "[pci]\npassthrough_whitelist = {}\n", True),
        ("kolla/config/nova.conf", "[DEFAULT]\nrpc_thread_pool_size = 9\n", False),
        ("nova.conf", "[pci]\npassthrough_whitelist = {}\n", False),
    ],
)
def test_a_new_name_in_an_override_may_stand_beside_the_old_one(
    path: str, line: str, warned: bool, tmp_path: Path
) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(line)
    changes = novalint.upgrade(file, "stein", "2025.1").changes
    (renamed,) = (change for change in changes if "the old name is still read" in change.message)
    assert ("an override replaces that one alone" in renamed.message) is warned


@pytest.mark.parametrize(
    ("name", "head", "line"),
    [
        (
            "nova.conf.j2",
            "{% if a -%}\n[vnc]\n\n{% endif -%}\n\n[neutron]\n",
            "{} = a\n",
        ),
        ("x.yml", "nova_nova_conf_overrides:\n  DEFAULT: {debug: 1}\n  neutron:\n", "    {}: a\n"),
    ],
)
def test_the_advice_of_a_line_is_not_that_of_another(
    name: str, head: str, line: str, tmp_path: Path
) -> None:
    """As in canonical/snap-openstack-hypervisor, whose template leaves out line ends."""
    invented = ("interface", "invented", "other_one")
    path = tmp_path / name
    path.write_text(head + "".join(map(line.format, invented)))
    made = novalint.upgrade(path, "train", "2025.1")
    ways = {
        change.option: change.message.rpartition("; ")[2]
        for change in made.changes
        if change.group == "neutron" and change.location
    }
    unless = "remove it unless something other than Nova reads it"
    assert ways == {
        "interface": "if it is still wanted, rename it to `valid_interfaces`",
        "invented": unless,
        "other_one": unless,
    }
