"""The release and the role that a check is made with, where somebody or something tells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from novalint.deployment import Deployment
from novalint.errors import ReleaseError
from novalint.records import replace
from novalint.schema.releases import find_release

if TYPE_CHECKING:
    from novalint.config.model import Config
    from novalint.settings import Settings
    from novalint.text.document import Document


def refuse_another_release(config: Config, release: str) -> None:
    """Raise ReleaseError where a configuration was loaded as another release than is asked for."""
    asked = find_release(release)
    if asked.series != config.release.series:
        raise ReleaseError(
            f"the configuration was loaded as {config.release}, so it is not checked as {asked};"
            f' load it with release="{asked}"'
        )


def told_by_hosts(settings: Settings, documents: Sequence[Document]) -> Settings:
    """Return settings with the role and the release that hosts tell, where they have none."""
    hosts = [document.host.embedded for document in documents if document.host]
    role = next((embedded.role for embedded in hosts if embedded.role), None)
    release = next((embedded.release for embedded in hosts if embedded.release), None)
    if role is None and release is None:
        return settings
    facts = Deployment.of({"role": role}) if role else Deployment()
    return replace(
        settings,
        deployment=facts.merged(settings.deployment),
        release=settings.release or release,
    )
