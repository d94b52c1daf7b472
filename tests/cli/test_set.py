"""`novalint set` and `novalint unset`: the smallest edit of a file's bytes."""

from __future__ import annotations

from pathlib import Path

import command
import pytest
from cli.call import refused, write
from cli.conftest import Run
from newest import NEWEST

# what changes, the file before, the assignments, the file after
SET: list[tuple[str, bytes, list[str], bytes]] = [
    (
        "template",
        b"[DEFAULT]\n#debug = false\n",
        ["DEFAULT.debug=true"],
        b"[DEFAULT]\ndebug = true\n",
    ),
    (
        "live value",
        b"[DEFAULT]\ndebug:1\n#debug = 2\n",
        ["DEFAULT.debug=0"],
        b"[DEFAULT]\ndebug:0\n#debug = 2\n",
    ),
    (
        "last of several",
        b"[DEFAULT]\nlog_dir=1\nlog_dir=2\n",
        ["DEFAULT.log_dir=3"],
        b"[DEFAULT]\nlog_dir=1\nlog_dir=3\n",
    ),
    (
        "new line",
        b"[DEFAULT]\ndebug=1\n\n# end\n",
        ["DEFAULT.log_dir=/x"],
        b"[DEFAULT]\ndebug=1\nlog_dir=/x\n\n# end\n",
    ),
    (
        "new group",
        b"[DEFAULT]\ndebug=1\n",
        ["Vnc.enabled=true"],
        b"[DEFAULT]\ndebug=1\n\n[vnc]\nenabled=true\n",
    ),
    ("empty file", b"", ["DEFAULT.debug=true"], b"[DEFAULT]\ndebug = true\n"),
    (
        "group in any case",
        b"[LibVirt]\nvirt_type = kvm\n",
        ["LIBVIRT.virt_type=qemu"],
        b"[LibVirt]\nvirt_type = qemu\n",
    ),
    (
        "byte order mark",
        b"\xef\xbb\xbf[DEFAULT]\n#debug=0\n",
        ["DEFAULT.debug=1"],
        b"\xef\xbb\xbf[DEFAULT]\ndebug=1\n",
    ),
    (
        "CRLF",
        b"[DEFAULT]\r\n#debug = 0\r\n",
        ["DEFAULT.debug=1", "vnc.enabled=1"],
        b"[DEFAULT]\r\ndebug = 1\r\n\r\n[vnc]\r\nenabled = 1\r\n",
    ),
    ("lone CR", b"[DEFAULT]\r#debug=0\rx=1\r", ["DEFAULT.debug=1"], b"[DEFAULT]\rdebug=1\rx=1\r"),
    ("mixed line ends", b"[DEFAULT]\r\nx=1\ny=1\r", ["DEFAULT.x=2"], b"[DEFAULT]\r\nx=2\ny=1\r"),
    (
        "Latin-1 stays",
        b"# caf\xe9\n[DEFAULT]\n#debug=0\n# \xff\xfe\n",
        ["DEFAULT.debug=1"],
        b"# caf\xe9\n[DEFAULT]\ndebug=1\n# \xff\xfe\n",
    ),
    (
        "no final newline, changed",
        b"[DEFAULT]\ndebug=0",
        ["DEFAULT.debug=1"],
        b"[DEFAULT]\ndebug=1",
    ),
    (
        "no final newline, added",
        b"[DEFAULT]\ndebug=0",
        ["DEFAULT.log_dir=/x"],
        b"[DEFAULT]\ndebug=0\nlog_dir=/x\n",
    ),
    (
        "separators are text",
        b"[DEFAULT]\nx=a\x0c\xe2\x80\xa8b\n",
        ["DEFAULT.debug=1"],
        b"[DEFAULT]\nx=a\x0c\xe2\x80\xa8b\ndebug=1\n",
    ),
    (
        "a refused line stays",
        b"[DEFAULT]\nwhat is this\n#debug=0\n",
        ["DEFAULT.debug=1"],
        b"[DEFAULT]\nwhat is this\ndebug=1\n",
    ),
    (
        "value with =",
        b"[DEFAULT]\n#log_dir=\n",
        ["DEFAULT.log_dir=a=b==c"],
        b"[DEFAULT]\nlog_dir=a=b==c\n",
    ),
    (
        "value with blanks inside",
        b"[DEFAULT]\n#log_dir=\n",
        ["DEFAULT.log_dir=a b\tc"],
        b"[DEFAULT]\nlog_dir=a b\tc\n",
    ),
    (
        "value with blanks outside",
        b"[DEFAULT]\n#log_dir=\n",
        ["DEFAULT", "log_dir", " a "],
        b'[DEFAULT]\nlog_dir=" a "\n',
    ),
    (
        "value with quotes",
        b"[DEFAULT]\n#log_dir=\n",
        ["DEFAULT.log_dir='a'"],
        b"[DEFAULT]\nlog_dir=\"'a'\"\n",
    ),
    (
        "value with signs",
        b"[DEFAULT]\n#log_dir=\n",
        ["DEFAULT.log_dir=$a\\b#c;d"],
        b"[DEFAULT]\nlog_dir=$a\\b#c;d\n",
    ),
    (
        "value of two lines",
        b"[DEFAULT]\n#log_dir=\n",
        ["DEFAULT.log_dir=a\nb"],
        b"[DEFAULT]\nlog_dir=a\n    b\n",
    ),
    (
        "value with umlauts",
        b"[DEFAULT]\n#log_dir=\n",
        ["DEFAULT.log_dir=/\xfc/\udcff"],
        b"[DEFAULT]\nlog_dir=/\xc3\xbc/\xff\n",
    ),
    ("emptied", b"[DEFAULT]\nlog_dir = /x\n", ["DEFAULT.log_dir="], b"[DEFAULT]\nlog_dir =\n"),
    (
        "continuations go",
        b"[DEFAULT]\nlog_dir = a\n  b\n # c\nx=1\n",
        ["DEFAULT.log_dir=d"],
        b"[DEFAULT]\nlog_dir = d\nx=1\n",
    ),
    (
        "several at once",
        b"[DEFAULT]\n#debug=0\n#log_dir=\n",
        ["DEFAULT.log_dir=/x", "DEFAULT.debug=1"],
        b"[DEFAULT]\ndebug=1\nlog_dir=/x\n",
    ),
    (
        "one creates the other's group",
        b"",
        ["vnc.enabled=1", "vnc.server_listen=::"],
        b"[vnc]\nenabled = 1\nserver_listen = ::\n",
    ),
    (
        "several values, one each",
        b"[pci]\nalias = a\n# n\nalias=b\n",
        ["pci.alias=c", "pci.alias=d"],
        b"[pci]\nalias = c\n# n\nalias=d\n",
    ),
    (
        "several values, group in any case",
        b"[pci]\nalias = a\n[Pci]\nalias=b\n",
        ["PCI.alias=c", "pci.alias=d"],
        b"[pci]\nalias = c\n[Pci]\nalias=d\n",
    ),
    ("one value, one line", b"[pci]\nalias = a\n", ["pci.alias=c"], b"[pci]\nalias = c\n"),
    ("one value, no line", b"[pci]\n#alias = a\n", ["pci.alias=c"], b"[pci]\nalias = c\n"),
    (
        "added",
        b"[pci]\nalias = a\nalias=b\n# n\n",
        ["pci.alias=c", "--add"],
        b"[pci]\nalias = a\nalias=b\nalias=c\n# n\n",
    ),
    (
        "two added",
        b"[pci]\nalias = a\n",
        ["pci.alias=c", "pci.alias=d", "--add"],
        b"[pci]\nalias = a\nalias = c\nalias = d\n",
    ),
    (
        "added to a list in one line",
        b"[filter_scheduler]\nenabled_filters = A, B\n",
        ["filter_scheduler.enabled_filters=B,C", "filter_scheduler.enabled_filters=D", "--add"],
        b"[filter_scheduler]\nenabled_filters = A, B, C, D\n",
    ),
    (
        "added to a list of several lines",
        b"[filter_scheduler]\nenabled_filters = A,\n    B,\n",
        ["filter_scheduler.enabled_filters=C", "--add"],
        b"[filter_scheduler]\nenabled_filters = A,\n    B,C\n",
    ),
    (
        "added to an empty list",
        b"[filter_scheduler]\nenabled_filters =\n",
        ["filter_scheduler.enabled_filters=A", "--add"],
        b"[filter_scheduler]\nenabled_filters = A\n",
    ),
    (
        "added to the default of a list",
        b"[vnc]\n#auth_schemes = none\n",
        ["vnc.auth_schemes=vencrypt", "--add"],
        b"[vnc]\nauth_schemes = none,vencrypt\n",
    ),
    (
        "blanks around the sign",
        b"[libvirt]\n#virt_type = kvm\n",
        ["[libvirt] virt_type = qemu", "DEFAULT.my_ip= 192.0.2.5"],
        b"[libvirt]\nvirt_type = qemu\n\n[DEFAULT]\nmy_ip = 192.0.2.5\n",
    ),
    ("added to none", b"[pci]\n#alias = a\n", ["--add", "pci.alias=c"], b"[pci]\nalias = c\n"),
]


