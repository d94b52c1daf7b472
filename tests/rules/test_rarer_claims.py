"""What rules claim of secrets, log-ins, consoles and filters in the rarer configurations."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm, reported

from novalint.findings import Severity

GUESSABLE = "guessable-secret"
NAMED = "is the same as the user name"
SERIAL = "[serial_console]\nenabled = true\nbase_url = wss://c/\nproxyclient_address = {}\n"
SPICE = "[spice]\nenabled = true\nserver_listen = 10.0.0.1\nserver_proxyclient_address = 10.0.0.1\n"
NO_VNC = "[vnc]\nenabled = false\n"
LOOPBACK, EVERYWHERE = "console-address-loopback", "console-listens-everywhere"
COMPUTE = {"role": "compute", "compute_hosts": 3}
CORNERS = [
    # each password has its own option for whose it is
    Corner(
        GUESSABLE,
        "[keystone_authtoken]\nadmin_user = plc\nadmin_password = plc\n",
        NAMED,
        release="2026.1",
    ),
    Corner(
        GUESSABLE,
        "[oslo_messaging_rabbit]\nrabbit_userid = msg\nrabbit_password = MSG\n",
        NAMED,
        release="rocky",
    ),
    Corner(
        GUESSABLE,
        "[DEFAULT]\nldap_dns_user = dns1\nldap_dns_password = dns1\n",
        NAMED,
        release="train",
    ),
    Corner(
        GUESSABLE,
        "[cache]\nmemcache_username = mem1\nmemcache_password = mem1\n",
        NAMED,
        release="2026.2",
    ),
    # no user has the secret of the metadata proxy
    Corner(GUESSABLE, "[neutron]\nusername = n9\nmetadata_proxy_shared_secret = n9\n"),
    Corner(
        GUESSABLE,
        "[neutron]\nusername = admin\nmetadata_proxy_shared_secret = admin\n",
        "is one of the words that attackers try first",
    ),
    # nova-api lists nodes of Ironic, whatever the driver
    *(
        Corner(
            "login-type-unknown",
            "[ironic]\nauth_type = passwort\n",
            message,
            release,
            {"role": role},
        )
        for role, release, message in (
            ("api", "2024.1", "so nova-api cannot log in to Keystone; use `password`"),
            ("api", "2023.2", ""),
            ("compute", "2024.1", ""),
        )
    ),
    Corner("login-type-unknown", "[neutron]\nauth_type = none\n", "is not a", "ocata"),
    Corner("login-type-unknown", "[neutron]\nauth_type = oauth2\n", "unless a package provides"),
    Corner("login-type-unknown", "[neutron]\nauth_type = none\n", "", "pike"),
    *(
        Corner(
            "login-type-unknown",
            f"[neutron]\nauth_type = {name}\n",
            "`[neutron] auth_type` has capital letters, but names of keystoneauth plugins have none"
            ", so",
            fixed=f"[neutron]\nauth_type = {name.lower()}\n",
        )
        for name in ("V3Password", "PASSWORD")
    ),
    # nothing is compared with a limit that is none
    *(
        Corner(
            "filter-limit-of-zero",
            f"[filter_scheduler]\nenabled_filters = ComputeFilter,{name}\n{option} =\n",
            f"`[filter_scheduler] {option}` is empty, which is neither a number nor the default, so"
            f" {effect}; set it to a number, or remove it",
            release,
            {"role": "scheduler"},
            f"[filter_scheduler]\nenabled_filters = ComputeFilter,{name}\n#{option} =\n",
        )
        for name, option, release, effect in (
            (
                "IoOpsFilter",
                "max_io_ops_per_host",
                "2026.2",
                "each request for which IoOpsFilter checks a host fails",
            ),
            (
                "NumInstancesFilter",
                "max_instances_per_host",
                "queens",
                "no host passes NumInstancesFilter",
            ),
            (
                "AggregateIoOpsFilter",
                "max_io_ops_per_host",
                "ussuri",
                "each request for which AggregateIoOpsFilter checks a host whose aggregates"
                " set no number of their own fails",
            ),
            (
                "AggregateIoOpsFilter",
                "max_io_ops_per_host",
                "train",
                "no host passes AggregateIoOpsFilter whose aggregates set no number of their own",
            ),
        )
    ),
    # the scheduler by chance asks no filter
    *(
        Corner(
            "tenant-filter-keeps-others-out",
            "[filter_scheduler]\nenabled_filters = AggregateMultiTenancyIsolation\n"
            f"[scheduler]\ndriver = {driver}\n",
            words,
            "queens",
            {"role": "scheduler"},
        )
        for driver, words in (("chance_scheduler", ""), ("filter_scheduler", "keeps other tenants"))
    ),
    *(
        Corner(
            "transient-queues-not-replicated",
            f"[oslo_messaging_rabbit]\nrabbit_quorum_queue = true\nuse_queue_manager = {manager}\n",
            words,
            facts={"rabbit_nodes": 3, **facts},
        )
        for manager, facts, words in (
            (
                "true",
                {},
                "and is lost with it unless a policy mirrors it; set it to true and `[osl",
            ),
            ("false", {"rabbit_version": "4.1"}, "with it; set it and `use_queue_manager` to true"),
        )
    ),
    Corner(
        "filter-limit-of-zero",
        "[filter_scheduler]\nenabled_filters = ComputeFilter\nmax_io_ops_per_host =\n",
        facts={"role": "scheduler"},
    ),
    *(
        Corner(
            "builds-not-spread-over-disks",
            f"[filter_scheduler]\nenabled_filters = ComputeFilter\nmax_io_ops_per_host ={limit}\n",
            message,
            facts={"role": "scheduler", "disk_kind": "hdd"},
            fixed="[filter_scheduler]\nenabled_filters = ComputeFilter\n"
            f"max_io_ops_per_host ={limit}\n",
        )
        for limit, message in (
            ("", "; add `IoOpsFilter` and set `max_io_ops_per_host` to a number, as no host"),
            (" {{ limit }}", "; add `IoOpsFilter`"),
            (
                " 0",
                " and raise `max_io_ops_per_host`, as the filter refuses every host while that is"
                " 0",
            ),
        )
    ),
    # guests of these have no such console, whatever the option says
    *(
        Corner(
            rule,
            f"[libvirt]\nvirt_type = {guests}\n{NO_VNC}{SERIAL.format(address)}",
            message,
            release,
            COMPUTE,
        )
        for rule, address in ((LOOPBACK, "127.0.0.1"), (EVERYWHERE, "0.0.0.0"))
        for guests, release, message in (
            ("parallels", "2026.2", ""),
            ("xen", "queens", ""),
            ("qemu", "queens", "`[serial_console] proxyclient_address`"),
        )
    ),
    Corner(EVERYWHERE, "[vnc]\nserver_listen = 0000::0000\n", "`0000::0000` opens the VNC"),
    *(
        Corner(
            LOOPBACK,
            f"[libvirt]\nvirt_type = {guests}\n{NO_VNC}{SPICE}html5proxy_base_url = http://[::1]/\n",
            message,
            "train",
            COMPUTE,
        )
        for guests, message in (("xen", ""), ("kvm", "`[spice] html5proxy_base_url`"))
    ),
    # who is sent to SPICE directly needs no page, and no loopback either
    *(
        Corner(
            LOOPBACK,
            f"{NO_VNC}{SPICE}spice_direct_proxy_base_url = {url}\n",
            message,
            facts=COMPUTE,
        )
        for url, message in (
            ("http://127.0.0.1:13002/nova", "`[spice] spice_direct_proxy_base_url` `http://127"),
            ("http://c:13002/nova", ""),
        )
    ),
    Corner("vnc-and-spice-both-on", f"[libvirt]\nvirt_type = xen\n{SPICE}", "", "train"),
    # two words of one line are one finding
    Corner(GUESSABLE, "[profiler]\nhmac_keys = secret,password\n", "`[profiler] hmac_keys` is"),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.rule)
def test_a_rule_says_what_is_so_there_too(corner: Corner) -> None:
    confirm(corner)


VALIDATING = "[glance]\nenable_certificate_validation = true\nverify_glance_signatures = false\n"


@pytest.mark.parametrize(
    ("more", "severity"),
    [
        ("", Severity.INFO),
        ("default_trusted_certificate_ids =\n", Severity.WARNING),
        ("[DEFAULT]\ntransport_url = rabbit://c/\n", Severity.WARNING),
    ],
)
def test_default_certificates_may_stand_in_another_file(more: str, severity: Severity) -> None:
    facts = {"role": "compute"}
    corner = Corner("certificate-validation-incomplete", VALIDATING + more, facts=facts)
    assert [finding.severity for finding in reported(corner).findings] == [severity]


@pytest.mark.parametrize(
    ("group", "severity"), [("neutron", Severity.ERROR), ("cinder", Severity.WARNING)]
)
def test_a_slip_is_as_severe_as_what_fails_without(group: str, severity: Severity) -> None:
    corner = Corner("login-type-unknown", f"[{group}]\nauth_type = passwort\n")
    assert [finding.severity for finding in reported(corner).findings] == [severity]
