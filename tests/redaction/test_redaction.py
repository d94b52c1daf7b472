"""No secret ever reaches a report, a diff or a message, however it is written."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from novalint.config.model import Config, load
from novalint.engine.report import Report, check
from novalint.looks import SOUNDS_SECRET, is_plain_name
from novalint.nova.lifetimes import option_story
from novalint.redaction import Redaction, names
from novalint.redaction.all_names import everywhere
from novalint.redaction.lines import line_secrets
from novalint.redaction.names import ALIKE, SECRET_ELSEWHERE, may_be_alike, names_of
from novalint.reports import json, text
from novalint.reports.render_options import RenderOptions
from novalint.schema.options import SECRET_LATER, load_schema
from novalint.schema.releases import Release, releases
from novalint.text.document import Document
from novalint.upgrading.upgrade import upgrade
from novalint.wording import mask_urls

SECRET = "hunter2"

HIDDEN = [
    ("live", "[neutron]\npassword = hunter2\n"),
    ("no blanks, colon", "[neutron]\npassword:hunter2\n"),
    ("quoted", "[neutron]\npassword = 'hunter2'\n"),
    ("commented out", "[neutron]\n#password = hunter2\n"),
    ("commented out deeper", "[neutron]\n;#  password = hunter2\n"),
    ("continued", "[DEFAULT]\ntransport_url = rabbit://a\n    hunter2\n"),
    ("continued and commented out", "[DEFAULT]\n#transport_url = rabbit://a\n#    hunter2\n"),
    ("dashed", "[neutron]\nadmin-password = hunter2\n"),
    ("dashed, sounds like nothing", "[key_manager]\nfixed-key = hunter2\n"),
    ("misspelt", "[neutron]\npasswrod = hunter2\n"),
    ("misspelt, sounds like nothing", "[DEFAULT]\ntransprot_url = hunter2\n"),
    ("upper case", "[neutron]\nPASSWORD = hunter2\n"),
    ("old name", "[cache]\nmemcache_password = hunter2\n"),
    ("old name in an old group", "[keymgr]\nfixed_key = hunter2\n"),
    ("name from another age", "[DEFAULT]\nrabbit_password = hunter2\n"),
    ("name that no release has", "[DEFAULT]\nadmin_pass = hunter2\n"),
    ("name of two words", "[neutron]\nthe password = hunter2\n"),
    ("wrong group", "[libvirt]\nmetadata_proxy_shared_secret = hunter2\n"),
    ("unknown group", "[nowhere]\npassword = hunter2\n"),
    ("no group", "password = hunter2\n"),
    ("byte order mark", "\ufeffpassword = hunter2\n"),
    ("no sign", "[neutron]\npassword hunter2\n"),
    ("indented, refused", "[neutron]\n\n password = hunter2\n"),
    ("indented, swallowed", "[neutron]\nregion_name = north\n password = hunter2\n"),
    ("swallowed by a secret", "[neutron]\npassword = x\n # hunter2\n region_name = hunter2\n"),
    ("duplicate", "[neutron]\npassword = hunter2\npassword = hunter2b\n"),
    ("duplicate, continued", "[neutron]\npassword = a\n  hunter2\npassword = b\n"),
    ("note behind it", "[neutron]\npassword = x # hunter2\n"),
    ("behind a back-tick", "[libvirt]\nvirt_type = qemu`hunter2\n"),
    ("behind a sign that does not print", "[libvirt]\ncpu_mode = x\x01hunter2\n"),
    ("reference in it", "[database]\nconnection = $hunter2\n"),
    ("reference in a URL of a plain option", "[glance]\napi_servers = http://u:a$hunter2@h\n"),
    ("URL of a plain option", "[glance]\napi_servers = http://u:hunter2@h:9292\n"),
    ("URL with commas", "[glance]\napi_servers = http://u:a,hunter2@h:9292\n"),
    ("URL with @", "[glance]\napi_servers = http://u:a@hunter2@h:9292\n"),
    ("second URL of a list", "[glance]\napi_servers = http://h:9292,http://u:hunter2@h:9292\n"),
    ("URL without a user", "[cache]\nredis_server = redis://:hunter2@h\n"),
    ("URL in a comment", "[DEFAULT]\n# once rabbit://u:hunter2@h\nmy_ip = $x\n"),
    ("URL where none may be", "[DEFAULT]\nvif_plugging_timeout = http://u:hunter2@h\n"),
    (
        "long URL where none may be",
        f"[vnc]\nnovncproxy_port = http://u:{'x' * 30}hunter2{'x' * 90}@h\n",
    ),
    ("URL where a word is wanted", "[libvirt]\nvirt_type = http://u:hunter2@h\n"),
    ("rabbit's list", "[DEFAULT]\ntransport_url = rabbit://a:b@h1:1,c:hunter2@h2:2/v\n"),
    ("moved", "[DEFAULT]\nfixed_key = hunter2\n"),
    ("a blank makes it part of a plain value", "[neutron]\nusername = n\n password = hunter2\n"),
    ("swallowed by a choice", "[libvirt]\nvirt_type = kvm\n rbd_secret = hunter2\n"),
    ("value below its name", "[neutron]\npassword =\nhunter2\n"),
    ("value below its name, with a sign", "[neutron]\npassword = x\nAhunter2==\n"),
    ("no sign before base64", "[neutron]\npassword hunter2y=\n"),
    ("misspelt name of an old release", "[DEFAULT]\nrabbit_pasword = hunter2\n"),
    ("misspelt with two slips", "[neutron]\nadmn_pasword = hunter2\n"),
    ("misspelt key", "[DEFAULT]\nssl_key_pasword = hunter2\n"),
    ("misspelt behind another word", "[database]\nconnection_passwrd = hunter2\n"),
    ("misspelt in a comment", "[DEFAULT]\n#rabbit_pasword = hunter2\n"),
    ("name with a blank", "[DEFAULT]\nrabbit password = hunter2\n"),
    ("header and option in a comment", "[DEFAULT]\n#[neutron] password = hunter2\n"),
    ("header around an option", "[neutron password = hunter2]\nregion_name = x\n"),
    ("header and value", "[neutron] hunter2\n"),
    ("comma in the password of a list", "[glance]\napi_servers = http://u:a,hunter2@h,http://i\n"),
    ("query of a URL", "[glance]\napi_servers = http://h:9292/?password=hunter2\n"),
    ("token in front of a host", "[glance]\napi_servers = https://hunter2@h:9292\n"),
    ("unknown name", "[DEFAULT]\nmy_own = hunter2\n"),
    ("told in prose", "[DEFAULT]\n# the password is hunter2\nmy_ip = x y\n"),
    ("told in prose with a sign", "[DEFAULT]\n# old login: hunter2\nmy_ip = x y\n"),
    ("key within a value", '[pci]\nalias = {"password": "hunter2"}\n'),
    ("note that tells it", "[libvirt]\nvirt_type = kvm # password=hunter2\n"),
    ("CRLF", "[neutron]\r\npassword = hunter2\r\nregion-name = x\r\n"),
    ("CR", "[neutron]\rpassword = hunter2\rregion-name = x\r"),
]

SHOWN = [
    ("plain value", "[DEFAULT]\nmy-ip = hunter2\n"),
    ("plain words", "[DEFAULT]\nhost = rack hunter2.example.org\n"),
    ("note behind a value", "[DEFAULT]\nmy-ip = 1 # hunter2 lives here\n"),
    (
        "an option named below a commented secret",
        "[neutron]\n#password = x\n# [DEFAULT] my_ip was set to hunter2\nmy_ip = 1\n",
    ),
    ("group that sounds secret", "[DEFAULT]\n# a, b in [keystone_authtoken] hunter2\nmy-ip = 1\n"),
    ("plain comment", "[DEFAULT]\n# hunter2\nmy-ip = 1\n"),
    ("behind a secret", "[neutron]\npassword = x\n\n[DEFAULT]\n# hunter2\nmy-ip = 1\n"),
    ("URL without a password", "[glance]\napi-servers = http://hunter2:9292\n"),
]


def everything_printed(report: Report) -> str:
    """Put together all that any report, diff or message shows, the diff of all fixes included."""
    parts = [text.render([report], RenderOptions()), json.render([report], RenderOptions())]
    parts += [report.masked_diff(report.fix(unsafe=True))]
    for finding in report.findings:
        parts += [finding.message, finding.content, finding.option]
        parts += [note.message for note in finding.related]
        parts += [report.source_line(file, finding.location.start.line) for file in report.files]
        parts += [fix.title + report.diff(fix) for fix in finding.fixes]
        parts += [
            report.edit_text(file.path, edit)
            for fix in finding.fixes
            for file in fix.patch.files
            for edit in file.edits
        ]
    return "\n".join(parts)


@pytest.mark.parametrize("release", ["2026.2", "queens"])
@pytest.mark.parametrize(("name", "content"), HIDDEN, ids=[one[0] for one in HIDDEN])
def test_secret_is_nowhere(name: str, content: str, release: str) -> None:
    # What stands behind it makes it a line of context of some diff.
    around = "\n[vnc]\nenable = true\n" if content.endswith("\n") else ""
    report = check(Document.parse(content + around), release=release)
    assert SECRET not in everything_printed(report)
    if name != "swallowed by a secret":  # its lines stand for themselves afterwards
        assert SECRET not in everything_printed(report.after(report.fix(unsafe=True)))


@pytest.mark.parametrize("content", [one[1] for one in SHOWN], ids=[one[0] for one in SHOWN])
def test_what_is_no_secret_is_shown(content: str) -> None:
    assert SECRET in everything_printed(check(Document.parse(content), release="2026.2"))


def test_name_and_sign_stay() -> None:
    document = Document.parse("[neutron]\npassword =  x y\n#password=z\n")
    redaction = Redaction(load(document, release="2026.2"))
    assert redaction.source_line(document, 2) == "password =  ***"
    assert redaction.source_line(document, 3) == "#password=***"
    assert redaction.source_line(document, 4) == redaction.source_line(document, 0) == ""
    assert redaction.mask("password = x\r\nmy_ip = y\r\n") == "password = ***\r\nmy_ip = y\r\n"


def test_an_empty_secret_is_not_masked() -> None:
    document = Document.parse("[neutron]\npassword =\n")
    assert Redaction(load(document)).source_line(document, 2) == "password ="


def test_message_keeps_what_gives_nothing_away() -> None:
    document = Document.parse("[neutron]\npassword = abcdef\n")
    redaction = Redaction(load(document))

    def masked(message: str, option: str = "password") -> str:
        return redaction.message(message, document, 2, option)

    assert masked("`abc` is no `password`; write `$$`") == "`***` is no `password`; write `$$`"
    assert masked("`cde…` is wrong") == "`***` is wrong"
    assert masked("`xyz` is not in it") == "`xyz` is not in it"
    assert redaction.message("`abc`", document, 1, "") == "`abc`"


def test_message_keeps_the_name_of_its_option_behind_a_group() -> None:
    """A template's expression is hidden where no release knows the option; it may hold its name."""
    document = Document.parse("[neutron]\ntries_of_login = {{ nova_tries_of_login }}\n")
    redaction = Redaction(load(document))

    def masked(message: str) -> str:
        return redaction.message(message, document, 2, "tries_of_login")

    assert masked("`[neutron] tries_of_login` is no option") == (
        "`[neutron] tries_of_login` is no option"
    )
    assert masked("`nova_tries_of_login` is no value") == "`***` is no value"


