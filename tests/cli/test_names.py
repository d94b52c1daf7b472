"""Names of options on the command line: old ones, misspelt ones, without a group, with a blank."""

from __future__ import annotations

import pytest
from cli.call import refused, write
from cli.conftest import Run

OLD = "[DEFAULT]\nrpc_thread_pool_size = 64\n"
CURRENT = "[DEFAULT]\nexecutor_thread_pool_size = 64\n"


def test_set_by_an_old_name_changes_the_line_that_counts(novalint: Run) -> None:
    file = write("nova.conf", CURRENT)
    ran = novalint("set", "nova.conf", "DEFAULT.rpc_thread_pool_size=128")
    assert (ran.status, ran.out) == (0, "")
    assert "`[DEFAULT] executor_thread_pool_size` is changed instead" in ran.err
    assert file.read_text() == "[DEFAULT]\nexecutor_thread_pool_size = 128\n"


@pytest.mark.parametrize("name", ["rpc_thread_pool_size", "executor_thread_pool_size"])
def test_set_changes_the_line_with_the_old_name_where_it_is_alone(novalint: Run, name: str) -> None:
    file = write("nova.conf", OLD)
    ran = novalint("set", "nova.conf", f"DEFAULT.{name}=128")
    assert "`[DEFAULT] rpc_thread_pool_size` is an old name of" in ran.err
    assert file.read_text() == "[DEFAULT]\nrpc_thread_pool_size = 128\n"


