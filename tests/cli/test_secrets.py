"""No command prints a secret unless it is told to."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cli.call import write
from cli.conftest import Run

SECRET = "hunter2"
CONF = """\
[DEFAULT]
debug = maybe
transport_url = rabbit://nova:hunter2@a:5672,nova:hunter2@b:5672/
    ,nova:hunter2@c:5672/
#transport_url = rabbit://nova:hunter2@old/
no_such_password = hunter2
log_dir = ftp://u:hunter2@h/
my_ip = $transport_url
my_ip = $no_such.hunter2
[database]
connection = mysql+pymysql://nova:hunter2@db/nova?charset=utf8
max_retries = ${DEFAULT.transport_url}
[keystone_authtoken]
password = "hunter2"
password = 'hunter2'
memcache-secret-key = hunter2
[neutron]
metadata_proxy_shared_secret: hunter2
key = hunter2
# password = hunter2
;password=hunter2
[nova]
password=hunter2
  hunter2
[oslo_messaging_notifications]
transport_url = rabbit://nova:hunter2@a $no_such_option
[pci]
alias = {"name": "x"}
"""

COMMANDS = [
    "check nova.conf",
    "check nova.conf --quiet",
    "check nova.conf --verbose --color always",
    "check nova.conf --format json",
    "check nova.conf --fact profile=dense-multi-tenant --role compute --format json",
    "check - --together",
    "fix nova.conf --diff",
    "fix nova.conf --diff --unsafe",
    "fix nova.conf",
    "fix nova.conf --unsafe",
    "set nova.conf DEFAULT.debug=true --diff",
    "set nova.conf DEFAULT.transport_url=rabbit://nova:hunter2@new/ --diff",
    "set nova.conf DEFAULT.transport_url=rabbit://nova:hunter2@new/",
    "set nova.conf DEFAULT.my_new_password=hunter2 --diff",
    "set nova.conf DEFAULT.my_new_password=hunter2",
    "set nova.conf cinder.password=hunter2 --diff",
    "set nova.conf neutron.password=hunter2 --diff",
    "set nova.conf database.connection=hunter2 database.connection=hunter2",
    "set nova.conf cache.backend_argument=hunter2 cache.backend_argument=hunter2",
    "set nova.conf cache.backend_argument=hunter2 --add --diff",
    "set nova.conf database.connection=hunter2 --add",
    "set nova.conf password=hunter2",
    "set nova.conf database.connection:mysql://nova:hunter2@db",
    "unset nova.conf database.connection keystone_authtoken.password --diff",
    "unset nova.conf DEFAULT.transport_url nova.password",
    "show nova.conf",
    "show nova.conf --all",
    "show nova.conf --format json --all",
    "show nova.conf DEFAULT.transport_url keystone_authtoken.password DEFAULT.my_ip",
    "show nova.conf --release 2024.1 --format json",
]


@pytest.mark.parametrize("line", COMMANDS)
def test_no_command_prints_a_secret(novalint: Run, line: str) -> None:
    write("nova.conf", CONF)
    ran = novalint(*line.split(), stdin=CONF.encode())
    assert ran.status in (0, 1, 2)
    assert ran.stdout or ran.stderr or line.startswith(("set", "unset"))
    shown = ran.out + ran.err
    assert SECRET not in shown.replace("no_such.hunter2", "")  # that one is the name of an option


def test_a_value_of_several_lines_is_hidden_in_each(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n#transport_url = x\n")
    for words in (("DEFAULT.transport_url=a\nhunter2",), ("DEFAULT.transport_url=a",)):
        ran = novalint("set", "nova.conf", *words, "--diff")
        assert ran.out.count("***") >= 1
        assert SECRET not in ran.out
        novalint("set", "nova.conf", *words)


@pytest.mark.parametrize(
    "line",
    [
        "set nova.conf database.connection=mysql+pymysql://n:hunter2@d/n -q",
        "unset nova.conf database.connection",
    ],
)
def test_a_hidden_diff_says_so_and_can_be_revealed(novalint: Run, line: str) -> None:
    write("nova.conf", "[database]\nconnection = mysql://nova:hunter2@db/\n")
    hidden = novalint(*line.split(), "--diff")
    assert hidden.status == 1
    assert "***" in hidden.out
    assert "--reveal" in hidden.err
    assert hidden.err.count("\n") == 1
    shown = novalint(*line.split(), "--diff", "--reveal")
    assert (shown.status, shown.stderr) == (1, b"")
    assert SECRET in shown.out
    assert "***" not in shown.out


def test_a_secret_right_below_a_change_hides_the_diff_of_a_fix(novalint: Run) -> None:
    write(
        "nova.conf", "[DEFAULT]\ndebug = true\ntransport_url = rabbit://u:hunter2@h\ndebug = true\n"
    )
    hidden = novalint("fix", "nova.conf", "--diff")
    assert SECRET not in hidden.out
    assert "--reveal" in hidden.err
    assert SECRET in novalint("fix", "nova.conf", "--diff", "--reveal").out


@pytest.mark.parametrize("tool", [["patch", "-p1"], ["git", "apply"]])
def test_a_diff_leaves_out_the_secrets_around_it_and_can_be_applied(
    novalint: Run, tool: list[str]
) -> None:
    secret = "transport_url = rabbit://u:hunter2@h\n"
    text = f"[DEFAULT]\n{secret}#use_json = false\nmy_ip = x\n{secret}host = a\n[vnc]\nport = 1\n"
    write("nova.conf", text)
    words = ("DEFAULT.use_json=true", "DEFAULT.host=b")
    ran = novalint("set", "nova.conf", *words, "--diff")
    assert SECRET not in ran.out
    assert "***" not in ran.out
    assert ran.stderr == b""
    subprocess.run(tool, input=ran.stdout, check=True)
    changed = text.replace("#use_json = false", "use_json = true").replace("host = a", "host = b")
    assert Path("nova.conf").read_text() == changed


def test_a_diff_without_secrets_is_verbatim(novalint: Run) -> None:
    write(
        "nova.conf",
        "[DEFAULT]\n#use_json = false\n" + "#\n" * 5 + "transport_url = rabbit://u:hunter2@h\n",
    )
    plain = novalint("set", "nova.conf", "DEFAULT.use_json=true", "--diff")
    assert plain.stderr == b""
    assert (
        plain.stdout
        == novalint("set", "nova.conf", "DEFAULT.use_json=true", "--diff", "--reveal").stdout
    )


def test_secrets_are_written_as_they_are(novalint: Run) -> None:
    write("nova.conf", "[database]\n#connection = <None>\n")
    novalint("set", "nova.conf", "database.connection=mysql://nova:hunter2@db/")
    expected = "[database]\nconnection = mysql://nova:hunter2@db/\n"
    assert Path("nova.conf").read_text() == expected


def test_a_written_report_holds_no_secret(novalint: Run) -> None:
    write("nova.conf", CONF)
    for form in ("text", "json"):
        novalint("check", "nova.conf", "--format", form, "--output", "report")
        assert SECRET not in Path("report").read_text().replace("no_such.hunter2", "")


ODD = [
    pytest.param("[DEFAULT]\nexport admin_password = hunter2\n", "check", id="name with blanks"),
    pytest.param("[DEFAULT]\ntransport_url = a,\n    hunter2\n", "unset", id="commented lines"),
    pytest.param("[DEFAULT]\ntransport_url = a,\n  foo = hunter2\n", "fix", id="moved lines"),
    pytest.param("[keystone_authtoken] password = hunter2\n", "check", id="behind a header"),
]
"""Secrets where no assignment of the usual form stands."""


@pytest.mark.parametrize(("content", "command"), ODD)
def test_secrets_in_odd_places(novalint: Run, content: str, command: str) -> None:
    write("nova.conf", content)
    more = {"unset": ["DEFAULT.transport_url", "--diff"], "fix": ["--unsafe", "--diff"]}
    ran = novalint(command, "nova.conf", *more.get(command, []))
    assert SECRET not in ran.out + ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("set", "nova.conf", "neutron.password: hunter2"),
        ("set", "nova.conf", "hunter2secret"),
        ("set", "nova.conf", "DEFAULT.c2VjcmV0aHunter2=x"),
        ("unset", "nova.conf", "password:hunter2"),
        ("upgrade", "nova.conf", "--from", "queens"),
        ("upgrade", "nova.conf", "--from", "queens", "--format", "json"),
        ("upgrade", "nova.conf", "--from", "queens", "--diff"),
        ("show", "nova.conf", "--all"),
        ("show", "nova.conf", "--all", "--format", "json"),
        ("baseline", "nova.conf", "--output", "accepted.json"),
    ],
)
def test_what_is_no_secret_by_its_name_is_hidden_too(novalint: Run, words: tuple[str, ...]) -> None:
    write(
        "nova.conf",
        "[DEFAULT]\nrabbit hunter2 = hunter2\n#[neutron] password = hunter2\n"
        "[neutron]\nusername = neutron\n password = hunter2\npassword c2VjcmV0hunter2=\n"
        "[glance]\napi_servers = https://hunter2@h/,http://u:a,hunter2@i\n",
    )
    ran = novalint(*words)
    assert ran.status in (0, 1, 2)
    assert SECRET not in (ran.out + ran.err).lower()
    accepted = Path("accepted.json")
    assert not accepted.exists() or SECRET not in accepted.read_text()


RETIRED = (
    "[DEFAULT]\nrabbit_password = hunter2\nrabbit_userid = me\nverbose = true\n"
    "transport_url = rabbit://h,\n  hunter2\n"
)


def test_reasons_below_what_a_patch_comments_out_are_prose(novalint: Run) -> None:
    write("nova.conf", RETIRED)
    diff = novalint("upgrade", "nova.conf", "--from", "ocata", "--to", "2026.2", "--diff").out
    assert "hunter2" not in diff
    assert "+# [oslo_messaging_rabbit] rabbit_userid was removed in stein" in diff
    assert "+# verbose was removed in pike" in diff
    assert "+# ***" not in diff


def test_what_goes_on_with_a_value_that_a_patch_comments_out_stays_hidden(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nrabbit_password = a\n  # hunter2\n  hunter2\nverbose = true\n")
    diff = novalint("upgrade", "nova.conf", "--from", "ocata", "--to", "2026.2", "--diff").out
    assert "verbose was removed in pike" in diff
    assert "hunter2" not in diff


def test_prose_below_what_is_unset_is_shown(novalint: Run) -> None:
    write("nova.conf", "[neutron]\npassword = hunter2\n# of the north\nregion_name = north\n")
    diff = novalint("unset", "nova.conf", "neutron.password", "--diff").out
    assert "# of the north" in diff
    assert "hunter2" not in diff


@pytest.mark.parametrize(
    "value", ["AQBXm2BlAAAAABAAeG0pVxv8xQeWb3nR6oBk2A==", "9f7eb676-33da-42ec-9a8c"]
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_key_in_place_of_a_uuid(novalint: Run, value: str, form: str) -> None:
    write("nova.conf", f"[libvirt]\nimages_type = rbd\nrbd_secret_uuid = {value}\n")
    write(
        "nova.log",
        "ERROR nova.compute.manager [-] Instance failed to spawn: libvirt.libvirtError: Secret not "
        "found: no secret with matching uuid '457eb676-33da-42ec-9a8c-9293d545c337'\n",
    )
    ran = novalint("diagnose", "nova.log", "--config", "nova.conf", "--format", form)
    assert "rbd_secret_uuid" in ran.out
    assert value not in ran.out + ran.err
    assert value not in novalint("show", "nova.conf", "libvirt.rbd_secret_uuid").out


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_token_where_a_url_belongs_is_hidden(novalint: Run, form: str) -> None:
    token = "gAAAAABkXy9Zq3f7dPLs0wQ"
    write("nova.conf", f"[placement]\nendpoint_override = {token}\nauth_type = password\n")
    ran = novalint("check", "--release", "2025.1", "--format", form, "nova.conf")
    assert "service-url-invalid" in ran.out
    assert token not in ran.out