@pytest.mark.parametrize(
    ("group", "shown"),
    [
        ("scheduler_", True),
        ("_vnc-", True),
        ("scheduler__x", True),
        ("_", False),
        ("x_9f3", False),
        ("keystone_authtoken2", True),
        ("neutron12", True),
        ("neutron123", False),
        ("cell1", True),
        ("hunter2", False),
        ("oslomessagingrabbit", True),
        ("correcthorsebattery", False),
    ],
)
def test_a_group_with_a_sign_too_many_or_too_few_is_shown(group: str, shown: bool) -> None:
    assert names_of(load(Document.parse("")).schema).is_group(group) is shown


def test_message_keeps_the_names_of_what_a_url_sets() -> None:
    url = "transport_url = rabbit://u:kombu@h/v?rabbit_ha_queues=true&ssl=certain"
    document = Document.parse(f"[DEFAULT]\n{url}\n")
    redaction = Redaction(load(document))

    def masked(message: str) -> str:
        return redaction.message(message, document, 2, "transport_url")

    assert masked("`rabbit_ha_queues` `certain`") == "`rabbit_ha_queues` `***`"
    assert masked("`kombu`") == "`***`"
    document = Document.parse("[database]\nconnection = mysql://u:kombu@h/v?ssl_ca=&charset=utf8\n")
    redaction = Redaction(load(document))
    assert masked("`?ssl_ca=` `charset=utf8`") == "`?ssl_ca=` `***`"