@pytest.mark.parametrize(
    ("before", "words", "after"), [s[1:] for s in SET], ids=[s[0] for s in SET]
)
def test_set(novalint: Run, before: bytes, words: list[str], after: bytes) -> None:
    file = write("nova.conf", before)
    ran = novalint("set", "nova.conf", *words, "--force")
    assert (ran.status, ran.stdout) == (0, b"")
    assert file.read_bytes() == after


SAME = [case for case in SET if "--add" not in case[2]]


@pytest.mark.parametrize(("words", "after"), [s[2:] for s in SAME], ids=[s[0] for s in SAME])
def test_setting_again_writes_nothing(novalint: Run, words: list[str], after: bytes) -> None:
    file = write("nova.conf", after)
    before = file.stat()
    assert novalint("set", "nova.conf", *words, "--force").status == 0
    assert file.read_bytes() == after
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert novalint("set", "nova.conf", *words, "--diff", "-q", "--force") == (0, b"", b"")


APPLIED = [case for case in SET if case[1]]  # neither tool starts from an empty file


@pytest.mark.parametrize("tool", command.APPLYING)
@pytest.mark.parametrize(
    ("before", "words", "after"), [s[1:] for s in APPLIED], ids=[s[0] for s in APPLIED]
)
def test_the_diff_applies(
    novalint: Run, tool: str, before: bytes, words: list[str], after: bytes
) -> None:
    file = write("nova.conf", before)
    ran = novalint("set", "nova.conf", *words, "--diff", "--reveal", "--quiet", "--force")
    assert (ran.status, ran.stderr) == (1, b"")
    assert file.read_bytes() == before
    command.applied(ran.stdout, tool=tool)
    assert file.read_bytes() == after


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("alias = a\nalias = b\n", ["pci.alias=c"]),
        ("alias = a\n", ["pci.alias=c", "pci.alias=d"]),
        ("alias = a\nalias = b\n", ["pci.alias=c", "pci.alias=d", "pci.alias=e"]),
    ],
)
def test_other_numbers_of_values_are_refused(novalint: Run, before: str, words: list[str]) -> None:
    file = write("nova.conf", f"[pci]\n{before}")
    refused(novalint("set", "nova.conf", *words), "[pci] alias", "--add")
    assert file.read_text() == f"[pci]\n{before}"


