"""How messages show what comes from a file or a command line: on one line, in back-ticks, safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from novalint.patterns import lazy_pattern

MASK = "***"
"""What stands in the place of a secret."""
LONGEST = 60
"""Characters of a value that a message shows."""
LONGEST_NAME = 120
"""Characters of a name in a list of names."""
MOST_NAMES = 30
"""Names that a list of them shows."""
MOST_NAMED = 3
"""Names that a sentence has one by one."""

_QUERY = lazy_pattern(r"\?([^\s,]+)")


def visible(text: str) -> str:
    r"""Write what does not print as an escape; tabs stay.

    Control characters could rule the terminal, and marks for the direction of writing could show
    another text than the file has (CVE-2021-42574). A byte that is not UTF-8 is `\xNN`.
    """
    return text if text.isprintable() else "".join([_visible(char) for char in text])


def _visible(char: str) -> str:
    if char == "\t" or char.isprintable():
        return char
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that `surrogateescape` kept (PEP 383)
        code -= 0xDC00
    if code < 0x100:
        return {"\n": r"\n", "\r": r"\r"}.get(char) or f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def shown(value: object, longest: int = LONGEST) -> str:
    """Return a value as a message shows it: in back-ticks, on one line, not too long.

    >>> shown("yes please")
    '`yes please`'
    """
    text = str(value)
    if not text:
        return "an empty value"
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "`" + _quoted(cut).replace("\t", r"\t") + "`"


def _quoted(text: str) -> str:
    """Write what stands in back-ticks; one within would end them, in Markdown what is code."""
    return visible(text).replace("`", r"\x60")


def option_name(group: str, option: str) -> str:
    """Return an option as a message names it, its group with it where that is not DEFAULT.

    >>> option_name("libvirt", "cpu_mode")
    '`[libvirt] cpu_mode`'
    """
    name = option if group == "DEFAULT" else f"[{group}] {option}"
    return f"`{_quoted(name[:LONGEST_NAME])}`"


def listed(names: Iterable[object]) -> str:
    """Write names in back-ticks, each once; of very many, the first ones."""
    every = list(dict.fromkeys(map(str, names)))
    first = ", ".join(f"`{_quoted(name[:LONGEST_NAME])}`" for name in every[:MOST_NAMES])
    return first + (f" and {len(every) - MOST_NAMES} more" if len(every) > MOST_NAMES else "")


def nearest_are(names: Sequence[str]) -> str:
    """Return the phrase that offers names in place of one that does not exist.

    >>> nearest_are(["cpu_mode"])
    'the nearest is `cpu_mode`'
    """
    return f"the nearest {'is' if len(names) == 1 else 'are'} {listed(names)}"


def mask_urls(line: str) -> str:
    """Mask the user, the password and the query within URLs."""
    pieces, at = [], 0
    for start, end in url_secrets(line):
        pieces += [line[at:start], MASK]
        at = end
    return "".join([*pieces, line[at:]])


def url_secrets(line: str) -> list[tuple[int, int]]:
    """Return the stretches of a line that are user and password of a URL, or its query.

    The former reaches to the last `@` of the line: passwords may hold commas, blanks and further
    signs, and the later members of a list such as a transport_url have no scheme of their own.
    """
    scheme = line.find("://")
    if scheme < 0:
        return []
    host = line.rfind("@")
    hidden = [(scheme + 3, host)] if scheme + 3 < host else []
    behind = max(host, scheme + 3)
    hidden += [
        (hit.start(1), hit.end(1)) for hit in _QUERY.finditer(line, behind) if hit[1] != MASK
    ]
    return [span for span in hidden if line[span[0] : span[1]] != MASK]


def relative(path: str) -> str:
    """Return an absolute path as seen from the current folder, where it is below that."""
    import os

    try:
        near = os.path.relpath(path)
    except OSError:  # the current folder is gone
        return path
    return path if near == os.pardir or near.startswith(os.pardir + os.sep) else near


def some_of(names: Sequence[str]) -> str:
    """Return names in words, of many the first ones."""
    more = len(names) - MOST_NAMED
    return in_turn([*map(shown, names[:MOST_NAMED]), *([f"{more} more"] if more > 0 else [])])


def in_turn(words: Iterable[str]) -> str:
    """Return words, at least one, as a sentence tells them one after the other.

    >>> in_turn(["one", "two", "three"])
    'one, two and three'
    """
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
