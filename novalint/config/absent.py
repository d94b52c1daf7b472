"""Options that no file here sets, where a file may hold more than is written in it."""

from __future__ import annotations

from types import MappingProxyType

from novalint.annotations import TYPE_CHECKING
from novalint.config.layers import COMPUTED
from novalint.config.setting import SupposedSetting
from novalint.config.unknown import BY_TOOL, Reason, Unknown
from novalint.records import NamedTuple, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from novalint.config.setting import Setting
    from novalint.schema.options import Name
    from novalint.schema.types import Value
    from novalint.text.document import Document


class More(NamedTuple):
    """What files may set although nothing here says so.

    `open`: text of another file may stand in a document, so that no option is known to be absent.
    `by_tools` are the options that the tools behind the hosts may set; `unplaced` is what stands in
    groups whose name a template computes, with that name as far as it is known. `supposed` is what
    some such options are taken to have, so that they are known.
    """

    open: bool
    by_tools: frozenset[Name]
    unplaced: frozenset[Name]
    supposed: Mapping[Name, Value]

    @classmethod
    def of(
        cls,
        documents: Iterable[Document],
        by_itself: bool = False,
        supposed: Mapping[Name, Value] = MappingProxyType({}),
    ) -> More:
        """Return what may stand in documents, or beside them unless each is judged by itself."""
        hosted = [document for document in documents if document.host]
        embedded = [document.host.embedded for document in hosted if document.host]
        return cls(
            not by_itself and any(each.open or each.part for each in embedded),
            frozenset(name for each in embedded for name in each.elsewhere),
            frozenset(_unplaced(hosted)),
            supposed,
        )

    def maybe(self, setting: Setting) -> Setting:
        """Return a setting, unknown where no file here sets it and another text may."""
        if not setting.is_default or setting.unknown is not None:
            return setting
        names = (setting.option.group, setting.option.name), *setting.option.old_names
        if self.open:
            what = "what the file includes"
        elif not self.by_tools.isdisjoint(names):
            what = BY_TOOL
        elif any(may_be(name, other) for other in self.unplaced for name in names):
            what = "a group that the template names"
        else:
            return setting
        if names[0] in self.supposed:
            return SupposedSetting.of(setting.option, self.supposed[names[0]])
        return replace(setting, value=None, unknown=Unknown(Reason.BRANCH, what))


def includes(documents: Iterable[Document]) -> bool:
    """Whether a document includes text of another file, which is not read here."""
    return any(document.host.embedded.open for document in documents if document.host)


def _unplaced(documents: Iterable[Document]) -> Iterator[Name]:
    for document in documents:
        for assignment in document.assignments:
            if assignment.group and COMPUTED in assignment.group:
                yield assignment.group, assignment.option


def may_be(name: Name, computed: Name) -> bool:
    """Return whether an option may be one of whose group or name a template computes a part."""
    return all(map(_may_be, name, computed))


def _may_be(name: str, computed: str) -> bool:
    name, computed = name.lower(), computed.lower()
    if COMPUTED not in computed:
        return name == computed
    start, end = computed.partition(COMPUTED)[0], computed.rpartition("}}")[2]
    return name.startswith(start) and name.endswith(end)
