"""Files of other programs beside nova.conf."""

from __future__ import annotations

from pathlib import Path

import pytest
from fleets.nodes import KEY

import novalint
from novalint.deployment import Deployment
from novalint.errors import FileError, SettingsError
from novalint.project.companions import companions_of, config_of
from novalint.redaction import Redaction
from novalint.rules.fleet.companions import companion, facts_of
from novalint.rules.fleet.model import Broker, Digest, Node
from novalint.rules.fleet.proxies import frontages
from novalint.schema.releases import newest
from novalint.settings import Settings
from novalint.text.document import Document


def node(kind: str, *texts: str) -> Node:
    """Give the files of a program with all of their options."""
    documents = [Document.parse(text, f"{kind}{number}") for number, text in enumerate(texts)]
    return companion(kind, kind, documents, [f"{kind}:*"], newest(), KEY)


def values(kind: str, *texts: str) -> dict[str, object]:
    return {name: reading.value for name, reading in node(kind, *texts).readings.items()}


def test_files_of_oslo_config() -> None:
    found = values(
        "neutron", "[DEFAULT]\na = 1\nb: 2\n[nova]\nregion_name = x\n", "[DEFAULT]\na = 3\n"
    )
    assert found == {
        "neutron:DEFAULT.a": "3", "neutron:DEFAULT.b": "2", "neutron:nova.region_name": "x",
    }  # fmt: skip


def test_a_reading_has_its_place() -> None:
    one = node("neutron", "[DEFAULT]\na = 1\n", "[DEFAULT]\n\na = 3\n")
    assert str(one.location("neutron:DEFAULT.a")) == "neutron1:3:1"
    assert one.reading("neutron:DEFAULT.b") is None
    assert one.value("neutron:DEFAULT.b") is None


def test_secrets_and_urls_are_kept_as_those_of_nova() -> None:
    found = values(
        "neutron",
        "[DEFAULT]\nmetadata_proxy_shared_secret = hunter2\n"
        "transport_url = rabbit://u:hunter2@h/nova\n",
    )
    assert isinstance(found["neutron:DEFAULT.metadata_proxy_shared_secret"], Digest)
    assert found["neutron:DEFAULT.transport_url"] == Broker("nova", frozenset({("h", 5672)}))
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize("word", ["a$$b", r"a\$b", "a$b", "$n", "${nova.n}"])
def test_a_dollar_in_a_secret_is_read_as_oslo_config_does(word: str) -> None:
    """`$$` is one `$`; what refers to an option that is not known here is not known itself."""
    rest = "[nova]\nn = a$$b\n"
    found = values("neutron", f"[DEFAULT]\nn = a$$b\nshared_secret = {word}\n{rest}")
    plain = values("neutron", "[DEFAULT]\nshared_secret = a$$b\n")
    same = None if word == "a$b" else plain["neutron:DEFAULT.shared_secret"]
    assert found["neutron:DEFAULT.shared_secret"] == same


def test_a_reference_to_itself_is_not_known() -> None:
    assert values("neutron", "[DEFAULT]\na = $a\n") == {"neutron:DEFAULT.a": None}


def test_my_cnf() -> None:
    text = "[mysqld]\nmax-connections=500\nskip-name-resolve\n!includedir /etc\nwait_timeout = 60\n"
    assert values("mysql", text) == {
        "mysql:mysqld.max_connections": "500", "mysql:mysqld.wait_timeout": "60",
    }  # fmt: skip


def test_rabbitmq_conf() -> None:
    text = "# x = 1\nlisteners.tcp.default = 5672\n  default_queue_type=quorum  \n"
    assert values("rabbitmq", text) == {
        "rabbitmq:listeners.tcp.default": "5672", "rabbitmq:default_queue_type": "quorum",
    }  # fmt: skip