@pytest.mark.parametrize("sign", ["=", ":", " ="])
def test_a_name_with_nothing_behind_its_sign_is_shown(sign: str) -> None:
    schema = load_schema(releases()[-1])
    for option in schema:
        for comment in ("", "#", "# "):
            line = f"{comment}{option.name}{sign}"
            assert line_secrets(line, names_of(schema)) == (), line
    assert line_secrets("#aGVsbG8gd29ybGQx9Zq==", names_of(schema)) != ()


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("a = http://u:p@h", "a = http://***@h"),
        ("a = http://u:p,q;r@s@h/x", "a = http://***@h/x"),
        ("a = rabbit://u:p@h1:1,v:q@h2:2/", "a = rabbit://***@h2:2/"),
        ("a = http://u@h", "a = http://***@h"),
        ("a = http://h/p?q=1&r=2", "a = http://h/p?***"),
        ("a = http://***@h/?***", "a = http://***@h/?***"),
        ("a = http://h:80/", "a = http://h:80/"),
        ("a@b", "a@b"),
        ("", ""),
    ],
)
def test_passwords_of_urls(line: str, masked: str) -> None:
    assert mask_urls(line) == masked


NAMES = ["password", "transport_url", "connection", "fixed_key", "admin_token", "memcache_password"]
PARTS = ["", *" #;a$,@:='", '"', "//", "$x", "\n ", "\n  # ", "\n\tk = "]


