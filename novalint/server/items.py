"""Candidates as the items of an editor's list."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    CompletionItemTag,
    CompletionList,
    InsertTextFormat,
    MarkupContent,
    MarkupKind,
    TextEdit,
)

from novalint.annotations import TYPE_CHECKING
from novalint.schema.releases import find_release
from novalint.server.completion import completions
from novalint.server.hover import option_text, plain_option_text
from novalint.server.views import written_span

if TYPE_CHECKING:
    from novalint.server.candidates import CompletionCandidate
    from novalint.server.views import View

KINDS = {
    "group": CompletionItemKind.Module,
    "option": CompletionItemKind.Property,
    "value": CompletionItemKind.EnumMember,
    "reference": CompletionItemKind.Reference,
    "rule": CompletionItemKind.Constant,
}


_DATA = ("release", "group", "option")
"""What an item keeps until its page is asked for."""


def completion_list(view: View, own: int, offset: int, snippets: bool) -> CompletionList:
    """Return what can be written at an offset of the file, `own` within the document there.

    `snippets` says that the editor knows them.
    """
    return CompletionList(False, list(_items(view, own, offset, snippets)))


def _items(view: View, own: int, offset: int, snippets: bool) -> Iterator[CompletionItem]:
    for candidate, replaced in completions(view, own):
        span = written_span(view.document, replaced, offset, own)
        if span is None:
            continue
        is_snippet = snippets and bool(candidate.snippet)
        text = candidate.snippet if is_snippet else candidate.insert or candidate.label
        yield CompletionItem(
            candidate.label,
            kind=KINDS[candidate.kind],
            detail=candidate.detail or None,
            tags=[CompletionItemTag.Deprecated] if candidate.deprecated else None,
            filter_text=_written(candidate),
            sort_text=f"{0 if candidate.first else 1}{candidate.label}",
            insert_text_format=InsertTextFormat.Snippet if is_snippet else None,
            text_edit=TextEdit(view.text.lines.range(span), text),
            data=_data(view, candidate),
        )


def _written(candidate: CompletionCandidate) -> str:
    return candidate.label if candidate.kind != "value" else candidate.insert


def _data(view: View, candidate: CompletionCandidate) -> list[str] | None:
    if candidate.option is None:
        return None
    return [view.config.release.series, *candidate.option]


def explained(item: CompletionItem, markdown: bool) -> CompletionItem:
    """Return an item with the page of the option that it names, if it names one."""
    if not isinstance(item.data, (list, tuple)) or len(item.data) != len(_DATA):
        return item
    release, group, name = map(str, item.data)
    text = (option_text if markdown else plain_option_text)(group, name, find_release(release))
    kind = MarkupKind.Markdown if markdown else MarkupKind.PlainText
    item.documentation = MarkupContent(kind, text) if text else None
    return item
