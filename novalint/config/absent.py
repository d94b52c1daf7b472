"""Options that no file here sets, where a file may hold more than is written in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novalint.config.unknown import Reason, Unknown
from novalint.records import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from novalint.config.setting import Setting
    from novalint.schema.options import Name
    from novalint.text.document import Document


def set_elsewhere(documents: Iterable[Document]) -> frozenset[Name]:
    """Return what the tools behind the hosts may set although no file here does."""
    hosts = (document.host for document in documents if document.host)
    return frozenset(name for host in hosts for name in host.embedded.elsewhere)


def maybe_absent(setting: Setting, is_open: bool, elsewhere: Set[Name]) -> Setting:
    """Return a setting that no file here sets, unknown where another text may set it.

    `is_open`: text of another file may stand in a document; `elsewhere` is what tools may set.
    """
    option = setting.option
    if is_open:
        what = "what the file includes"
    elif elsewhere.isdisjoint([(option.group, option.name), *option.old_names]):
        return setting
    else:
        what = "what the tool writes that reads the file"
    return replace(setting, value=None, unknown=Unknown(Reason.BRANCH, what))