@settings(max_examples=150)
@given(
    name=st.sampled_from(NAMES),
    group=st.sampled_from(["DEFAULT", "neutron", "database", "cache", "nowhere"]),
    parts=st.lists(st.sampled_from(PARTS), max_size=6),
    more=st.sampled_from(["", "#password = x\n", "my-ip = 1\n", "connection = y\n", "words\n"]),
)
def test_secret_is_nowhere_however_the_value_goes_on(
    name: str, group: str, parts: list[str], more: str
) -> None:
    value = "".join(parts) + SECRET
    content = f"[{group}]\n{name} = {value}\n{name} = {value}\n{more}"
    assert SECRET not in everything_printed(check(Document.parse(content)))


def test_what_any_release_calls_secret_is_hidden_for_all() -> None:
    schemas = [load_schema(release) for release in releases()]
    names = {
        name
        for schema in schemas
        for option in schema
        if option.entry.get("writeOnly")
        for name in (option.name, *(old for _, old in option.old_names))
    }
    assert set(SECRET_ELSEWHERE) <= {name.replace("-", "_") for name in names}
    assert names >= SECRET_LATER
    for schema in schemas:
        redaction = Redaction(Config(schema, ()))
        shown = [name for name in names if SECRET in redaction.mask(f"{name} = {SECRET}")]
        assert shown == []
        for group in schema.groups:
            found = (schema.option(group, name) for name in names)
            assert all(one.secret for one in found if one)


@pytest.mark.parametrize("content", [content for _, content in HIDDEN])
def test_no_fingerprint_tells_a_secret(content: str) -> None:
    """A hash of it could be guessed: what is hashed is the line with the secret masked."""

    def fingerprints(secret: str) -> list[str]:
        text = content.replace(SECRET, secret) + "debug = maybe\n"
        report = check(Document.parse(text), release="2026.2")
        return sorted(one.fingerprint for one in report.findings)

    assert fingerprints(SECRET) == fingerprints("swordfish")