def test_nothing_is_written_where_one_of_several_is_refused(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\n#debug = false\n")
    refused(novalint("set", "nova.conf", "DEFAULT.debug=true", "log_dir=/x"), "DEFAULT.log_dir")
    assert file.read_text() == "[DEFAULT]\n#debug = false\n"


@pytest.mark.parametrize("more", [(), ("--as", "kolla"), ("--diff",)])
def test_what_is_so_already_is_said(novalint: Run, more: tuple[str, ...]) -> None:
    write("nova.conf", "[DEFAULT]\ndebug = true\n[vnc]\nauth_schemes = none\n")
    ran = novalint("set", "nova.conf", "DEFAULT.debug=true", *more)
    said = "novalint: `[DEFAULT] debug` has this value already; nothing is changed\n"
    assert (ran.status, ran.out.strip(), ran.err) == (0, "", said)
    assert (
        "this value already" in novalint("set", "nova.conf", "vnc.auth_schemes=none", "--add").err
    )


@pytest.mark.parametrize("line", ["'a,b'", "[a, b]"])
def test_items_are_not_added_to_what_cannot_be_taken_apart(novalint: Run, line: str) -> None:
    file = write("nova.conf", f"[vnc]\nauth_schemes = {line}\n")
    before = file.read_text()
    refused(novalint("set", "nova.conf", "vnc.auth_schemes=none", "--add"), "write the whole list")
    assert file.read_text() == before


def test_a_group_alone_is_no_option(novalint: Run) -> None:
    write("nova.conf", "[libvirt]\nvirt_type = kvm\n")
    for group in ("libvirt", "DEFAULT"):
        for words in (("unset", group), ("set", f"{group}=1")):
            ran = novalint(words[0], "nova.conf", words[1])
            refused(ran, f"`{group}` is a group; name its option too, as in {group}.OPTION")


@pytest.mark.parametrize("words", [("set", "DEFAULT.debug=true"), ("unset", "DEFAULT.debug")])
def test_a_folder_is_no_file_to_change(novalint: Run, folder: Path, words: tuple[str, str]) -> None:
    (folder / "nova.conf.d").mkdir()
    refused(novalint(words[0], "nova.conf.d", words[1]), "is a directory; name one of its files")


@pytest.mark.parametrize("before", ["", "#alias = x\n", "pools = a\n"])
def test_several_values_of_an_option_that_no_line_sets(novalint: Run, before: str) -> None:
    file = write("nova.conf", f"[pci]\n{before}")
    assert novalint("set", "nova.conf", "pci.alias=A", "pci.alias=B", "--force").status == 0
    rest = "" if before.startswith("#") else before
    assert file.read_text() in (f"[pci]\n{rest}alias = A\nalias = B\n",)


def test_yaml_on_standard_input_needs_its_name(novalint: Run) -> None:
    text = b"nova_nova_conf_overrides:\n  DEFAULT:\n    debug: false\n"
    words = ("set", "-", "DEFAULT.debug=true")
    refused(novalint(*words, stdin=text), "say with --stdin-filename what the file is called")
    ran = novalint(*words, "--stdin-filename", "vars.yml", stdin=text)
    assert (ran.status, "debug: true" in ran.out) == (0, True)


OLD_NAME = ("set", "nova.conf", "neutron.url=http://x", "--release", "2024.1")


@pytest.mark.parametrize("auth_type", ["", "auth_type = password\n"])
def test_an_old_name_that_only_another_plugin_reads_is_refused(
    novalint: Run, auth_type: str
) -> None:
    """The plugins `none` and `admin_token` read [neutron] endpoint, which was called url."""
    file = write("nova.conf", f"[neutron]\n{auth_type}")
    ran = novalint(*OLD_NAME)
    assert ran.status == 2 and "was removed in train; set `[neutron] endpoint_override`" in ran.err
    assert file.read_text() == f"[neutron]\n{auth_type}"
    assert novalint(*OLD_NAME, "--force").status == 0
    assert "was removed in train" in novalint("check", "nova.conf", "--release", "2024.1").out


def test_an_old_name_that_the_chosen_plugin_reads_is_written(novalint: Run) -> None:
    file = write("nova.conf", "[neutron]\nauth_type = none\n")
    ran = novalint(*OLD_NAME)
    assert (ran.status, "is an old name" in ran.err) == (0, True)
    checked = novalint("check", "nova.conf", "--release", "2024.1").out
    assert ("was removed" in checked, "http://x" in file.read_text()) == (False, True)


FILTERS = ("set", "nova.conf", "filter_scheduler.enabled_filters=ComputeFilter,RetryFilter")


def test_what_check_says_of_a_new_value_is_said(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\nvif_plugging_timeout = 0\n")
    ran = novalint(*FILTERS, "--release", "2024.1")
    assert ran.status == 0 and "RetryFilter" in file.read_text()
    assert "novalint: error[scheduler-filter-removed] `[filter_scheduler] enabled_fil" in ran.err
    assert "vif_plugging_timeout" not in ran.err
    again = novalint(*FILTERS[:2], "DEFAULT.my_ip=10.0.0.1", "--release", "2024.1")
    assert "scheduler-filter-removed" not in again.err
    more = novalint(*FILTERS[:2], f"{FILTERS[2]},AllHostsFilter", "--release", "2024.1")
    assert "scheduler-filter-removed" not in more.err  # nothing new
    write("nova.conf", "[DEFAULT]\n")
    assert novalint(*FILTERS, "--release", "2024.1", "--quiet").err == ""
    write("nova.conf", "[DEFAULT]\n")
    assert "scheduler-filter-removed" not in novalint(*FILTERS, "--release", "train").err


@pytest.mark.parametrize(
    ("text", "change", "rule"),
    [
        (
            "[cache]\nenabled = true\nbackend = dogpile.cache.memcached\nmemcache_servers = h:1\n"
            "[DEFAULT]\ntransport_url = rabbit://h\n[database]\nconnection = mysql+pymysql://h/n\n",
            "cache.backend=dogpile.cache.null",
            "cache-without-backend",
        ),
        ("[serial_console]\nenabled = true\n", "serial_console.port_range=20000:20000", "serial-"),
        (
            "[libvirt]\nvirt_type = kvm\n[DEFAULT]\nmy_ip = 10.0.0.1\ntransport_url = rabbit://h\n"
            "[database]\nconnection = mysql+pymysql://h/n\n",
            "libvirt.cpu_mode=custom",
            "custom-cpu-mode-without-models",
        ),
    ],
)
def test_whatever_check_newly_says_is_said(
    novalint: Run, text: str, change: str, rule: str
) -> None:
    """Whichever option the finding is about, and whatever the rule looks at first."""
    write("nova.conf", text)
    before = {line.split(": ", 1)[1] for line in _concise(novalint)}
    ran = novalint("set", "nova.conf", change)
    news = {line.split(": ", 1)[1] for line in _concise(novalint)} - before
    assert any(rule in line for line in news)
    for line in news:
        assert line.rpartition(" (novalint explain")[0] in ran.err, line


@pytest.mark.parametrize("more", [(), ("--diff",)])
def test_a_template_stays_one_in_what_is_said(novalint: Run, more: tuple[str, ...]) -> None:
    """`check` finds nothing wrong with the expression, nor says of a template what is not set."""
    write("nova.conf.j2", "[DEFAULT]\nmy_ip = {{ ip }}\nvif_plugging_timeout = 600\n")
    ran = novalint("set", "nova.conf.j2", "DEFAULT.vif_plugging_timeout=900", "-q", *more)
    assert ran.err == ""


def _concise(novalint: Run) -> list[str]:
    found = novalint("check", "nova.conf", "--format", "concise", "--min-severity", "warning")
    return [line for line in found.out.splitlines() if line.startswith("nova.conf:")]


def test_a_slash_between_group_and_option(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n")
    ran = novalint("set", "nova.conf", "DEFAULT/my_ip=::1")
    refused(ran, "a group ends with a dot, not with `/`; write DEFAULT.my_ip=VALUE")


WRONG = ("set", "nova.conf", "DEFAULT.no_such_option=1", "DEFAULT.debug=maybe")


@pytest.mark.parametrize("more", [(), ("--diff",), ("--quiet",), ("--as", "kolla")])
def test_what_nova_will_not_read_is_refused(novalint: Run, more: tuple[str, ...]) -> None:
    file = write("nova.conf", "[DEFAULT]\n")
    ran = novalint(*WRONG, *more)
    assert (ran.status, ran.stdout) == (2, b"")
    unknown, wrong, way = ran.err.splitlines()
    assert f"nothing in Nova {NEWEST} reads [DEFAULT] no_such_option" in unknown
    assert "`maybe`" in wrong
    assert "nothing is changed" in way
    assert "--force" in way
    assert file.read_text() == "[DEFAULT]\n"


def test_what_nova_will_not_read_is_written_and_said_with_force(novalint: Run) -> None:
    file = write("nova.conf", "[DEFAULT]\n")
    ran = novalint(*WRONG, "--force")
    assert ran.status == 0
    unknown, wrong, _ = ran.err.splitlines()
    assert f"nothing in Nova {NEWEST} reads [DEFAULT] no_such_option" in unknown
    assert "[DEFAULT] debug" in wrong
    assert "`maybe`" in wrong
    assert file.read_text() == "[DEFAULT]\nno_such_option = 1\ndebug = maybe\n"


@pytest.mark.parametrize("words", [("set", "DEFAULT.debug=true"), ("unset", "DEFAULT.debug")])
def test_a_file_that_nova_refuses_is_not_changed(novalint: Run, words: tuple[str, str]) -> None:
    text = "DEFAULT]\n[DEFAULT]\ndebug = false\n"
    file = write("nova.conf", text)
    command, change = words
    ran = novalint(command, "nova.conf", change)
    assert (ran.status, file.read_text()) == (2, text)
    assert "nova.conf:1: a line is neither" in ran.err
    assert "--force" in ran.err
    forced = novalint(command, "nova.conf", change, "--force")
    assert (forced.status, "nova.conf:1: a line is neither" in forced.err) == (0, True)
    assert file.read_text() != text


@pytest.mark.parametrize("words", [("set", "DEFAULT.debug=true"), ("unset", "main.x")])
def test_a_file_of_another_program_is_not_changed(novalint: Run, words: tuple[str, str]) -> None:
    file = write("other.ini", "[main]\nx = 1\n")
    refused(novalint(words[0], "other.ini", words[1]), "`other.ini` contains no configuration")
    assert file.read_text() == "[main]\nx = 1\n"
    assert novalint(words[0], "other.ini", words[1], "--force").status == 0
    assert file.read_text() != "[main]\nx = 1\n"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("=true", "there is no name in front of `=`"),
        (" = true", "there is no name in front of `=`"),
        ("my ip=1", "`my ***` is not the name of an option"),
        ("DEFAULT.my opt=3", "`DEFAULT.my ***` is not the name of an option"),
        ("neutron.password hunter2==", "`neutron.password ***` is not the name of an option"),
        ("DE]F.my_opt=3", "the group in front of `.my_opt` is not a name"),
    ],
)
def test_what_is_no_name_is_not_written(novalint: Run, word: str, said: str) -> None:
    file = write("nova.conf", "[DEFAULT]\n")
    for more in ((), ("--force",)):
        refused(novalint("set", "nova.conf", word, *more), said, "GROUP.OPTION=VALUE")
    assert file.read_text() == "[DEFAULT]\n"


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("vncserver_listen", "was removed in yoga; {} `[vnc] server_listen`"),
        ("libvirt_type", "was removed after icehouse; {} `[libvirt] virt_type`"),
        ("live_migration_flag", "[libvirt] live_migration_permit_post_copy"),
    ],
)
def test_a_name_that_is_gone_leads_to_what_took_its_place(
    novalint: Run, name: str, way: str
) -> None:
    write("nova.conf", "[DEFAULT]\n")
    assert way.format("set") in novalint("set", "nova.conf", f"DEFAULT.{name}=x").err
    for asked in (f"DEFAULT.{name}", name):
        ran = novalint("show", "nova.conf", asked)
        assert (ran.status, way.format("show") in ran.err) == (2, True)