def test_haproxy_cfg() -> None:
    text = (
        "global\n  maxconn 4000\ndefaults\n    timeout client 1m # short\n"
        "listen nova_novncproxy\n    bind 10.0.0.1:6080\n    timeout tunnel 1h\n"
    )
    assert values("haproxy", text) == {
        "haproxy:global.maxconn": "4000",
        "haproxy:defaults.timeout client": "1m",
        "haproxy:listen nova_novncproxy.bind": "10.0.0.1:6080",
        "haproxy:listen nova_novncproxy.timeout tunnel": "1h",
    }
    found = node("haproxy", text)
    assert str(found.location("haproxy:defaults.timeout client")) == "haproxy0:4:5"


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("defaults\n timeout server 5m\nlisten n\n bind *:8774\n"
         "defaults\n timeout server 9s\n", 300),
        ("listen n\n bind *:8774\ndefaults\n timeout server 9s\n", None),
        ("defaults\n timeout server 9s\ndefaults\nlisten n\n bind *:8774\n", None),
        ("defaults\n timeout server 9s\nresolvers r\n timeout server 1h\n"
         "listen n\n bind *:8770-8780\n", 9),
        ("listen n\n bind *:8775-8780,*:8770-8773\n timeout server 9s\n", "silent"),
        ("defaults a\n timeout server 9s\ndefaults b from a\n maxconn 9\ndefaults c\n"
         "listen n from b\n bind *:8774\n", 9),
        ("defaults a from a\nlisten n from a\n bind *:8774\n", None),
        ("frontend f\n bind *:8774\n use_backend n if TRUE\nbackend n\n timeout server 9s\n", 9),
        ("frontend f\n bind *:8774\n use_backend n if x\n use_backend m unless x\n"
         "backend n\n timeout server 9s\nbackend m\n timeout server 1m\n", 60),
        ("defaults\n timeout server 9s\nfrontend f\n bind *:8774\n use_backend %[x]\n", None),
        ("frontend f\n bind *:8774\n default_backend n\n use_backend m if x\n"
         "backend n\n timeout server 9s\nbackend m\n", None),
        ("defaults\n timeout server 1m\nfrontend f\n bind *:8774\n default_backend n\n"
         "defaults\n timeout server 9s\nbackend n\n server a 192.0.2.1:8774\n", 9),
    ],
)  # fmt: skip
def test_how_long_a_load_balancer_waits(text: str, seconds: object) -> None:
    found = list(frontages(node("haproxy", text), 8774))
    limits = [frontage.server.number if frontage.server else None for frontage in found]
    assert limits == ([] if seconds == "silent" else [seconds])


@pytest.mark.parametrize(
    "files",
    [
        ("defaults\n timeout server 9s\n", "listen n\n bind *:8774\n"),
        (
            "defaults\n timeout server 9s\nlisten n\n bind *:8774\n",
            "defaults\n timeout server 1m\n",
        ),
        (
            "defaults\n timeout server 1m\n",
            "defaults\n timeout server 9s\nlisten n\n bind *:8774\n",
        ),
    ],
)
def test_defaults_hold_until_the_next_in_whatever_file(files: tuple[str, ...]) -> None:
    (frontage,) = frontages(node("haproxy", *files), 8774)
    assert frontage.server
    assert frontage.server.number == 9


@pytest.mark.parametrize(
    ("kind", "texts", "facts"),
    [
        ("mysql", ["[mysqld]\nmax_connections = 500\nwait_timeout = 60\n"],
         Deployment(db_max_connections=500, db_wait_timeout=60)),
        ("mysql", ["[mysqld]\nmax_connections = many\n"], Deployment()),
        ("ml2", ["[ml2]\nmechanism_drivers = ovn, sriovnicswitch\n"],
         Deployment(network_backend="ovn")),
        ("ml2", ["[ml2]\nmechanism_drivers = openvswitch,linuxbridge\n"], Deployment()),
    ],
)  # fmt: skip
def test_facts(kind: str, texts: list[str], facts: Deployment) -> None:
    assert facts_of([node(kind, *texts)]) == facts


def test_files_that_disagree_give_no_fact() -> None:
    files = [node("mysql", f"[mysqld]\nmax_connections = {number}\n") for number in (500, 600)]
    assert facts_of(files) == Deployment()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("n1", "n2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "neutron.conf").write_text("[DEFAULT]\na = 1\npassword = hunter2\n")
    (tmp_path / "n2" / "more.conf").write_text("[DEFAULT]\na = 2\n")
    return tmp_path


def named(companions: dict[str, object]) -> list[tuple[str, str, tuple[str, ...]]]:
    settings = Settings.of({"companions": companions})
    found = companions_of(settings, ["neutron:DEFAULT.a"], KEY)
    return [(one.kind, one.name, one.paths) for one in found]


def test_a_file_for_each_machine_or_one_for_all(folder: Path) -> None:
    assert named({"neutron": ["{node}/neutron.conf", "{node}/more.conf?"]}) == [
        ("neutron", "n1", ("n1/neutron.conf",)),
        ("neutron", "n2", ("n2/neutron.conf", "n2/more.conf")),
    ]
    assert named({"neutron": "n1/neutron.conf", "ml2": "x.ini?"}) == [
        ("neutron", "neutron", ("n1/neutron.conf",))
    ]


def test_what_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"`\{node\}/x` does not exist"):
        named({"neutron": "{node}/x"})
    with pytest.raises(FileError, match="cannot read `x`"):
        named({"neutron": "x"})
    with pytest.raises(SettingsError, match="there is no setting `nuetron`; the nearest is"):
        named({"nuetron": "x"})


