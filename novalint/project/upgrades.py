"""Upgrades of the configurations of a project, which may share files."""

from __future__ import annotations

from dataclasses import replace

from novalint.annotations import TYPE_CHECKING
from novalint.deployment import Deployment
from novalint.project.discovery import content_of
from novalint.project.services import ROLES
from novalint.upgrading.plan import planned
from novalint.upgrading.shared_homes import settled
from novalint.upgrading.upgrade import upgrade_planned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from novalint.project.discovery import ConfigurationInput
    from novalint.project.model import Project
    from novalint.schema.comparison import Comparison
    from novalint.text.document import Document
    from novalint.upgrading.plan import Plan
    from novalint.upgrading.upgrade import Upgrade


def upgrades(
    project: Project, sources: Iterable[ConfigurationInput], comparison: Comparison, keeps: bool
) -> list[Upgrade]:
    """Return what configurations meet on the way; old defaults that several keep are kept once."""
    plans, homes = settled([_plan(project, each, comparison, keeps) for each in sources])
    return [upgrade_planned(plan, homes) for plan in plans]


def _plan(
    project: Project, source: ConfigurationInput, comparison: Comparison, keeps: bool
) -> Plan:
    settings = project.settings_for(source)
    roles = _alone(project, source)
    if not roles:
        return planned(source.documents, comparison, settings, keeps)
    told = Deployment.of({"role": roles}).merged(settings.deployment)
    documents = [whole for document in source.documents for whole in _whole(project, document)]
    return planned(documents, comparison, replace(settings, deployment=told), keeps)


def _alone(project: Project, source: ConfigurationInput) -> list[str]:
    """Return the services that read overrides of kolla-ansible beside which others have their own.

    Nothing where it is not known that any service reads these alone.
    """
    hosts = [document.host.embedded for document in source.documents if document.host]
    if not source.walked or not any(host.part for host in hosts):
        return []
    sharing, paths = project.config(source).sharing, list(source.paths)
    readers = sharing.others.every if sharing and sharing.others else ()
    reader = next((each for each in readers if list(each.spec.paths) == paths), None)
    if reader is None or not (reader.covered or reader.roles):
        return []
    return sorted(reader.roles) or [role for role in ROLES if role not in reader.covered]


def _whole(project: Project, document: Document) -> tuple[Document, ...]:
    """Return a document beside which nothing is read, so that what it does not set is not set."""
    return content_of(document.file, project.declared, part=False, replaces=True).documents