def test_set_by_an_old_name_writes_the_current_one(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\n")
    novalint("set", "nova.conf", "DEFAULT.rpc_thread_pool_size=128")
    assert file.read_text() == "[DEFAULT]\nexecutor_thread_pool_size = 128\n"


@pytest.mark.parametrize("name", ["rpc_thread_pool_size", "executor_thread_pool_size"])
def test_unset_comments_out_every_name_of_the_option(novalint: Run, name: str) -> None:
    file = write("nova.conf", OLD + "executor_thread_pool_size = 65\n")
    done = f"commented out `[DEFAULT] {name}` (lines 2, 3) in `nova.conf`"
    assert novalint("unset", "nova.conf", f"DEFAULT.{name}") == (
        0,
        b"",
        f"novalint: {done}\n".encode(),
    )
    lines = ("[DEFAULT]", "#rpc_thread_pool_size = 64", "#executor_thread_pool_size = 65", "")
    assert file.read_text() == "\n".join(lines)


def test_unset_says_where_there_is_nothing_to_do(novalint: Run) -> None:
    write("nova.conf", OLD)
    slip = novalint("unset", "nova.conf", "libvirt.virt_typ")
    assert (slip.status, slip.out) == (0, "")
    assert "nothing sets `[libvirt] virt_typ`" in slip.err
    assert "`libvirt.virt_type`" in slip.err
    known = novalint("unset", "nova.conf", "libvirt.virt_type", "--diff").err
    assert "nothing sets `[libvirt] virt_type`" in known
    assert "nearest" not in known
    assert novalint("unset", "nova.conf", "libvirt.virt_type", "--quiet").err == ""


def test_show_takes_an_old_name(novalint: Run) -> None:
    write("nova.conf", OLD)
    ran = novalint("show", "nova.conf", "DEFAULT.rpc_thread_pool_size")
    assert ran.out == (
        "[DEFAULT] executor_thread_pool_size = 64  "
        "(nova.conf:2, as [DEFAULT] rpc_thread_pool_size)\n"
    )
    assert novalint("show", "nova.conf", "rpc_thread_pool_size").out == ran.out


def test_a_name_that_some_login_has_counts_where_it_is_chosen(novalint: Run) -> None:
    file = write("nova.conf", "[placement]\nauth_type = password\ntenant-name = a\n")
    novalint("set", "nova.conf", "placement.project_name=service")
    assert "tenant-name = service\n" in file.read_text()


@pytest.mark.parametrize("words", [("--diff",), ()])
def test_set_warns_of_what_has_no_effect_with_a_diff_too(
    novalint: Run, words: tuple[str, ...]
) -> None:
    write("nova.conf", "[DEFAULT]\n")
    given = ("libvirt.virt_typo=qemu", "libvirt.virt_type=qmu")
    lines = novalint("set", "nova.conf", *given, *words, "--reveal").err.splitlines()
    assert "reads [libvirt] virt_typo; the nearest is `libvirt.virt_type`" in lines[0]
    assert "cannot read [libvirt] virt_type: `qmu`" in lines[1]


@pytest.mark.parametrize(
    "command",
    [
        ("set", "nova.conf", "DEFAULT.debug=true", "--diff"),
        ("show", "nova.conf"),
        ("upgrade", "nova.conf", "--from", "2024.1"),
    ],
)
def test_a_file_that_nova_refuses_is_named(novalint: Run, command: tuple[str, ...]) -> None:
    write("nova.conf", "[DEFAULT]\nfoo\ndebug = false\n")
    assert "nova.conf:2: a line is neither a comment" in novalint(*command).err


def test_show_says_what_it_leaves_out(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nverbose = true\nmy_ip = 192.0.2.1\n")
    ran = novalint("show", "nova.conf")
    assert "not shown: [DEFAULT] verbose (nova.conf:2)" in ran.err
    assert "the newest; set another with --release" in ran.err
    assert novalint("show", "nova.conf", "--release", "ocata").err == ""


def test_crudini_spelling(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\n")
    assert novalint("set", "nova.conf", "libvirt", "virt_type", "qemu").status == 0
    assert novalint("set", "nova.conf", "pci", "alias", '{"name": "a=b"}').status == 0
    assert file.read_text() == (
        '[DEFAULT]\n\n[libvirt]\nvirt_type = qemu\n\n[pci]\nalias = {"name": "a=b"}\n'
    )


def test_a_group_in_brackets(novalint: Run) -> None:
    file = write("nova.conf", "[vnc]\n")
    assert novalint("set", "nova.conf", "[vnc] server_listen=::").status == 0
    assert novalint("set", "nova.conf", "[vnc]enabled=false").status == 0
    assert file.read_text() == "[vnc]\nserver_listen = ::\nenabled = false\n"


def test_a_name_without_a_group_is_that_of_the_only_group(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\n")
    assert novalint("set", "nova.conf", "virt_type=qemu", "my_ip=192.0.2.1").status == 0
    assert file.read_text() == "[DEFAULT]\nmy_ip = 192.0.2.1\n\n[libvirt]\nvirt_type = qemu\n"
    assert novalint("unset", "nova.conf", "virt_type").status == 0
    assert file.read_text().endswith("[libvirt]\n#virt_type = qemu\n")
    novalint("set", "nova.conf", "rpc_thread_pool_size=128")
    assert "\nexecutor_thread_pool_size = 128\n" in file.read_text()


def test_a_name_without_a_group_is_refused_where_it_is_unclear(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\n")
    both = "write conductor.workers or scheduler.workers"
    refused(novalint("set", "nova.conf", "workers=2"), both)
    refused(novalint("unset", "nova.conf", "workers"), both)
    refused(novalint("set", "nova.conf", "auth_url=x"), "more groups", "for example ")
    refused(novalint("set", "nova.conf", "virt_tipe=kvm"), "nearest is `libvirt.virt_type`")
    refused(novalint("set", "nova.conf", "verbose=true"), "`verbose` was removed in pike; set")
    refused(novalint("set", "nova.conf", "acme=1"), "no option `acme`", "example DEFAULT.acme")
    assert file.read_text() == "[DEFAULT]\n"


def test_a_group_alone_or_without_a_value_is_refused(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n")
    refused(novalint("set", "nova.conf", "libvirt", "virt_type"), "GROUP OPTION VALUE")


def test_show_of_names_and_groups(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nmy_ip = 192.0.2.1\n[libvirt]\nvirt_type = qemu\n")
    assert novalint("show", "nova.conf", "my_ip").out.startswith("[DEFAULT] my_ip = 192.0.2.1")
    for name in ("libvirt", "[libvirt]", "LIBVIRT"):
        assert (
            novalint("show", "nova.conf", name).out == "[libvirt] virt_type = qemu  (nova.conf:4)\n"
        )
    every = novalint("show", "nova.conf", "libvirt", "--all").out.splitlines()
    assert len(every) > 50
    assert all(line.startswith("[libvirt] ") for line in every)
    nothing = novalint("show", "nova.conf", "glance")
    assert (nothing.status, nothing.out) == (0, "")
    assert "nothing sets an option of `glance`" in nothing.err
    refused(novalint("show", "nova.conf", "lobvirt"), "`libvirt`")


def test_standard_input_is_changed_into_standard_output(novalint: Run) -> None:
    before = b"[DEFAULT]\r\n#debug = false\r\nlog_dir = \xe9\r\n"
    after = b"[DEFAULT]\r\ndebug = true\r\nlog_dir = \xe9\r\n"
    words = ("set", "-", "DEFAULT.debug=true", "-q", "--force")
    assert novalint(*words, stdin=before) == (0, after, b"")
    assert novalint(*words, stdin=after) == (0, after, b"")
    back = novalint("unset", "-", "DEFAULT.debug", "--force", stdin=after)
    assert back.stdout == b"[DEFAULT]\r\n#debug = true\r\nlog_dir = \xe9\r\n"
    diff = novalint(*words, "--diff", stdin=before)
    assert diff.out.startswith("--- a/nova.conf\n")


def test_the_runner_of_a_job_gets_no_orders_from_the_text(
    novalint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    text = b"[DEFAULT]\n##[group]x\n"
    words = ("set", "-", "DEFAULT.debug=true", "--force", "--quiet")
    refused(novalint(*words, stdin=text), "standard output to a file")


def test_the_diff_of_a_path_with_dots_names_the_file_from_the_root(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\n")
    path = f"../{file.absolute().parent.name}/nova.conf"
    ran = novalint("set", path, "DEFAULT.debug=true", "--diff")
    assert ran.out.startswith(f"--- a{file.absolute()}\n")
