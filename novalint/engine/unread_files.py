"""Files of which a rule says that their tool never reads them: nothing else follows from these."""

from __future__ import annotations

from novalint.annotations import TYPE_CHECKING
from novalint.engine.running import RunOutcome, by_place
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from novalint.config.model import Config
    from novalint.redaction import Redaction
    from novalint.text.document import Document

RULE = "override-not-read"


def of_read_files(
    config: Config, redaction: Redaction, run: Callable[[Config, Redaction], RunOutcome]
) -> RunOutcome:
    """Run rules over the files that are read; of the others only what says that they are not."""
    outcome = run(config, redaction)
    read = read_alone(config)
    if len(read.documents) == len(config.documents):
        return outcome
    rest = run(read, redaction)
    told = (finding for finding in outcome.findings if finding.rule == RULE)
    others = (finding for finding in rest.findings if finding.rule != RULE)
    findings = tuple(sorted((*told, *others), key=by_place(config)))
    return RunOutcome(findings, rest.not_run, outcome.ran | rest.ran)


def read_alone(config: Config) -> Config:
    """Return a configuration without the files of which its tool surely reads nothing."""
    read = tuple(each for each in config.documents if not is_unread(each, config))
    return config if len(read) == len(config.documents) else replace(config, documents=read)


def is_unread(document: Document, config: Config) -> bool:
    """Return whether its tool surely reads nothing of a document in the release."""
    return document.host is not None and document.host.embedded.is_unread(config.release.major)


def unread_in(config: Config) -> Iterator[str]:
    """Yield in words which documents are not read, be it in the release or in any."""
    for document in config.documents:
        if is_unread(document, config):
            name = f" ({document.name})" if document.name else ""
            strays = document.host.embedded.strays if document.host else ()
            when = "" if any(stray.whole for stray in strays) else f" in {config.release}"
            yield f"{document.path}{name} is not read{when}"
