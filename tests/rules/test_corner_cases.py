"""Rules in the corners of what they are about: what they say there, and where they say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from novalint.config.model import load
from novalint.deployment import Deployment
from novalint.engine.report import Report, check
from novalint.text.document import Document


class Corner(NamedTuple):
    """A file, the facts, and a part of the only message; empty where there is none."""

    rule: str
    text: str
    message: str = ""
    release: str = "2026.2"
    facts: Mapping[str, Any] = MappingProxyType({})
    fixed: str = ""


LOGIN = "[placement]\nauth_type = password\n"
IN_PARALLEL = (
    "[libvirt]\nlive_migration_parallel_connections = 4\nlive_migration_permit_post_copy = true\n"
)
CORNERS = [
    Corner("post-copy-in-parallel", IN_PARALLEL, facts={"qemu_version": "10"}),  # may be 10.1
    Corner("post-copy-in-parallel", IN_PARALLEL, "with QEMU 10.0", facts={"qemu_version": "10.0"}),
    Corner("policy-file-is-json", "[oslo_policy]\npolicy_file = {{ p }}.json\n", "names a JSON"),
    Corner("policy-file-is-json", "[oslo_policy]\npolicy_file = {{ p }}\n"),
    Corner(
        "state-path-in-python-folder",
        f"{LOGIN}[DEFAULT]\npybasedir = /var/lib/nova\n",
        facts={"role": "compute"},
    ),
    Corner(
        "state-path-in-python-folder",
        f"{LOGIN}[DEFAULT]\nstate_path = ${{pybasedir}}/state\n",
        "is `$pybasedir` or below it",
        facts={"role": "compute"},
    ),
    Corner(
        "machine-type-without-architecture", "[libvirt]\nhw_machine_type = x86_64=\n", "no machine"
    ),
    Corner(
        "machine-type-without-architecture",
        "[libvirt]\nhw_machine_type = X86_64=pc\n",
        "write it like `x86_64=pc`",
        fixed="[libvirt]\nhw_machine_type = x86_64=pc\n",
    ),
    Corner(
        "machine-type-without-architecture",
        "[libvirt]\nhw_machine_type = microvm\n",
        "write it like `x86_64=microvm`",
        fixed="[libvirt]\nhw_machine_type = x86_64=microvm\n",
    ),
    Corner(
        "machine-type-without-architecture",
        "[libvirt]\nhw_machine_type = virt\n",
        "write it like `aarch64=virt`",
    ),
    # no session is made from it: nova/service_auth.py takes the log-in alone
    Corner("client-timeout-not-positive", "[service_user]\ntimeout = 0\n", release="2025.1"),
    Corner(
        "client-timeout-not-positive",
        "[keystone_authtoken]\nhttp_connect_timeout = 0\n",
        "makes every call fail with a ValueError",
    ),
    # with this nobody asks Keystone about a token
    Corner(
        "client-timeout-not-positive",
        "[keystone_authtoken]\nhttp_connect_timeout = 0\n[api]\nauth_strategy = noauth2\n",
        release="2025.1",
    ),
    # oslo.limit is asked for unified limits alone
    Corner("client-timeout-not-positive", "[oslo_limit]\ntimeout = 0\n"),
    Corner(
        "client-timeout-not-positive",
        "[oslo_limit]\ntimeout = 0\n[quota]\ndriver = nova.quota.UnifiedLimitsDriver\n",
        "`[oslo_limit] timeout` 0 makes every call fail",
    ),
    # oslo.config strips a continued line, and urlsplit takes its end out of the URL
    Corner(
        "blank-in-transport-url",
        "[DEFAULT]\ntransport_url = rabbit://u:p@a:5672,\n    u:p@b:5672/\n",
    ),
    # Kafka's library passes over blanks in its list of hosts
    Corner(
        "blank-in-transport-url",
        "[oslo_messaging_notifications]\ntransport_url = kafka://a:9092, b:9092/\n",
    ),
    # a blank is one whatever a tool fills in beside it
    Corner(
        "blank-in-transport-url",
        "[DEFAULT]\ntransport_url = rabbit://u:{{ p }}@a:5672, u:{{ p }}@b:5672/\n",
        "has a blank",
    ),
    Corner(
        "blank-in-transport-url",
        "[DEFAULT]\ntransport_url = rabbit://{{ u }}:***@a,{{ u }}:***@ b/\n",
        "has a blank",
    ),
    Corner(
        "blank-in-transport-url",
        "[DEFAULT]\ntransport_url = rabbit://{{ user('a', 'b') }}:p@a,<%= u %>:<no value>@b/\n",
    ),
    # these may leave nothing of the blank
    Corner(
        "blank-in-transport-url", "[DEFAULT]\ntransport_url = rabbit://u:p@a, {{- u }}:{{ p }}@b/\n"
    ),
    Corner(
        "blank-in-transport-url",
        "[DEFAULT]\ntransport_url = rabbit://{% for h in hosts %} u:p@{{ h }}{% endfor %}/\n",
    ),
    Corner("broker-without-credentials", "[DEFAULT]\ntransport_url = rabbit://:@a/\n", "guest"),
    Corner(
        "transport-url-option-refused",
        "[DEFAULT]\ntransport_url = rabbit://u:p@a/?rabbit_use_ssl=1\n",
        "rename it to `[oslo_messaging_rabbit] ssl`",
        release="train",
    ),
    Corner(
        "transport-url-option-refused",
        "[DEFAULT]\ntransport_url = rabbit://u:p@a/?heartbeat_in_pthread=1\n",
        "remove it",
    ),
    # what its own file does not name goes nowhere
    Corner(
        "notifications-without-consumer",
        "[oslo_messaging_notifications]\ndriver = routing\n",
        facts={"telemetry": False},
    ),
    Corner(
        "notifications-sent-twice",
        "[oslo_messaging_notifications]\ndriver = messagingv2\ntransport_url = kafka://a/\n"
        "[notifications]\nnotification_format = both\n",
        "every event is sent twice; set it",
    ),
    # whether it is Kafka stands in front of what a template fills in
    Corner(
        "notifications-sent-twice",
        "[oslo_messaging_notifications]\ndriver = messagingv2\n"
        "transport_url = rabbit://u:{{ p }}@a/\n[notifications]\nnotification_format = both\n",
        "only grows",
    ),
    Corner(
        "notifications-sent-twice",
        "[oslo_messaging_notifications]\ndriver = messagingv2\n"
        "transport_url = {{ scheme }}://a/\n[notifications]\nnotification_format = both\n",
    ),
    Corner("upgrade-level-left-behind", "[upgrade_levels]\ncompute = 6.4\n"),
    Corner("upgrade-level-left-behind", "[upgrade_levels]\ncompute = 6.3\n", "`6.3` is the pin"),
    # 2025.1 starts beside compute services of antelope, whose level is that of caracal
    Corner("upgrade-level-left-behind", "[upgrade_levels]\ncompute = antelope\n", release="2025.1"),
    Corner(
        "upgrade-level-left-behind",
        "[upgrade_levels]\ncompute = zed\n"
        "[workarounds]\ndisable_compute_service_check_for_ffu = true\n",
    ),
    Corner(
        "heartbeat-in-native-thread",
        "[oslo_messaging_rabbit]\nheartbeat_in_pthread = true\n",
        "(`nova-api-metadata`)",
        release="2024.1",
        facts={"role": "metadata", "wsgi": False},
    ),
    # with no time for an answer there is nothing to lower this to
    Corner(
        "reply-retried-too-long",
        "[DEFAULT]\nrpc_response_timeout = -5\n"
        "[oslo_messaging_rabbit]\nkombu_missing_consumer_retry_timeout = 200\n",
    ),
    Corner(
        "messaging-number-empty",
        "[DEFAULT]\nexecutor_thread_pool_size =\n",
        "so nova-compute and nova-conductor do not start",
        release="2026.1",
    ),
    # only who answers calls has a pool of threads for them, and answers to send
    Corner(
        "messaging-number-empty",
        "[DEFAULT]\nexecutor_thread_pool_size =\n",
        release="2025.1",
        facts={"role": "api"},
    ),
    Corner(
        "messaging-number-empty",
        "[DEFAULT]\nexecutor_thread_pool_size =\n",
        release="2026.1",
        facts={"role": "scheduler"},
    ),
    Corner(
        "messaging-number-empty",
        "[oslo_messaging_rabbit]\nkombu_missing_consumer_retry_timeout =\n",
        facts={"role": ["api", "novncproxy"]},
    ),
    Corner(
        "messaging-number-empty",
        "[oslo_messaging_rabbit]\nkombu_missing_consumer_retry_timeout =\n",
        "a reply is lost when its queue is missing",
        facts={"role": ["api", "conductor"]},
    ),
    Corner(
        "reply-retried-too-long",
        "[DEFAULT]\nrpc_response_timeout = {{ seconds }}\n"
        "[oslo_messaging_rabbit]\nkombu_missing_consumer_retry_timeout = -1\n",
        "makes each reply fail",
    ),
    # keystoneauth declares this old name with its dash
    Corner("dashed-option", "[neutron]\nuser-name = nova\n"),
    # nova/scheduler/chance.py asks no filter
    Corner(
        "server-limit-below-density",
        "[scheduler]\ndriver = chance_scheduler\n[filter_scheduler]\n"
        "enabled_filters = NumInstancesFilter\nmax_instances_per_host = 20\n",
        release="ocata",
        facts={"role": "scheduler", "instances_per_host": 80},
    ),
    Corner(
        "zone-not-enforced",
        "[scheduler]\ndriver = chance_scheduler\n[filter_scheduler]\n"
        "enabled_filters = ComputeFilter\n",
        release="ocata",
        facts={"role": "scheduler"},
    ),
    Corner(
        "forwarded-header-misspelt",
        "[wsgi]\nsecure_proxy_ssl_header = X-Forwarded-Proto: https\n",
        "set it to a variable with the scheme, such as",
        fixed="[wsgi]\nsecure_proxy_ssl_header = X-Forwarded-Proto: https\n",
    ),
    Corner(
        "forwarded-header-misspelt",
        "[wsgi]\nsecure_proxy_ssl_header = Front-End-Https\n",
        "such as HTTP_X_FORWARDED_PROTO",
    ),
    Corner("forwarded-header-misspelt", "[wsgi]\nsecure_proxy_ssl_header = REQUEST_SCHEME\n"),
    # each filter went for a reason of its own
    Corner(
        "scheduler-filter-removed",
        "[filter_scheduler]\nenabled_filters = TrustedFilter, ExactRamFilter\n",
        "does not start; remove them",
        release="rocky",
        facts={"role": "scheduler"},
    ),
    Corner("cache-not-enabled", "[cache]\nmemcache_servers =\n"),
    Corner(
        "cache-not-enabled",
        "[cache]\nbackend = oslo_cache.dict\nmemcache_servers = 192.0.2.5:11211\n",
        "and `backend` to dogpile.cache.memcached",
        fixed="[cache]\nbackend = oslo_cache.dict\nmemcache_servers = 192.0.2.5:11211\n",
    ),
    # each cell has a broker of its own
    Corner(
        "reconnect-intervals-for-many-hosts",
        "[DEFAULT]\ntransport_url = rabbit://rabbit1/\n",
        facts={"role": "compute", "compute_hosts": 600, "cells": 6},
    ),
    Corner(
        "scheduler-driver-missing",
        "[scheduler]\ndriver =\n",
        "is empty",
        release="train",
        facts={"role": "scheduler"},
    ),
    Corner(
        "scheduler-driver-missing",
        "[scheduler]\ndriver = chance_schedular\n",
        "which does not exist",
        release="ocata",
        facts={"role": "scheduler"},
    ),
    Corner(
        "service-url-invalid",
        "[glance]\nendpoint_override = http://glance example.org:9292\n",
        "a blank in its host",
    ),
    Corner(
        "service-url-invalid",
        "[glance]\napi_servers = http://a:9292;http://b:9292\n",
        "separate them with commas",
        release="train",
    ),
    Corner(
        "service-url-invalid",
        "[cinder]\nendpoint_template = http:/x/v3/%(project_id)s\n",
        "set it to http://x/v3/%(project_id)s",
    ),
    # an option of the plugin v2password, and to all others an old name
    Corner(
        "deprecated-name",
        "[neutron]\nauth_type = password\ntenant_name = service\n",
        "is an old name of `[neutron] project_name`",
        release="2025.1",
    ),
    Corner(
        "deprecated-name",
        "[neutron]\nauth_type = v2password\ntenant_name = service\n",
        release="2025.1",
    ),
    Corner(
        "unknown-group",
        "[oslo_messaging]\nrabbit_retry_interval = 2\n",
        "write `[oslo_messaging_rabbit]`",
        fixed="[oslo_messaging_rabbit]\nrabbit_retry_interval = 2\n",
    ),
    # the database of the cell or the other one: only its owner knows
    Corner(
        "unknown-group",
        "[nova_database]\nconnection = sqlite://\n",
        "or write `[api_database]` or `[database]` if that is meant",
        fixed="[nova_database]\nconnection = sqlite://\n",
    ),
    Corner(
        "unknown-group",
        "[oslo_messaging_redis]\nhost = redis1\n",
        "if that is meant",
        fixed="[oslo_messaging_redis]\nhost = redis1\n",
    ),
]


def reported(corner: Corner) -> Report:
    config = load(Document.parse(corner.text, "nova.conf"), release=corner.release)
    return check(config, deployment=Deployment(**corner.facts), select=[corner.rule])


def confirm(corner: Corner) -> None:
    """Check that the rule says what it should there, and mends the file as it should."""
    report = reported(corner)
    messages = [finding.message for finding in report.findings]
    assert len(messages) == bool(corner.message), messages
    assert all(corner.message in message for message in messages)
    if corner.fixed:
        patch = report.fix(unsafe=True)
        assert patch.apply(corner.text) == corner.fixed


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.rule)
def test_a_rule_says_what_is_so_in_the_corner(corner: Corner) -> None:
    confirm(corner)
