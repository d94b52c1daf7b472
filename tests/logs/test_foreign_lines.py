"""Lines of other services hold the same texts of the same libraries, and are no symptom of Nova."""

from __future__ import annotations

import json

import pytest

from novalint.logs.catalogue import signatures
from novalint.logs.diagnosis import diagnose
from novalint.pages.symptoms import page_of_line

TIME = "2026-03-02 09:12:01.402 7"
NAMES = ("database-connection-lost", "rpc-reply-timeout", "amqp-unreachable", "no-valid-host")
TEXTS = {one.name: one.samples[0] for one in signatures() if one.name in NAMES}
FOREIGN = {
    "a logger": f"{TIME} ERROR cinder.service [-] x: {{}}",
    "a logger without module": f"{TIME} CRITICAL keystone [-] Unhandled error: {{}}",
    "a logger, colours": f"{TIME} \x1b[01;31mERROR \x1b[01;31mneutron.wsgi [-] {{}}\x1b[00m",
    "Apache": f"[Mon Mar 02 09:12:01 2026] [wsgi:error] [pid 9] {TIME} WARNING keystone.x [-] {{}}",
    "journald": f"Mar 02 09:12:01 ctl1 neutron-server[99]: {TIME} ERROR oslo.messaging [-] {{}}",
    "journald, devstack": "Mar 02 09:12:01 ctl1 devstack@c-vol.service[9]: ERROR oslo.db [-] {}",
    "syslog without a number": f"Mar  2 09:12:01 cmp1 neutron-dhcp-agent: {TIME} ERROR x {{}}",
    "syslog, ISO": f"<180>2026-03-02T09:12:01+00:00 cmp1 cinder-api[9]: {TIME} ERROR oslo.db {{}}",
    "another program": "Mar 02 09:12:01 ctl1 haproxy[9]: {}",
    "compose": f"cinder_volume  | {TIME} ERROR oslo.messaging [-] {{}}",
    "kubectl": f"[pod/glance-api-0/glance-api] {TIME} ERROR oslo.messaging [-] {{}}",
    "grep": f"/var/log/neutron/server.log:{TIME} ERROR oslo.messaging [-] {{}}",
    "Docker": 'time="2026-03-02T09:12:01.402Z" level=error msg="{}"',
    "Docker, journald": "Mar 02 09:12:01 ctl1 dockerd[99]: failed to register layer: {}",
    "Docker, its client": "docker: Error response from daemon: {}",
    "Kubernetes": "E0302 09:12:01.402123       1 reflector.go:138] {}",
    "an event": "  Warning  FailedMount  2m (x5 over 10m)  kubelet  {}",
    "events": "2m          Warning   FailedMount   pod/nova-api-0   {}",
    "nginx": "2026/03/02 09:12:01 [emerg] 1#1: {}",
    "Java": "Caused by: java.net.BindException: {}",
    "grep, rotated": f"cinder-volume.log.1-{TIME} ERROR oslo.messaging [-] {{}}",
}
OWN = {
    "a logger": f"{TIME} ERROR nova.volume.cinder [-] x: {{}}",
    "a client": f"{TIME} ERROR cinderclient.client [-] {{}}",
    "a library": f"{TIME} ERROR keystonemiddleware.auth_token [-] {{}}",
    "what it says of another": f"{TIME} ERROR nova.x [-] Error of cinder: {{}}",
    "what it quotes": f"{TIME} ERROR nova.x [-] got: ERROR cinder.volume.manager {{}}",
    "journald": f"Mar 02 09:12:01 neutron1 nova-compute[99]: {TIME} ERROR oslo.messaging [-] {{}}",
    "journald, devstack": "Mar 02 09:12:01 ctl1 devstack@n-api.service[9]: ERROR oslo.db [-] {}",
    "compose": f"nova_compute_ironic  | {TIME} ERROR oslo.messaging [-] {{}}",
    "kubectl": f"[pod/nova-compute-ironic-0/x] {TIME} ERROR oslo.messaging [-] {{}}",
    "grep": f"/var/log/nova/nova-api.log:{TIME} ERROR oslo.messaging [-] {{}}",
    "Docker, journald": f"Mar 02 09:12:01 ctl1 dockerd[99]: {TIME} ERROR oslo.messaging [-] {{}}",
    "Docker, a level": "Mar 02 09:12:01 ctl1 dockerd[99]: ERROR oslo.messaging [-] {}",
    "a warning": f"{TIME} WARNING nova.virt.libvirt.driver [-] {{}}",
    "bare": "{}",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("form", FOREIGN)
def test_a_line_of_another_program_is_no_symptom(form: str, name: str) -> None:
    line = FOREIGN[form].replace("{}", TEXTS[name])
    assert diagnose(line).symptoms == ()
    assert page_of_line(line) == ""
    assert diagnose(json.dumps({"log": line + "\n", "stream": "stderr"})).symptoms == ()


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("form", OWN)
def test_a_line_of_nova_is_one_whatever_it_names(form: str, name: str) -> None:
    line = OWN[form].replace("{}", TEXTS[name])
    assert name in [one.name for one in diagnose(line).symptoms]
    assert f"{name}\n" in page_of_line(line)


@pytest.mark.parametrize(
    "named",
    [
        {"name": "cinder.volume.manager"},
        {"Logger": "openstack.neutron", "programname": "neutron-server"},
        {"SYSLOG_IDENTIFIER": "keystone"},
        {"kubernetes": {"container_name": "glance-api"}},
        {"level": "error", "caller": "cinder.volume/main.go:7"},
    ],
)
def test_a_record_of_another_program_is_no_symptom(named: dict[str, object]) -> None:
    text = TEXTS["rpc-reply-timeout"]
    assert diagnose(json.dumps({"message": text, **named})).symptoms == ()
    own = json.loads(
        json.dumps(named)
        .replace("cinder.volume", "nova.volume.cinder")
        .replace("neutron", "nova")
        .replace("keystone", "nova-api")
        .replace("glance-api", "nova-api")
        .replace("main.go", "main.py")
    )
    assert diagnose(json.dumps({"message": text, **own})).symptoms


def test_in_an_array_the_record_of_nova_counts() -> None:
    text = TEXTS["rpc-reply-timeout"]
    records = [{"message": text, "name": "cinder.rpc"}, {"message": text, "name": "nova.rpc"}]
    assert diagnose(json.dumps(records)).symptoms
    assert diagnose(json.dumps(records[:1])).symptoms == ()


@pytest.mark.parametrize("user", ["neutron", "keystone_admin", "glance"])
def test_a_user_of_another_service_is_not_refused_to_nova(user: str) -> None:
    line = "Access denied for user '{}'@'10.0.0.7' (using password: YES)"
    assert diagnose(line.format(user)).symptoms == ()
    assert diagnose(line.format("nova_api")).symptoms
    assert diagnose(line.format("novaneutron")).symptoms


def test_no_symptom_is_near_a_line_of_another_service() -> None:
    line = "2026-11-30 08:01:01.000 30 ERROR neutron.notifiers.nova [-] Failed to notify nova"
    assert diagnose(line).near == ()
    assert diagnose("failed to plug vif").near != ()
