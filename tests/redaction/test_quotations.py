"""What a message quotes is held against all lines, without judging all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from novalint.looks import Masked, Stretches
from novalint.redaction.quotations import Elsewhere, SearchableText

PIECES = st.lists(st.sampled_from(["secret", "SECRET", "shown1", "=", " ", "*", "\n", "ß", "x"]))
TEXTS = PIECES.map("".join)
LINES = st.lists(TEXTS.map(lambda text: text.replace("\n", "")), max_size=6)


def behind_the_sign(line: str) -> Stretches:
    """Hide what stands behind a sign."""
    start = line.find("=") + 1
    return ((start, len(line)),) if 0 < start < len(line) else ()


def holds(lines: list[str], quoted: str) -> bool:
    """Judge every line, and look for the quotation and its words in all that is hidden."""
    hidden = [(line, behind_the_sign(line)) for line in lines]
    secret = "\n".join(line[a:b] for line, spans in hidden for a, b in spans).casefold()
    shown = "\n".join(str(Masked(line, spans)) for line, spans in hidden).casefold()
    words = [quoted.casefold(), *quoted.casefold().replace("=", " ").split()]
    return any(len(word) >= 6 and word in secret and word not in shown for word in words)


@given(LINES, TEXTS)
def test_a_quotation_gives_away_what_judging_all_lines_says(lines: list[str], quoted: str) -> None:
    assert Elsewhere([SearchableText.of(lines)], behind_the_sign).holds(quoted) == holds(
        lines, quoted
    )


def test_no_line_is_judged_that_has_nothing_of_the_quotation() -> None:
    judged: list[str] = []

    def secrets(line: str) -> Stretches:
        judged.append(line)
        return behind_the_sign(line)

    lines = ["name = secret", *(f"# line {number}" for number in range(1000))]
    assert Elsewhere([SearchableText.of(lines)], secrets).holds("a secret")
    assert judged == ["name = secret"]


def test_what_stands_open_in_any_line_is_not_given_away() -> None:
    lines = ["name = Secret", "# no SECRET at all"]
    assert not Elsewhere([SearchableText.of(lines)], behind_the_sign).holds("secret")
