"""Rules about services and their settings: where they say nothing, and what they say of whom."""

from __future__ import annotations

import pytest
from rules.test_corner_cases import Corner, confirm

from novalint.engine.report import check
from novalint.text.document import Document

WITHOUT_URL = "vendordata-target-without-url"
API_DATABASE = "[api_database]\nconnection = sqlite://\n"
WITHIN_ZONES = "[cinder]\ncross_az_attach = false\n"
NULL_CACHE = "[cache]\nenabled = true\nbackend = dogpile.cache.null\n"
TEMPLATE = "[cinder]\nendpoint_template = https://192.0.2.1:8776/v3/"
LOGIN = "[placement]\nauth_type = password\n"
SENT = "[service_user]\nsend_service_user_token = true\n"
NEUTRON = "[neutron]\nauth_type = password\n"
TOKENS = "[keystone_authtoken]\nauth_type = password\n"
NO_LIMIT = "[DEFAULT]\nmax_concurrent_builds = 0\n"
CELL_THREADS = "[DEFAULT]\ncell_worker_thread_pool_size = 2\n"
GREEN_POOL = "[DEFAULT]\ndefault_green_pool_size = 2000\n"
NO_CACHE = "[cache]\nenabled = false\n"
VMWARE = f"{LOGIN}[DEFAULT]\ncompute_driver = vmwareapi.VMwareVCDriver\n"
THREADS = "[DEFAULT]\nconcurrency_backend = threading\n"
GREENLETS = "[DEFAULT]\nconcurrency_backend = eventlet\n"
NO_TOKENS = "[api]\nauth_strategy = noauth2\n"
KEPT = "[DEFAULT]\nreclaim_instance_interval = -1\n"
RECLAIMED = "[DEFAULT]\nreclaim_instance_interval = 3600\n[cinder]\nos_region_name = R\n"
UNSEEN = "[DEFAULT]\nupdate_resources_interval = -1\n"
COUNTED = (
    "[quota]\ndriver = nova.quota.DbQuotaDriver\ncount_usage_from_placement = false\n"
    "instances = -1\ncores = -1\n"
)
CELLS = {"role": "api", "cells": 3}
ASKED = (
    "[compute]\nimage_type_exclude_list = vmdk\n"
    "[scheduler]\nquery_placement_for_image_type_support = "
)
CORNERS = [
    # computes ask the conductor beside them, which has the API database
    Corner(
        "zones-compared-within-cell",
        WITHIN_ZONES + API_DATABASE,
        facts={"cells": 2, "role": ["compute", "conductor"]},
    ),
    Corner(
        "zones-compared-within-cell",
        WITHIN_ZONES + API_DATABASE,
        "of 2 cells",
        facts={"cells": 2, "role": "compute"},
    ),
    # nova-consoleauth does not run there
    Corner(
        "cache-without-backend",
        NULL_CACHE,
        "keeps nothing; set",
        release="queens",
        facts={"role": ["compute", "metadata"]},
    ),
    Corner("cache-without-backend", NULL_CACHE, "no console opens", release="queens"),
    # without a server there is no backend to set: the file is as it was
    Corner(
        "cache-without-backend",
        f"{NULL_CACHE}memcache_servers =\n",
        "keeps nothing",
        fixed=f"{NULL_CACHE}memcache_servers =\n",
    ),
    # native threads are what they run anyway
    Corner("concurrency-backend-not-seen", THREADS, facts={"role": "api"}),
    Corner("concurrency-backend-not-seen", THREADS, facts={"role": ["compute", "conductor"]}),
    Corner("concurrency-backend-not-seen", THREADS, "to true", facts={"role": "novncproxy"}),
    Corner("concurrency-backend-not-seen", THREADS, "to true"),
    Corner(
        "concurrency-backend-not-seen", GREENLETS, facts={"role": ["novncproxy", "serialproxy"]}
    ),
    Corner("concurrency-backend-not-seen", GREENLETS, "to false", facts={"role": "all"}),
    Corner(
        "green-pool-with-threads",
        GREEN_POOL,
        "no effect",
        release="2026.1",
        facts={"role": ["api", "scheduler"]},
    ),
    Corner("green-pool-with-threads", GREEN_POOL, release="2026.1", facts={"role": "conductor"}),
    Corner("cinder-endpoint-template-unusable", f"{TEMPLATE}%(project)s\n"),
    Corner(
        "cinder-endpoint-template-unusable",
        f"{TEMPLATE}%(project)s\n",
        "uses project,",
        release="pike",
    ),
    Corner(
        "cinder-endpoint-template-unusable", f"{TEMPLATE}%(project_domain_id)s\n", "no request has"
    ),
    Corner("cinder-endpoint-template-unusable", f"{TEMPLATE}%s\n", "the whole request"),
    Corner("cinder-endpoint-template-unusable", f"{TEMPLATE}%(project_id)d\n", "cannot fill in"),
    Corner("cinder-endpoint-template-unusable", f"{TEMPLATE}%%s/%(project_id)s\n"),
    Corner(
        "cinder-endpoint-template-unusable",
        f"{TEMPLATE}$(tenant_id)s\n",
        "has $(tenant_id)s, which",
        fixed=f"{TEMPLATE}%(project_id)s\n",
    ),
    Corner(
        "cinder-endpoint-template-unusable",
        f"{TEMPLATE}%%(project_id)s\n",
        "has %(project_id)s, which",
        fixed=f"{TEMPLATE}%(project_id)s\n",
    ),
    Corner(
        "cell-threads-fewer-than-cells",
        CELL_THREADS,
        "in nova-api and nova-scheduler;",
        release="2026.1",
        facts={"cells": 2, "role": "all"},
    ),
    # cell0 is none of the scheduler's, and the metadata service asks one cell
    Corner(
        "cell-threads-fewer-than-cells",
        CELL_THREADS,
        "than the 3 cells, so",
        facts={"cells": 3, "role": "scheduler"},
    ),
    Corner("cell-threads-fewer-than-cells", CELL_THREADS, facts={"cells": 2, "role": "scheduler"}),
    Corner("cell-threads-fewer-than-cells", CELL_THREADS, facts={"cells": 3, "role": "metadata"}),
    # the conductor of a cell has no database in which other cells stand
    Corner("cell-threads-fewer-than-cells", CELL_THREADS, facts={"cells": 3, "role": "conductor"}),
    Corner(
        "cell-threads-fewer-than-cells",
        CELL_THREADS + API_DATABASE,
        "in nova-conductor;",
        facts={"cells": 3, "role": "conductor"},
    ),
    Corner(
        "cell-threads-fewer-than-cells",
        CELL_THREADS.replace("2", "1"),
        "the one cell and cell0,",
        facts={"cells": 1, "role": "api"},
    ),
    # up to train the locks of os-brick are for one process alone
    Corner("lock-path-missing", LOGIN, "by iSCSI", release="ussuri", facts={"role": "compute"}),
    Corner("lock-path-missing", LOGIN, release="train", facts={"role": "compute"}),
    Corner(
        "lock-path-missing",
        LOGIN,
        "into Linux bridges",
        release="train",
        facts={"role": "compute", "network_backend": "linuxbridge"},
    ),
    Corner(
        "lock-path-missing",
        f"{LOGIN}[os_brick]\nlock_path = /var/lib/brick\n",
        facts={"role": "compute", "network_backend": "linuxbridge"},
    ),
    Corner("lock-path-missing", VMWARE, "be built", release="train", facts={"role": "compute"}),
    Corner(
        "lock-path-missing",
        f"{LOGIN}[os_brick]\nlock_path = /var/lib/brick\n",
        facts={"role": "compute"},
    ),
    Corner(
        "cache-not-shared",
        NO_CACHE,
        "cache of its own",
        release="2025.1",
        facts={"role": "api", "controllers": 3},
    ),
    Corner("cache-not-shared", NO_CACHE, facts={"role": "api", "controllers": 3}),
    Corner(
        "login-type-unknown",
        "[DEFAULT]\ncompute_driver = ironic.driver.IronicDriver\n[ironic]\nauth_type = passwort\n",
        "`passwort` is not a keystoneauth plugin",
    ),
    # what fails is what the service does
    Corner("neutron-login-missing", LOGIN, "not moved", facts={"role": "conductor"}),
    Corner(
        "neutron-login-missing",
        LOGIN,
        "of a failed build;",
        release="queens",
        facts={"role": "conductor"},
    ),
    Corner("neutron-login-missing", LOGIN, "fail to build", facts={"role": ["api", "conductor"]}),
    Corner(
        "neutron-login-missing",
        LOGIN,
        "get no metadata",
        release="queens",
        facts={"role": ["conductor", "metadata"]},
    ),
    # nova-api starts without; of the others each ends, or builds nothing
    Corner("placement-login-missing", NEUTRON, "no server is built", facts={"role": "conductor"}),
    Corner(
        "placement-login-missing",
        NEUTRON,
        "not accounted for",
        release="rocky",
        facts={"role": "conductor"},
    ),
    Corner(
        "placement-login-missing",
        NEUTRON,
        "servers are not moved",
        release="stein",
        facts={"role": "conductor"},
    ),
    Corner("placement-login-missing", NEUTRON, "adding hosts to aggregates", facts={"role": "api"}),
    Corner(
        "placement-login-missing",
        NEUTRON,
        "not mirrored",
        release="rocky",
        facts={"role": "api"},
    ),
    # what it does with other services, if anything, needs no user's token
    Corner("service-token-without-login", SENT + LOGIN, facts={"role": "scheduler"}),
    Corner("service-token-without-login", SENT + LOGIN, "no service", facts={"role": "conductor"}),
    Corner("token-cache-not-shared", TOKENS, "is not set", facts={"role": "api"}),
    Corner("token-cache-not-shared", f"{TOKENS}token_cache_time = -1\n", facts={"role": "api"}),
    Corner("token-cache-not-shared", NO_TOKENS + TOKENS, release="2025.1", facts={"role": "api"}),
    Corner("concurrency-limit-zero", NO_LIMIT, "default of 10; remove it, or set it to a number"),
    Corner("host-named-localhost", "[DEFAULT]\nhost =\n", "`host` is empty", release="train"),
    Corner("host-named-localhost", "[DEFAULT]\nhost =\n"),  # refused, as invalid-value tells
    Corner("host-named-localhost", "[DEFAULT]\nhost = ip6-localhost\n", "`ip6-localhost` is"),
    # nova-compute takes -1 for 0; nova-api alone for a wish to keep servers
    Corner("reclaim-interval-negative", KEPT, facts={"role": "compute"}),
    Corner("reclaim-interval-negative", KEPT, "makes nova-api keep", facts={"role": "api"}),
    Corner("reclaim-without-cinder-login", RECLAIMED, "volumes stay attached"),
    Corner(
        "reclaim-without-cinder-login", RECLAIMED + "[DEFAULT]\nperiodic_enable = {{ x }}\n", "stay"
    ),
    Corner("reclaim-without-cinder-login", f"{RECLAIMED}[DEFAULT]\nperiodic_enable = false\n"),
    Corner("resource-updates-off", UNSEEN, "stops the regular"),
    Corner("resource-updates-off", f"{UNSEEN}periodic_enable = false\n"),
    Corner("usage-counted-in-cells", f"{COUNTED}ram = -1\n", facts=CELLS),
    Corner("usage-counted-in-cells", COUNTED, "in 3 cells", facts=CELLS),
    *(
        Corner("image-types-not-asked-for", f"{ASKED}{value}\n", facts={"role": "all"})
        for value in ("", "maybe", "$foo", "true")
    ),
    Corner("image-types-not-asked-for", f"{ASKED}no\n", "is false", facts={"role": "all"}),
]


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner.rule)
def test_a_rule_says_what_is_so_in_the_corner(corner: Corner) -> None:
    confirm(corner)


