"""A session without an editor, for what can be asked without the protocol."""

from __future__ import annotations

from pathlib import Path

from novalint.deployment import Deployment
from novalint.project.model import Project
from novalint.server.projects import Projects
from novalint.server.session import Session, View
from novalint.settings.model import Override

URI = "file:///nowhere/nova.conf"


def session(text: str, uri: str = URI, encoding: str = "utf-16", **said: object) -> Session:
    """Return a session with one open file; what else is said stands over its settings."""
    deployment = said.pop("deployment", Deployment())
    overrides = Override(deployment=deployment, **said)  # type: ignore[arg-type]
    made = Session(Projects(Project(overrides=overrides)), encoding)
    made.open(uri, 1, text)
    return made


def marked(text: str, sign: str = "¦") -> tuple[str, int]:
    """Take the mark of a place out of a text, and say where it was."""
    at = text.index(sign)
    return text.replace(sign, "", 1), at


def view(text: str, **said: object) -> View:
    """Return the view of one open file."""
    return session(text, **said).view(URI)


def uri(path: Path) -> str:
    """Return the URI of a file."""
    return path.as_uri()