def test_the_release_decides_what_nova_will_read(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n")
    told = ("set", "nova.conf", "DEFAULT.no_such_option=1", "--release", "caracal")
    assert "nothing in Nova 2024.1 reads" in novalint(*told).err


def test_an_option_that_nobody_knows_may_be_repeated(novalint: Run) -> None:
    file = write("nova.conf", "[x]\ny = 1\ny = 2\n")
    assert novalint("set", "nova.conf", "x.y=3", "x.y=4", "--force").status == 0
    assert novalint("set", "nova.conf", "x.y=5", "--add", "--force").status == 0
    assert file.read_text() == "[x]\ny = 3\ny = 4\ny = 5\n"


UNSET: list[tuple[str, bytes, list[str], bytes]] = [
    (
        "live",
        b"[DEFAULT]\n debug = 1\ndebug = 1\n",
        ["DEFAULT.debug"],
        b"[DEFAULT]\n debug = 1\n#debug = 1\n",
    ),
    (
        "every live one",
        b"[pci]\nalias=a\n[Pci]\nalias=b\n",
        ["PCI.alias"],
        b"[pci]\n#alias=a\n[Pci]\n#alias=b\n",
    ),
    (
        "continuations",
        b"[DEFAULT]\nlog_dir = a\n  b\n\n",
        ["DEFAULT.log_dir"],
        b"[DEFAULT]\n#log_dir = a\n#  b\n\n",
    ),
    (
        "odd bytes",
        b"\xef\xbb\xbf[DEFAULT]\r\nlog_dir = \xe9\r\nx=1",
        ["DEFAULT.log_dir", "DEFAULT.x"],
        b"\xef\xbb\xbf[DEFAULT]\r\n#log_dir = \xe9\r\n#x=1",
    ),
    ("other groups stay", b"[default]\ndebug=1\n", ["DEFAULT.debug"], b"[default]\ndebug=1\n"),
    ("nothing live", b"[DEFAULT]\n#debug = 1\n", ["DEFAULT.debug"], b"[DEFAULT]\n#debug = 1\n"),
    ("empty file", b"", ["DEFAULT.debug"], b""),
]


@pytest.mark.parametrize(
    ("before", "names", "after"), [u[1:] for u in UNSET], ids=[u[0] for u in UNSET]
)
def test_unset(novalint: Run, before: bytes, names: list[str], after: bytes) -> None:
    file = write("nova.conf", before)
    diff = novalint("unset", "nova.conf", *names, "--diff", "--reveal", "--quiet", "--force")
    assert (diff.status, diff.stderr) == (int(before != after), b"")
    assert bool(diff.stdout) == (before != after)
    assert file.read_bytes() == before
    assert novalint("unset", "nova.conf", *names, "-q", "--force") == (0, b"", b"")
    assert file.read_bytes() == after
    assert novalint("unset", "nova.conf", *names, "--diff", "-q", "--force") == (0, b"", b"")


def test_the_diff_of_unset_applies(novalint: Run) -> None:
    file = write("nova.conf", UNSET[3][1])
    diff = novalint("unset", "nova.conf", *UNSET[3][2], "--diff", "--reveal", "--force").stdout
    command.applied(diff, tool="git")
    assert file.read_bytes() == UNSET[3][3]


def test_the_diff_names_the_file_in_its_folder(novalint: Run) -> None:
    write("etc/nova.conf", "[DEFAULT]\n")
    ran = novalint("set", "etc/nova.conf", "DEFAULT.debug=true", "--diff")
    assert ran.out.startswith("--- a/etc/nova.conf\n+++ b/etc/nova.conf\n@@ -1 +1,2 @@\n")
    full = novalint("set", str(Path("etc/nova.conf").resolve()), "DEFAULT.debug=true", "--diff")
    assert full.out.startswith("--- a/")
    assert "//" not in full.out


def test_real_files_change_in_one_line_only(novalint: Run, real_file: Path) -> None:
    before = real_file.read_bytes()
    file = write("nova.conf", before)
    order = ["set", "nova.conf", "DEFAULT.vif_plugging_is_fatal=false"]
    if novalint(*order).status:
        assert file.read_bytes() == before, "what Nova cannot read is written only when forced"
        order.append("--force")
        assert novalint(*order).status == 0
    kept = set(file.read_bytes().split(b"\n"))
    assert len([line for line in before.split(b"\n") if line not in kept]) <= 1
    assert novalint(*order, "--diff").status == 0


def test_unset_finds_a_line_whose_option_is_gone(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\nfirewall_driver = nova.virt.firewall.NoopFirewallDriver\n")
    assert novalint("unset", "nova.conf", "--release", "2025.1", "firewall_driver").status == 0
    assert b"\n#firewall_driver = " in Path("nova.conf").read_bytes()
    ran = novalint("unset", "nova.conf", "--release", "2025.1", "firewall_driver")
    assert b"was removed in ussuri; nothing sets it here" in ran.stderr
    ran = novalint("set", "nova.conf", "--release", "2025.1", "firewall_driver=x")
    assert b"since Neutron enforces security groups; there is nothing to set" in ran.stderr


def test_unset_refuses_a_name_that_several_groups_of_the_file_have(novalint: Run) -> None:
    write("nova.conf", "[a]\nfirewall_driver = x\n[b]\nfirewall_driver = x\n")
    assert novalint("unset", "nova.conf", "--release", "2025.1", "firewall_driver").status == 2


TEMPLATE = "[DEFAULT]\n#vif_plugging_timeout = 300\nmy_ip = 10.0.0.1\n[libvirt]\nvirt_type = qemu\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "libvirt.virt_type=kvm"), "set `[libvirt] virt_type` (line 5) in `a.conf`"),
        (
            ("set", "vif_plugging_timeout=600", "my_ip=10.0.0.2", "libvirt.virt_type=kvm"),
            "set `[DEFAULT] vif_plugging_timeout` (line 2), `[DEFAULT] my_ip` (line 3) and "
            "`[libvirt] virt_type` (line 5) in `a.conf`",
        ),
        (  # what has its value already is not set
            ("set", "vif_plugging_timeout=600", "libvirt.virt_type=qemu"),
            "set `[DEFAULT] vif_plugging_timeout` (line 2) in `a.conf`",
        ),
        (
            ("set", "vif_plugging_timeout=600", "my_ip=1", "libvirt.virt_type=kvm", "host=a"),
            "set 4 options in `a.conf`",
        ),
        (("unset", "my_ip"), "commented out `[DEFAULT] my_ip` (line 3) in `a.conf`"),
    ],
)
def test_what_is_done_is_said_once_it_is(novalint: Run, words: tuple[str, ...], said: str) -> None:
    command, *options = words
    file = write("a.conf", TEMPLATE)
    for quiet in (("--diff",), ("--quiet",)):
        assert "in `a.conf`" not in novalint(command, "a.conf", *options, *quiet, "--force").err
    file.write_text(TEMPLATE)
    ran = novalint(command, "a.conf", *options, "--force")
    assert (ran.status, ran.out) == (0, "")
    assert f"novalint: {said}\n" in ran.err


def test_a_pipe_hears_nothing_of_what_is_done(novalint: Run) -> None:
    ran = novalint("set", "-", "DEFAULT.my_ip=10.0.0.2", stdin=TEMPLATE.encode())
    assert (ran.status, ran.err) == (0, "")


def test_blanks_around_the_sign_are_told_of(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n")
    ran = novalint("set", "nova.conf", "debug", "=", "true")
    assert ran.status == 2
    assert "blanks around = make three words; write OPTION=VALUE without them" in ran.err


def test_a_tool_is_known_by_its_other_names(novalint: Run) -> None:
    write("nova.conf", "[DEFAULT]\n")
    told = ("set", "nova.conf", "debug=true", "--role", "compute", "--as")
    for other, tool in (("kolla-ansible", "kolla"), ("OSA", "openstack-ansible")):
        assert novalint(*told, other) == novalint(*told, tool)