@given(st.text("abcd_", max_size=12), st.text("abcd_", max_size=12))
def test_no_names_that_are_alike_are_passed_over(one: str, other: str) -> None:
    if SequenceMatcher(a=one, b=other).ratio() >= ALIKE:
        assert may_be_alike(one, other)


def test_a_value_that_refers_to_a_secret_is_not_quoted() -> None:
    secret = "[vmware]\nhost_password = hunter2\n"
    for option in ("compute_driver", "compute_monitors"):
        report = check(
            Document.parse(f"[DEFAULT]\n{option} = ${{vmware.host_password}}\n{secret}"),
            release="2026.2",
        )
        named = [one.message for one in report.findings if one.option == option]
        assert named
        assert not any(SECRET in message for message in named)


def slips(name: str) -> set[str]:
    """A name with a letter left out, doubled, or changed for the next one, or two swapped."""
    at = range(len(name))
    return {
        *(name[:i] + name[i + 1 :] for i in at),
        *(name[:i] + name[i] + name[i:] for i in at),
        *(name[:i] + name[i + 1 : i + 2] + name[i] + name[i + 2 :] for i in at),
        *(name[:i] + chr(ord(name[i]) + 1) + name[i + 1 :] for i in at if name[i] not in "_-z"),
    }


@pytest.mark.slow
def test_no_slip_in_a_name_shows_a_secret() -> None:
    schemas = [load_schema(release) for release in releases()]
    options = [option for schema in schemas for option in schema]
    known = {old for one in options for old in (one.name, *(name for _, name in one.old_names))}
    secret = {one.name for one in options if one.secret}
    slipped = sorted({slip for name in secret for slip in slips(name)} - known - {"_", ""})
    assert len(slipped) > 1500
    redaction = Redaction(Config(schemas[-1], ()))
    forms = ("{} = hunter2", "#{} = hunter2", "[neutron] {} = hunter2", " {}: hunter2")
    lines = (form.format(name) for name in slipped for form in forms)
    assert [line for line in lines if SECRET in redaction.mask(line)] == []


def _retired() -> Iterator[tuple[str, str, Release]]:
    """Every option that goes, with the first release without it."""
    for old, new in pairwise(releases()):
        target = load_schema(new)
        for option in load_schema(old):
            if target.option(option.group, option.name) is None:
                yield option.group, option.name, new


def test_what_an_upgrade_writes_above_a_retired_line_is_shown() -> None:
    names = names_of(load_schema(releases()[0]))
    hidden = [
        comment
        for group, name, release in _retired()
        if (story := option_story(group, name, release))
        if line_secrets(comment := f"# {story.message}".replace("`", ""), names)
    ]
    assert hidden == []


@pytest.mark.parametrize(
    "line",
    [
        "# xvpvncproxy_host goes with nova-xvpvncproxy, for good.",
        "# (dhcpbridge_flagfile) was read once",
        "# see [keystone_authtoken] instead",
    ],
)
def test_names_in_prose_are_shown_however_they_look(line: str) -> None:
    assert line_secrets(line, names_of(load_schema(releases()[0]))) == ()


@pytest.mark.parametrize(
    "line",
    [
        "# nova-xvpvncqzx7q4 was it",
        "# xvpvncproxy_hostqzx7q4k was it",
        "# [keystone_authtoken] password hunter2",
        "# keystone_authtoken hunter2",
    ],
)
def test_what_only_resembles_a_name_stays_hidden(line: str) -> None:
    assert line_secrets(line, names_of(load_schema(releases()[0]))) != ()


@pytest.mark.slow
def test_what_is_known_of_one_name_is_what_is_known_of_all() -> None:
    for release in releases():
        known = names.Names(load_schema(release))
        every = {*known._secret, *everywhere()[1]}
        for name in every:
            assert known._verdict(name) == known._secret.get(name), (release, name)
            assert names._may_be_name(name), name


