"""What rules claim of queues, log-ins, zones and heartbeats where files say what few files say."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm, reported

STREAMS = "[oslo_messaging_rabbit]\nrabbit_quorum_queue = true\nrabbit_stream_fanout = true\n"
COMPUTE = {"role": "compute", "compute_hosts": 3}
VNC = "[vnc]\nserver_listen = {}\nserver_proxyclient_address = {}\nnovncproxy_base_url = {}\n"
LOGIN = "auth_type = password\nauth_url = https://k/\npassword = hTb7x\nuser_domain_id = default\n"
PROJECT = "username = nova\nproject_id = 6c1b\n"
APPLICATION = """auth_type = v3applicationcredential
auth_url = https://k/
application_credential_id = 6c1b
application_credential_secret = hTb7x
"""
LOGIN_2 = "auth_type = v2password\nauth_url = https://k/\nusername = n\npassword = hTb7x\n"
LXC, CONTAINERS = "lxc-without-id-maps", "[libvirt]\nvirt_type = lxc\n"
REUSED, SECRET = "secret-reused", "Ooz0aix3Eiso"
TRANSIENT, FOREVER = "transient-queues-not-replicated", "transient-queues-never-expire"
CORNERS = [
    # nothing connects, as stream-fanout-incomplete tells, so no queue is lost
    Corner(TRANSIENT, STREAMS, facts={"rabbit_nodes": 3}),
    # a policy removes no streams, but it can limit them
    Corner(FOREVER, f"{STREAMS}rabbit_transient_queues_ttl = 0\n", "RabbitMQ limits them"),
    Corner(  # a password of the message bus, and of its matchmaker, is for no log-in to Keystone
        REUSED,
        f"[placement]\npassword = {SECRET}\n[oslo_messaging_amqp]\npassword = {SECRET}\n",
        "uses the same secret as `[placement] password`",
        release="queens",
    ),
    Corner(
        REUSED,
        f"[placement]\npassword = {SECRET}\n[matchmaker_redis]\npassword = {SECRET}\n",
        "`[matchmaker_redis] password` uses the same secret",
        release="ocata",
    ),
    # who connects to 0.0.0.0 reaches itself; guests may listen there
    *(
        Corner("console-address-loopback", VNC.format(*addresses), message, "2026.2", COMPUTE)
        for addresses, message in (
            (("0.0.0.0", "10.0.0.1", "https://c/"), ""),
            (("0.0.0.0", "0.0.0.0", "https://c/"), "server_proxyclient_address` `0.0.0.0` lets"),
            (("10.0.0.1", "::", "https://c/"), "server_proxyclient_address` `::` lets"),
            (("10.0.0.1", "10.0.0.1", "https://0.0.0.0/"), "users of VNC consoles to their own"),
        )
    ),
    # an item that is no map is left out, and only the first five items are read
    Corner(
        LXC,
        f"{CONTAINERS}uid_maps = 0:100000\ngid_maps = a:b:c,d\n",
        "hold no map; write maps like 0:100000:65536",
    ),
    Corner(
        LXC,
        f"{CONTAINERS}uid_maps = a,b,c,d,e,0:1:2\ngid_maps = 0:1000:65536\n",
        "`uid_maps` holds no map",
    ),
    Corner(LXC, f"{CONTAINERS}uid_maps =\ngid_maps =\n", "`uid_maps`, `gid_maps` are empty; set"),
    Corner(LXC, f"{CONTAINERS}uid_maps = x, 0:100000:65536\ngid_maps = 0: 100000:65536:7\n"),
    # a user may have a default project; a token of this service may be for none
    *(
        Corner(
            "login-incomplete",
            f"[placement]\n{LOGIN}{PROJECT}[{group}]\n{LOGIN}username = {user}\n{scope}",
            message,
        )
        for group, user, scope, message in (
            ("neutron", "n", "", "`[neutron] project_name` is not set although other"),
            ("neutron", "n", "project_id = 7\n", ""),
            ("neutron", "n", "system_scope = all\n", ""),
            ("vendordata_dynamic_auth", "n", "", ""),
            ("neutron", "", "system_scope = all\n", "`[neutron] username` is empty"),
        )
    ),
    Corner("login-incomplete", f"[neutron]\n{LOGIN}username = n\n"),
    # what an application credential is for it knows itself, and a scope is no project
    *(
        Corner("login-incomplete", f"[placement]\n{other}[neutron]\n{LOGIN}username = n\n")
        for other in (APPLICATION, f"{LOGIN}username = p\nsystem_scope = all\n")
    ),
    Corner(
        "login-incomplete",
        f"[placement]\n{LOGIN}{PROJECT}[neutron]\n{LOGIN}username = n\nproject_name =\n",
        "`[neutron] project_name` is empty although other",
    ),
    Corner(
        "login-incomplete",
        f"[placement]\n{LOGIN}{PROJECT}[neutron]\n{LOGIN_2}",
        "`[neutron] tenant_name` is not set although other",
        release="pike",
    ),
    # a memcached backend would ask the server of backend_argument too
    Corner(
        "cache-without-backend",
        "[cache]\nenabled = true\nmemcache_servers = m\nbackend_argument = url:redis://r:6379\n",
        "set it to dogpile.cache.redis",
    ),
    # one nova-compute serves the hosts of a whole vCenter cluster
    Corner(
        "many-tasks-at-once",
        "[DEFAULT]\ncompute_driver = vmwareapi.VMwareVCDriver\nmax_concurrent_builds = 50\n",
        release="train",
    ),
    Corner(
        "log-level-unknown",
        "[DEFAULT]\ndefault_log_levels = amqp=WARM,amqp=WARM\n",
        "has `amqp=WARM`, a level that",
    ),
    # containers have no cache of disks
    Corner("disk-cachemode-unsafe", f"{CONTAINERS}disk_cachemodes = file=unsafe\n"),
    # service users that share a token, and one Redis by two names
    Corner(REUSED, f"[placement]\ntoken = {SECRET}\n[neutron]\ntoken = {SECRET}\n"),
    Corner(
        REUSED,
        f"[cache]\nbackend_argument = url:redis://:{SECRET}@h\nredis_password = {SECRET}\n",
    ),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.rule)
def test_a_rule_says_what_is_so_of_an_unusual_file(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize(
    ("release", "found"),
    [("rocky", "warning"), ("stein", "warning"), ("train", "error"), ("2026.2", "error")],
)
def test_aggregates_need_placement_since_train(release: str, found: str) -> None:
    text = "[DEFAULT]\ntransport_url = rabbit://c/\n[keystone_authtoken]\nauth_type = password\n"
    corner = Corner("placement-login-missing", text, release=release, facts={"role": "api"})
    (finding,) = reported(corner).findings
    assert finding.severity.value == found
    assert ("not mirrored" in finding.message) is (found == "warning")


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", "info"),
        ("auth_type =\n", "error"),
        ("[DEFAULT]\ntransport_url = rabbit://c/\n", "error"),
    ],
)
def test_another_file_may_hold_the_new_login_of_a_part(more: str, found: str) -> None:
    text = f"[keystone_authtoken]\nadmin_user = nova\n{more}"
    (finding,) = reported(Corner("login-by-keystone-v2", text, release="2026.1")).findings
    assert finding.severity.value == found


def test_no_memcached_is_set_for_a_redis() -> None:
    text = "[cache]\nenabled = true\nmemcache_servers = m\nbackend_argument = url:redis://r\n"
    (finding,) = reported(Corner("cache-without-backend", text)).findings
    assert not finding.fixes
