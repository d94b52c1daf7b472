"""What is typed almost right is answered with how it is typed."""

from __future__ import annotations

import pytest
from cli.call import GOOD, refused, write
from cli.conftest import Run

from novalint.deployment import Deployment


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("check nova.conf --fact tenants", "`tenants` has no value; write tenants=VALUE"),
        (
            "set nova.conf vif_plugging_timeout 300",
            "`vif_plugging_timeout` and its value are two arguments; "
            "write vif_plugging_timeout=VALUE",
        ),
        (
            "set nova.conf DEFAULT.my_ip 10.0.0.1",
            "`DEFAULT.my_ip` and its value are two arguments; write DEFAULT.my_ip=VALUE",
        ),
        ("check nova.conf --fact tenans", "`tenans` is not a fact; write NAME=VALUE"),
        ("check nova.conf --deployment nova.conf", "TOML is read from a file whose name ends in"),
        ("nova.conf", "check it with `novalint check nova.conf`"),
        ("missing.conf", "check it with `novalint check missing.conf`"),
        ("check --fix nova.conf", "use `novalint fix` in place of --fix"),
        ("fix nova.conf --dry-run", "--diff shows what would be written"),
        ("set nova.conf DEFAULT.debug=1 --dry-run", "--diff shows what would be written"),
        ("upgrade nova.conf --from yoga --dry-run", "--diff shows what would be written"),
        ("check nova.conf --diff", "use `novalint fix` in place of --diff"),
    ],
)
def test_a_slip(novalint: Run, words: str, said: str) -> None:
    write("nova.conf", GOOD)
    refused(novalint(*words.split()), said)


def test_a_table_with_an_error_of_its_own_form_gets_no_advice(novalint: Run) -> None:
    write("nova.conf", GOOD)
    write("cloud.json", "{")
    assert "TOML" not in novalint("check", "nova.conf", "--deployment", "cloud.json").err


def test_a_service_stands_for_its_role_wherever_a_role_is_told(novalint: Run) -> None:
    assert Deployment(role="nova-compute").roles == {"compute"}
    assert Deployment(role=("nova-api-metadata", "api")).roles == {"metadata", "api"}
    write("nova.conf", GOOD)
    write("novalint.toml", 'role = "nova-compute"\n')
    write("cloud.toml", 'role = ["nova-scheduler"]\n')
    assert "role = compute" in novalint("settings", "nova.conf").out.replace('"', "")
    assert novalint("check", "nova.conf", "--deployment", "cloud.toml").status == 0
    refused(novalint("check", "nova.conf", "--role", "nova-computer"), "`nova-computer`")


@pytest.mark.parametrize("ignored", ["networking", "fatal-vif-plugging"])
def test_a_selection_of_nothing_is_refused(novalint: Run, ignored: str) -> None:
    write("nova.conf", "[DEFAULT]\n")
    words = ("check", "nova.conf", "--select", "fatal-vif-plugging", "--ignore", ignored)
    refused(novalint(*words), "--ignore leaves out everything that --select names")
    assert novalint(*words[:-1], "syntax").status == 0


def test_a_selection_of_nothing_is_refused_in_settings_too(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n")
    write("novalint.toml", 'select = ["networking"]\nignore = ["networking"]\n')
    refused(novalint("check", "nova.conf"), "`novalint.toml:2`: `ignore` leaves out everything")
    override = '[[overrides]]\npaths = ["nova.conf"]\nignore = ["networking"]\n'
    write("novalint.toml", f'select = ["networking"]\n{override}')
    assert novalint("check", "nova.conf").status == 0


def test_what_settings_show_in_two_ways_is_refused(novalint: Run) -> None:
    refused(novalint("settings", "--fleet", "--files"), "leave one of them out")


def test_a_misspelt_override_has_the_release_of_its_deployment(novalint: Run) -> None:
    path = "kolla/config/nova/nova-cmpute.conf"
    write("kolla/globals.yml", 'openstack_release: "2024.2"\n')
    write(path, "[DEFAULT]\nmy_ip = 10.0.0.1\n")
    assert "release = 2024.2" in novalint("settings", path).out
    assert "(2024.2)" in novalint("check", path).err