def test_the_name_of_the_default_group_is_shown_as_a_key() -> None:
    document = Document.parse("DEFAULT: vif_plugging_timeout=3\n")
    line = Redaction(load(document)).source_line(document, 1)
    assert line == "DEFAULT: ***"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("decommissioning_weight_multiplier", True),
        ("sapphire_rapids_weight_multiplier", True),
        ("decommissioning_redistributions_weight_multiplier", False),
        ("decommissioning_unheardofness", False),
        ("correcthorsebattery", False),
        ("aGhunterkZxaGhunterk_weight_multiplier", False),
        ("xkqzvbnmtrwpl_weight_multiplier", False),
        ("glance.debug", True),
        ("glance.correcthorsebattery", False),
        ("correcthorsebattery.debug", False),
    ],
)
def test_a_name_that_no_release_has_is_shown_if_it_is_like_theirs(name: str, shown: bool) -> None:
    document = Document.parse(f"[filter_scheduler]\n{name} = 1.0\n")
    line = Redaction(load(document)).source_line(document, 2)
    assert line == (f"{name} = ***" if shown else "*** = ***")


def test_a_value_that_a_corrected_name_shows_is_not_hidden_beside_it() -> None:
    """The diff can be applied then; a name like that of a secret stays hidden."""
    text = "[libvirt]\nnum_pcie_port = 28\n[DEFAULT]\ntransport_ulr = 28\nfoo_bar = 28\n"
    report = check(Document.parse(text, "nova.conf"), release="2025.1")
    patch = report.fix(unsafe=True)
    diff = report.masked_diff(patch).splitlines()
    assert {"-num_pcie_port = 28", "+num_pcie_ports = 28"} <= set(diff)
    assert "foo_bar = 28" not in "".join(diff)
    assert "transport_ulr = 28" not in "".join(diff)


def test_a_line_that_a_fix_lengthens_is_shown_below_a_harmless_option() -> None:
    """It goes on with a list; the diff can be applied then."""
    text = "[filter_scheduler]\nenabled_filters = ImagePropertiesFilter,\n  NUMATopologyFilter\n"
    report = check(Document.parse(text, "nova.conf"), release="2025.1")
    diff = report.masked_diff(report.fix(unsafe=True))
    assert "+  NUMATopologyFilter,ComputeFilter" in diff
    assert "***" not in diff


def test_no_name_choice_flag_or_number_of_a_misspelt_option_is_hidden() -> None:
    text = (
        "[DEFAULT]\nvif_pluging_timeout = vif_plugging_timeout\nmemcache_secret_kye = 12345\n"
        "[libvirt]\ncpu_modes = host-model\ncpu_mode = host-passthru\n"
        "live_migration_tunneled = True\n"
    )
    report = check(Document.parse(text, "nova.conf"), release="2025.1")
    messages = " ".join(finding.message for finding in report.findings)
    assert "***" not in messages
    shown = [report.source_line("nova.conf", line) for line in range(1, 8)]
    assert shown == text.replace("12345", "***").splitlines()


def test_a_variable_of_a_tool_is_as_harmless_as_its_option() -> None:
    redaction = Redaction(load(Document.parse("", "nova.conf"), release="2025.1"))
    for line in ('nova_cpu_allocation_ratio: "16,0"', "nova_ram_allocation_ratio: 1.5"):
        assert redaction.mask(line) == line
    for name in ("nova_transport_url", "nova_service_password", "nova_foo", "nova_connection"):
        assert redaction.mask(f'{name}: "16,0"') == f"{name}: ***"


@pytest.mark.parametrize("release", ["ocata", "2026.2"])
def test_the_program_in_each_old_file_of_ubuntu_is_shown(release: str) -> None:
    line = "dhcpbridge=/usr/bin/nova-dhcpbridge"
    document = Document.parse(f"[DEFAULT]\n{line}\n")
    assert Redaction(load(document, release=release)).source_line(document, 2) == line


@pytest.mark.every_case
@pytest.mark.parametrize("release", ["train", "2025.1"])
def test_a_default_that_is_put_together_from_a_hidden_value_is_hidden(release: str) -> None:
    document = Document.parse("[DEFAULT]\nstate_path = http://a:sunshine@h\n")
    report = check(document, release=release)
    redaction, derived = Redaction(report.config), 0
    for option in report.config.schema:
        setting = report.config.setting(option.group, option.name)
        assert "sunshine" not in f"{redaction.value(setting)} {setting!r}"
        derived += "sunshine" in str(setting.partial)
    assert derived > 3
    assert redaction.value(report.config.setting("DEFAULT", "instances_path")) == (
        "http://***@h/instances"
    )
    assert "sunshine" not in everything_printed(report)