def test_only_what_rules_read_is_shown(folder: Path) -> None:
    settings = Settings.of({"companions": {"neutron": "n1/neutron.conf"}})
    (found,) = companions_of(settings, ["neutron:DEFAULT.a"], KEY)
    assert list(found.readings) == ["neutron:DEFAULT.a"]
    config = config_of(found)
    redaction = Redaction(config)
    (document,) = config.documents
    lines = [redaction.source_line(document, line) for line in (2, 3)]
    assert lines == ["a = 1", "password = ***"]


def test_a_rule_without_its_file_is_not_run(folder: Path) -> None:
    Path("cmp1.conf").write_text("[DEFAULT]\ndebug = false\n")
    Path("cmp2.conf").write_text("[DEFAULT]\ndebug = false\n")
    table = {"role": "compute", "configurations": {"{node}": {"paths": ["{node}.conf"]}}}
    cloud = novalint.Project(Settings.of(table)).check().cloud
    assert cloud is not None
    needs = {one.rule: one.needs for one in cloud.not_run}
    assert needs["neutron-events-off"] == ("companions.neutron",)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", 1),
        ("{% include 'more.j2' %}\n", 0),
        ("<%= more %>\n", 0),
        ("{{ more }}\n", 0),
        ("{{ ansible_managed | comment }}\n", 1),
        ("{% set x = 1 %}\n", 1),
    ],
)
def test_a_template_that_includes_another_lacks_nothing(
    folder: Path, more: str, found: int
) -> None:
    Path("cinder.conf").write_text(
        f"[DEFAULT]\nenabled_backends = ceph\nstorage_availability_zone = az1\n{more}"
        "[nova]\nauth_type = password\n"
    )
    Path("cmp1.conf").write_text("[cinder]\ncross_az_attach = false\n")
    table = {
        "role": "compute",
        "configurations": {"one": {"paths": ["cmp1.conf"]}},
        "companions": {"cinder": "cinder.conf"},
    }
    cloud = novalint.Project(Settings.of(table)).check().cloud
    assert cloud is not None
    assert [one.rule for one in cloud.findings] == ["zone-of-cinder-unknown"] * found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("{}", 1),
        ("{{% if a %}}\n{}{{% endif %}}\n", 0),
        ("{{%- for a in b %}}\n{{% if a %}}\n{{% endif %}}\n{}{{%- endfor %}}\n", 0),
        ("{{% if a %}}\n{{% else %}}\n{}{{% endif %}}\n", 0),
        ("<% if a -%>\n{}<% end %>\n", 0),
        ("<% b.each do |a| %>\n{}<% end %>\n", 0),
        ("{{{{- if .a }}}}\n{}{{{{ end }}}}\n", 0),
        ("{{% if a %}}\nx = 1\n{{% endif %}}\n{}", 1),
        ("<% if a %>\nx = 1\n<% end %>\n{}", 1),
    ],
)
def test_a_line_in_a_branch_of_a_companion_is_not_certain(
    folder: Path, lines: str, found: int
) -> None:
    line = "notify_nova_on_port_status_changes = false\n"
    Path("neutron.conf").write_text("[DEFAULT]\n" + lines.format(line))
    Path("cmp1.conf").write_text("[DEFAULT]\ndebug = false\n")
    table = {
        "role": "compute",
        "configurations": {"one": {"paths": ["cmp1.conf"]}},
        "companions": {"neutron": "neutron.conf"},
    }
    cloud = novalint.Project(Settings.of(table)).check().cloud
    assert cloud is not None
    assert [one.rule for one in cloud.findings] == ["neutron-events-off"] * found


def test_facts_of_companions_reach_the_rules_of_each_file(folder: Path) -> None:
    Path("my.cnf").write_text("[mysqld]\nmax_connections = 500\n")
    Path("cmp1.conf").write_text("[DEFAULT]\ndebug = false\n")
    table = {
        "configurations": {"one": {"paths": ["cmp1.conf"]}},
        "companions": {"mysql": "my.cnf"},
    }
    (report,) = novalint.Project(Settings.of(table)).check().reports
    assert report.deployment.db_max_connections == 500


@pytest.mark.parametrize("kind", ["haproxy", "rabbitmq", "mysql", "neutron"])
def test_long_lines_are_read_once(kind: str) -> None:
    assert len(values(kind, f"x = {' ' * 500_000}y{' ' * 500_000}z\n" * 3)) <= 1
