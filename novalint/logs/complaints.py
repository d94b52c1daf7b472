"""What operators say of a cloud in trouble, in their own words, and the log lines to begin with."""

from __future__ import annotations

import re

_SYMPTOMS = {
    "server fail": "no-valid-host spawn-failed vif-plug-timeout",
    "server wait": "rpc-reply-timeout vif-plug-timeout build-timed-out",
    "build fail": "no-valid-host spawn-failed vif-plug-timeout",
    "build wait": "rpc-reply-timeout vif-plug-timeout build-timed-out",
    "broker lost": "amqp-server-closed amqp-unreachable amqp-heartbeats-missed",
    "broker fail": "amqp-unreachable amqp-server-closed amqp-login-refused",
    "broker wait": "rpc-reply-timeout amqp-heartbeats-missed",
    "broker memory": "amqp-connection-blocked",
    "broker login": "amqp-login-refused",
    "queue": "rpc-reply-timeout rpc-reply-queue-gone queue-stuck-on-node",
    "migration wait": "migration-too-slow migration-without-progress",
    "migration fail": "migration-failed migration-precheck-failed migration-disk-too-large",
    "memory": "compute-resources-short guest-memory-not-there qemu-ended",
    "console": "console-not-reached console-token-refused console-origin-refused",
    "keystone login": "login-refused login-parameters-missing keystone-unavailable",
    "keystone fail": "keystone-unavailable login-refused",
    "login": "login-refused login-parameters-missing database-login-refused",
    "database connection": "database-connections-used-up database-pool-exhausted",
    "database full": "database-connections-used-up database-pool-exhausted",
    "database lost": "database-connection-lost database-not-reached",
    "database login": "database-login-refused",
    "database fail": "database-not-reached database-connection-lost database-not-connected",
    "database wait": "database-lock-waited database-deadlock database-pool-exhausted",
    "compute fail": "report-state-late report-state-failed compute-not-heard-from",
    "service fail": "report-state-late report-state-failed compute-not-heard-from",
    "scheduler wait": "rpc-reply-timeout placement-not-answering",
    "scheduler fail": "no-valid-host filter-returned-none hosts-all-filtered-out",
    "network wait": "vif-plug-timeout neutron-login-absent",
    "network fail": "vif-plug-timeout port-binding-failed network-allocation-failed",
    "metadata": "metadata-by-address-not-found metadata-secret-differs metadata-proxy-off",
    "placement fail": "placement-not-answering placement-not-reached placement-login-refused",
    "image fail": "image-download-failed image-unacceptable glance-connection-failed",
    "image wait": "glance-not-answering image-download-failed",
    "volume fail": "cinder-failed volume-not-ready block-devices-not-set-up",
    "volume wait": "volume-not-ready device-detach-timeout",
    "detach": "device-detach-timeout device-not-detached detach-without-service-token",
    "volume detach": "device-detach-timeout device-not-detached detach-without-service-token",
    "disk full": "disk-full",
    "certificate": "certificate-not-verified service-tls-failed",
    "quota": "quota-exceeded port-quota-exceeded",
    "resize fail": "resize-ssh-failed ssh-login-refused storage-not-shared",
    "evacuate fail": "storage-not-shared server-not-mapped",
    "cell fail": "cell-not-answering cell-list-timed-out",
}
"""What is told, by its meanings, and the symptoms of it, the likeliest first."""

_WORDS = {
    "server": "server servers instance instances vm vms guest guests machine machines",
    "build": "build builds building boot boots booting start starts starting spawn spawning create"
    " creating creation launch launching deploy deploying",
    "fail": "fail fails failed failing failure error errors die dies dead died broken breaks crash"
    " crashes refuse refuses refused unable cannot cant down unreachable offline",
    "wait": "wait waits waiting hang hangs hanging stuck freeze freezes frozen forever never"
    " endless stall stalls slow slowly late long delay delayed lag timeout timeouts timed times",
    "lost": "lost lose loses losing disconnect disconnects disconnected disconnecting drop drops"
    " dropped closed closes reset",
    "broker": "broker brokers rabbitmq rabbit amqp",
    "queue": "queue queues",
    "memory": "memory ram oom",
    "login": "login logins auth authentication password passwords credential credentials"
    " unauthorized",
    "keystone": "keystone",
    "database": "database databases mysql mariadb galera db postgresql",
    "connection": "connection connections",
    "migration": "migration migrations migrate migrates migrating",
    "console": "console consoles vnc novnc spice",
    "compute": "compute computes hypervisor hypervisors",
    "service": "service services",
    "scheduler": "scheduler scheduling schedule",
    "network": "network networks networking dhcp neutron port ports vif",
    "metadata": "metadata",
    "placement": "placement",
    "image": "image images glance",
    "volume": "volume volumes cinder",
    "detach": "detach detaching detached",
    "disk": "disk disks",
    "full": "full many exhausted",
    "certificate": "certificate certificates",
    "quota": "quota quotas",
    "resize": "resize resizes resizing",
    "evacuate": "evacuate evacuates evacuation",
    "cell": "cell cells",
}
_MEANING = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}
_WORD = re.compile(r"[a-z]+")
_NEGATED = re.compile(r"\b(?:not|no|won'?t|can'?t|cannot|doesn'?t|don'?t|isn'?t)\b", re.IGNORECASE)
_VAGUE = frozenset(("server", "build", "fail", "wait", "connection"))
"""Meanings of most complaints: one other than these says more than any number of them."""
LONGEST = 7
"""Words of a complaint, at most: a longer text is a part of a log."""


def complained_of(text: str) -> tuple[str, ...]:
    """Return the names of the symptoms that a complaint is about, the likeliest first.

    A text that denies something tells of a failure, as in "the console does not open". Empty for
    what is no complaint.
    """
    words = _WORD.findall(text.lower().replace("log in", "login"))
    told = {_MEANING[word] for word in words if word in _MEANING}
    told |= {"fail"} if _NEGATED.search(text) else set()
    fitting = [meanings for meanings in _SYMPTOMS if told.issuperset(meanings.split())]
    if not fitting or len(words) > LONGEST:
        return ()
    return tuple(_SYMPTOMS[max(fitting, key=_weight)].split())


def _weight(meanings: str) -> tuple[int, int]:
    words = meanings.split()
    return len(set(words) - _VAGUE), len(words)
