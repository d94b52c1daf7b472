"""The release and the role that the hosts of documents tell."""

from __future__ import annotations

import os
from collections.abc import Sequence

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import Deployment
from novalint.records import replace

if TYPE_CHECKING:
    from novalint.settings import Settings
    from novalint.text.document import Document

_KOLLA = "/etc/kolla/"


def told_by_hosts(settings: Settings, documents: Sequence[Document]) -> Settings:
    """Return settings with the role and the release that hosts tell, where they have none.

    kolla-ansible writes a nova.conf for each service, in a folder that is named after it.
    """
    hosts = [document.host.embedded for document in documents if document.host]
    role = next((embedded.role for embedded in hosts if embedded.role), None)
    role = role or _rendered_role(documents)
    release = next((embedded.release for embedded in hosts if embedded.release), None)
    if role is None and release is None:
        return settings
    facts = Deployment.of({"role": role}) if role else Deployment()
    return replace(
        settings,
        deployment=facts.merged(settings.deployment),
        release=settings.release or release,
    )


def _rendered_role(documents: Sequence[Document]) -> str | None:
    """Return the service for which kolla-ansible wrote a file that is read alone."""
    if len(documents) != 1 or _KOLLA not in _whole(documents[0].path):
        return None
    from novalint.hosts.paths import rendered_role

    return rendered_role(documents[0].path)


def _whole(path: str) -> str:
    """Return a path from the root; empty where there is no current directory any more."""
    try:
        return os.path.abspath(path)  # noqa: PTH100
    except OSError:
        return ""