@pytest.mark.parametrize(
    ("target", "providers", "count"),
    [
        ("join@https://join.example.org/v1", "DynamicJSON", 0),
        ("join@//join.example.org/v1", "DynamicJSON", 0),
        ("join@join.example.org/v1", "DynamicJSON", 1),
        ("join@join.example.org/v1", "StaticJSON", 0),
        ("https://nova:word@join.example.org/v1", "DynamicJSON", 1),
        ("join@https:///v1", "DynamicJSON", 1),
        ("join@http://[::1", "DynamicJSON", 0),
        ("join@", "DynamicJSON", 1),
        ("a@https://a/,b@b", "StaticJSON,DynamicJSON", 1),
        ("https://join.example.org/v1", "DynamicJSON", 0),
        ("join@$my_ip/v1", "DynamicJSON", 0),
    ],
)
def test_a_target_needs_a_host_to_be_asked(target: str, providers: str, count: int) -> None:
    text = f"[api]\nvendordata_providers = {providers}\nvendordata_dynamic_targets = {target}\n"
    for release in ("ocata", "2026.2"):
        report = check(Document.parse(text), release=release, select=[WITHOUT_URL])
        assert len(report.findings) == count


@pytest.mark.parametrize(
    ("release", "driver", "count"),
    [
        ("rocky", "caching_scheduler", "one worker;"),
        ("rocky", "filter_scheduler", "one worker per processor;"),
        ("victoria", "own_scheduler", "one worker;"),
        ("wallaby", "own_scheduler", "one worker per processor;"),
        ("2026.2", "", "one worker per processor;"),
    ],
)
def test_how_many_workers_zero_means(release: str, driver: str, count: str) -> None:
    chosen = f"driver = {driver}\n" if driver else ""
    text = f"[conductor]\nworkers = 0\n[scheduler]\n{chosen}workers = 0\n"
    report = check(Document.parse(text), release=release, select=["workers-zero"])
    conductor, scheduler = (finding.message for finding in report.findings)
    assert "one worker per processor;" in conductor
    assert count in scheduler