ODD_LINES = (
    "'password' = 'sunshine'",
    '"password" = sunshine',
    "pass word = sunshine",
    "pw = 18273645",
    "auth_bearer: Bearer sunshine",
    "auth_bearer: Bearer 18273645",
    "Key|x = sunshine 18273645",
)


@pytest.mark.every_case
@pytest.mark.parametrize("line", ODD_LINES)
def test_a_line_that_is_commented_out_hides_what_it_hid(line: str) -> None:
    document = Document.parse(f"[neutron]\n{line}\n", "nova.conf")
    redaction = Redaction(load(document, release="train"))
    live = redaction.mask(line)
    assert "sunshine" not in live
    for sign in ("#", "# ", ";", "#  "):
        assert redaction.mask(f"{sign}{line}\n") == f"{sign}{live}\n"
    diff = upgrade(document, "train", "2025.1").masked_diff()
    assert f"\n+#{live[:3]}" in diff
    assert "sunshine" not in diff
    assert "18273645" not in diff


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        *((name, True) for name in ("gpu_a100", "use_v3", "br0_name", "vlan_100", "router_l3")),
        *((name, False) for name in ("foo1", "a1_b2", "r8xk2q9", "x_r8xk2q9", "key_12345", "a__b")),
    ],
)
def test_a_name_of_words_may_have_short_numbers(name: str, plain: bool) -> None:
    assert is_plain_name(name) is plain


def test_choices_of_an_option_are_named_though_a_hidden_line_has_one_too() -> None:
    text = "[libvirt]\ncpu_modes = host-model\ncpu_mode = host-passthru\n"
    report = check(Document.parse(text), release="2025.1")
    (said,) = (one.message for one in report.findings if one.rule == "invalid-value")
    assert "not one of `host-model`, `host-passthrough`" in said


def test_a_number_or_a_word_is_hidden_where_a_secret_of_any_release_may_be_meant() -> None:
    names = names_of(load_schema(releases()[-1]))
    secret = [name for name in everywhere()[1] if SOUNDS_SECRET.search(name)]
    assert len(secret) > 40
    slips = {name[:at] + name[at + 1 :] for name in secret for at in range(3, len(name), 3)}
    lines = [f"{slip} = {value}" for slip in slips for value in ("12345678", "qemu")]
    assert [line for line in lines if not line_secrets(line, names)] == []


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        ("debug = Yes!", "debug = Yes!"),
        ("vif_plugging_timeout = 300!", "vif_plugging_timeout = 300!"),
        ("enabled_apis = osapi_compute;metadata", "enabled_apis = osapi_compute;metadata"),
        ("my_ip = hunter2!", "my_ip = ***"),
        ("reserved_host_memory = 8192", "reserved_host_memory = 8192"),
        ("reserved_host_memory = hunter2", "reserved_host_memory = ***"),
        ("reserved_hunter_pin = 8192", "reserved_hunter_pin = ***"),
        ("user_pin = 83719265", "user_pin = ***"),
        ("rabbit_key = 83719265", "rabbit_key = ***"),
        ("service_auth = 83719265", "service_auth = ***"),
        ("metadata_proxy_shared = 83719265", "metadata_proxy_shared = ***"),
        ("metadata_proxy = 83719265", "metadata_proxy = ***"),
    ],
)
def test_a_slip_in_a_number_or_in_a_list_hides_neither(line: str, masked: str) -> None:
    document = Document.parse(f"[DEFAULT]\n{line}\n")
    assert Redaction(load(document)).source_line(document, 2) == masked


def test_choices_that_are_part_of_a_hidden_value_are_named() -> None:
    report = check(Document.parse("[libvirt]\nvirt_type = qemu`hunter2\n"), release="2025.1")
    (said,) = (one.message for one in report.findings if one.rule == "invalid-value")
    assert "`***` is not one of `kvm`, `lxc`, `qemu`" in said
