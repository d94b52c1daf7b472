"""A file that Nova refuses, or that is none of Nova's, or cannot be read, is never passed over."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli.call import GOOD, refused, write
from cli.conftest import Run

from novalint.project.walking import files_in

BROKEN = {
    "a lost bracket": "DEFAULT]\nmy_ip = 1.2.3.4\ndebug = maybe\n",
    "another": "[libvirt\nvirt_type = kvm\n",
    "no header": "debug = true\nlog_dir = /var/log/nova\n",
    "short names": "my_ip = 10.0.0.5\n",
}
SYNTAX = "syntax-error"


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("name", ["nova.conf", "nova.conf.d/10-ip.conf", "etc/nova/nova.conf"])
def test_a_nova_conf_without_its_header(novalint: Run, name: str, text: str) -> None:
    write(name, text)
    for path in (name, "."):
        ran = novalint("check", path, "--format", "json")
        assert ran.status == 1
        assert SYNTAX in ran.rules
    assert SYNTAX in novalint("fix", name).out
    assert "refuses the whole file" in novalint("show", name).err
    ran = novalint("check", "-", "--stdin-filename", name, stdin=text.encode())
    assert (ran.status, SYNTAX in ran.out) == (1, True)


@pytest.mark.parametrize("text", [BROKEN["a lost bracket"], BROKEN["another"]])
def test_a_broken_header_under_any_name(novalint: Run, text: str) -> None:
    write("some.conf", text)
    ran = novalint("check", "some.conf")
    assert (ran.status, SYNTAX in ran.out) == (1, True)


@pytest.mark.parametrize(
    "text", ["server {\n listen 80;\n}\n", "port = 80\ncolour = red\n", "[main]\nx = 1\n"]
)
@pytest.mark.parametrize(
    "command", ["check", "fix", "show", "baseline", "upgrade --from zed --to 2025.1"]
)
def test_a_named_file_of_another_program(novalint: Run, command: str, text: str) -> None:
    write("nova.conf", text)
    refused(
        novalint(*command.split(), "nova.conf"), "`nova.conf` contains no configuration of Nova"
    )


def test_the_others_are_checked_all_the_same(novalint: Run) -> None:
    write("a.txt", "1.2.3.4 host\n")
    write("b.txt", "1.2.3.4 host\n")
    write("nova.conf", "[libvirt]\nvirt_type = KVM\n")
    ran = novalint("check", "a.txt", "nova.conf", "b.txt")
    assert (ran.status, "invalid-value" in ran.out) == (2, True)
    assert "`a.txt`, `b.txt` contain no configuration of Nova" in ran.err


@pytest.mark.parametrize("command", ["check", "fix"])
def test_what_a_hook_names_may_be_of_others(novalint: Run, command: str) -> None:
    write("a.txt", "1.2.3.4 host\n")
    write("nova.conf", GOOD)
    for names in (["a.txt", "nova.conf"], ["a.txt"]):
        ran = novalint(command, "--skip-foreign", *names)
        assert (ran.status, ran.stdout) == (0, b"")
        assert "`a.txt` contains no configuration of Nova" in ran.err


def test_a_folder_with_nothing_of_novas(novalint: Run) -> None:
    write("x/nova.conf", "[main]\ncapslock = esc\n")
    refused(novalint("check", "x"), "nothing in `x` is a configuration of Nova")
    refused(novalint("fix", "x"), "nothing in `x` is a configuration of Nova")


def unreadable(*paths: str) -> None:
    for path in paths:
        os.chmod(path, 0)  # noqa: PTH101


@pytest.mark.usefixtures("permissions_hold")
def test_a_folder_that_may_not_be_read(novalint: Run, folder: Path) -> None:
    for name in ("cmp1", "cmp2"):
        write(f"hosts/{name}/nova.conf", GOOD)
    unreadable("hosts/cmp2")
    try:
        ran = novalint("check", "hosts")
        assert ran.status == 2
        assert "no findings in 1 file" in ran.err
        assert "cannot read the directory `hosts/cmp2`: permission denied" in ran.err
        refused(novalint("check", "hosts/cmp2"), "cannot read the directory `hosts/cmp2`")
        refused(novalint("fix", "hosts"), "cannot read the directory `hosts/cmp2`")
        told = novalint("settings", "--files", "hosts")
        assert "cannot read the directory `hosts/cmp2`" in told.out
    finally:
        (folder / "hosts" / "cmp2").chmod(0o755)


@pytest.mark.parametrize("below", ["", "sub/"])
def test_a_folder_of_a_checkout_that_may_not_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    """git runs with rights of its own: what it writes where it has none is laid into its mouth."""

    def git(command: list[str], **given: object) -> SimpleNamespace:
        if "rev-parse" in command:
            return SimpleNamespace(stdout=f"{below}\n".encode(), returncode=0)
        warned = f"warning: could not open directory '{below}cmp2/': Permission denied\n"
        return SimpleNamespace(stdout=b"nova.conf\0", stderr=warned.encode(), returncode=0)

    monkeypatch.setattr(subprocess, "run", git)
    write("hosts/nova.conf", GOOD)
    assert files_in("hosts") == ["hosts/cmp2/", "hosts/nova.conf"]


@pytest.mark.usefixtures("permissions_hold")
@pytest.mark.parametrize("name", ["cmp2.conf", "vars.yml"])
def test_a_file_of_a_folder_that_may_not_be_read(novalint: Run, folder: Path, name: str) -> None:
    write("hosts/nova.conf", GOOD)
    write(f"hosts/{name}", "[libvirt]\nvirt_type = KVM\n")
    unreadable(f"hosts/{name}")
    ran = novalint("check", "hosts")
    assert (ran.status, "permission denied" in ran.err, name in ran.err) == (2, True, True)


@pytest.mark.parametrize("line", ["a name of", "value", "my name token", "token group", "comment"])
def test_the_words_of_a_line_do_not_blot_out_those_of_the_message(novalint: Run, line: str) -> None:
    write("nova.conf", f"[DEFAULT]\n{line}\n")
    ran = novalint("check", "nova.conf", "--select", SYNTAX, "--quiet")
    assert "neither a comment, a group header nor an assignment" in ran.out
    assert "write it as name = value" in ran.out
    assert "***" not in ran.out


def test_files_of_a_folder_are_named_by_a_pattern(novalint: Run) -> None:
    write("hosts/h1.conf", "[DEFAULT]\nhost = h1\n")
    refused(novalint("check", "hosts"), "such as nova.conf; name them: `hosts/*.conf`")
    write("deep/h1/own.conf", "[DEFAULT]\nhost = h1\n")
    refused(novalint("check", "deep"), "name them: `deep/*/*.conf`")
    write("none/readme.txt", "nothing\n")
    write("none/web/site.conf", "<VirtualHost *:80>\n")
    refused(novalint("check", "none"), "such as nova.conf; name the files to check")


@pytest.mark.parametrize("text", ["# a\n# b\n", "#!/bin/sh\n# starts nothing\n", "\n"])
def test_comments_alone_are_novas_by_the_name_of_their_file(novalint: Run, text: str) -> None:
    for name in ("t.txt", "run.sh", "novalint.toml", "hosts/h1.conf"):
        write(name, text)
        refused(
            novalint("check", "--isolated", name), f"`{name}` contains no configuration of Nova"
        )
    for name in ("etc/nova.conf", "nova.conf.d/10-a.conf", "nova-compute.conf"):
        write(name, text)
        assert novalint("check", name).status == 0
    assert novalint("check", "-", stdin=text.encode()).status == 0


@pytest.mark.parametrize(
    "command",
    [
        ["check", ""],
        ["fix", ""],
        ["show", ""],
        ["set", "", "DEFAULT.debug=true"],
        ["upgrade", "", "--from", "zed"],
        ["diagnose", ""],
        ["diagnose", "-", "--config", ""],
    ],
)
def test_an_empty_name_is_told_as_one(novalint: Run, command: list[str]) -> None:
    """A script with a variable that is not set gives such a name."""
    ran = novalint(*command, stdin=b"DB exceeded retry limit.\n")
    assert ran.status == 2
    assert " is empty; name one, or - for standard input" in ran.err


def test_nothing_named_is_explained_as_nothing(novalint: Run) -> None:
    ran = novalint("explain", "")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "novalint: nothing is named; name a rule, an option, a group or a log line\n"
    )


def test_standard_input_is_read_once(novalint: Run) -> None:
    for more in ([], ["--together"]):
        ran = novalint("check", "-", "-", *more, stdin=GOOD.encode())
        assert (ran.status, ran.out) == (2, "")
        assert "named twice" in ran.err
