"""URI: what rfc3986's validator passes when asked for a scheme and a host, both valid, and a path.

oslo_config.types.URI asks rfc3986 2.0 exactly that. Its grammar is RFC 3986's, with these turns of
its own, all kept here: a host may be empty (`http://:80`), a port is any five digits, brackets may
be followed by a port without its colon, a backslash ends the authority, a line feed may end it,
and everything in a path but square brackets is escaped before it is judged.
"""

from __future__ import annotations

from collections.abc import Iterable

from novalint.patterns import lazy_pattern
from novalint.schema.types.base import Entry, refused

# Disjoint alternatives under one star: each text is matched in one pass.
_PLAIN = r"A-Za-z0-9._~!$&'()*+,;=\-"
_ESCAPED = "%[0-9A-Fa-f]{2}"
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.\-]*(?=:)")
_USER = lazy_pattern(rf"(?:[{_PLAIN}:]|{_ESCAPED})+")
_NAMED = lazy_pattern(rf"((?:[{_PLAIN}]|{_ESCAPED})*)(?::[0-9]{{0,5}})?\n?")
_BRACKETED = lazy_pattern(r"\[([^\]]*)\]:?[0-9]{0,5}\n?")
_FUTURE = lazy_pattern(rf"v[0-9A-Fa-f]+\.[{_PLAIN}:]+")
_ZONE = lazy_pattern(rf"25(?:[A-Za-z0-9._~\-]|{_ESCAPED})+")
_GROUP = lazy_pattern("[0-9A-Fa-f]{1,4}")
_AUTHORITY_ENDS = "\\/?#"


def convert(entry: Entry, raw: str) -> str:
    """Return the text itself if it is a URI with a scheme that the declaration takes."""
    reason = _fault(raw, entry["x-oslo"].get("schemes") or ())
    if reason:
        raise refused(raw, reason)
    return raw


def _fault(raw: str, schemes: Iterable[str]) -> str | None:
    scheme = _SCHEME.match(raw)
    if not scheme:
        return "has no scheme; write it as http://host/path"
    rest = raw[scheme.end() + 1 :]
    if not rest.startswith("//"):
        return "has no host; write it as http://host/path"
    authority, tail = _split(rest[2:])
    if not authority:
        return "has no host; write it as http://host/path"
    if not _authority_passes(authority):
        return "has a host part that no URI can have; write it as http://host:port/path"
    return _tail_fault(tail) or _scheme_fault(scheme[0], schemes)


def _split(text: str) -> tuple[str, str]:
    at = min((text.find(sign) for sign in _AUTHORITY_ENDS if sign in text), default=len(text))
    return text[:at], text[at:]


def _scheme_fault(scheme: str, schemes: Iterable[str]) -> str | None:
    # rfc3986 lowers the declared schemes and not the given one: `HTTP` never passes.
    accepted = sorted({each.lower() for each in schemes})
    if not accepted or scheme in accepted:
        return None
    return f"has another scheme than {', '.join(f'`{each}`' for each in accepted)}"


def _tail_fault(tail: str) -> str | None:
    before, mark, fragment = tail.partition("#")
    path = before.partition("?")[0]
    if "[" in path or "]" in path:
        return "has a square bracket in its path; write %5B or %5D"
    try:
        (before + mark + fragment.partition("\n")[0]).encode()
    except UnicodeEncodeError:
        return "has a byte that is not UTF-8"
    return None


def _authority_passes(authority: str) -> bool:
    user, at, host = authority.rpartition("@")
    if at and not _USER.fullmatch(user):
        return False
    bracketed = _BRACKETED.fullmatch(host) if host[:1] == "[" else None
    if bracketed:
        return _literal_passes(bracketed[1])
    named = _NAMED.fullmatch(host)
    return named is not None and (not _is_quad(named[1]) or _octets_fit(named[1]))


def _is_quad(text: str) -> bool:
    parts = text.split(".")
    digits = text.isascii() and all(part.isdigit() and len(part) <= 3 for part in parts)
    return digits and len(parts) == 4


def _octets_fit(quad: str) -> bool:
    return all(int(octet) <= 255 for octet in quad.split("."))


def _literal_passes(literal: str) -> bool:
    if _FUTURE.fullmatch(literal):
        return True
    address, mark, zone = literal.partition("%")
    return (not mark or bool(_ZONE.fullmatch(zone))) and _ipv6_passes(address)


def _ipv6_passes(address: str) -> bool:
    """Judge by the grammar of RFC 3986, section 3.2.2; it lets `::` stand for one group too."""
    left, gap, right = address.partition("::")
    if not gap:
        return _groups(left) == 8
    before = _groups(left, quad=False) if left else 0
    after = _groups(right) if right else 0
    return before is not None and after is not None and before + after <= 7


def _groups(text: str, *, quad: bool = True) -> int | None:
    """Count 16-bit groups, a dotted quad at the end as two; None if a part is neither."""
    parts = text.split(":")
    dotted = quad and _is_quad(parts[-1])
    hexes = parts[:-1] if dotted else parts
    return len(parts) + dotted if all(map(_GROUP.fullmatch, hexes)) else None
