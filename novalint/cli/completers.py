"""What shells have no word for: lists with commas, words that a value follows, words beside files.

Each completer is a function of the shell, as shtab takes it: the name, and what declares it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Completer = dict[str, "str | dict[str, str]"]


def comma_list(key: str, names: Sequence[str]) -> Completer:
    """Complete the last of several names with commas between them."""
    words = " ".join(names)
    return _completer(
        key,
        {
            "bash": f"""
  local before=""
  [[ $1 == *,* ]] && before="${{1%,*}},"
  compgen -P "$before" -W "{words}" -- "${{1##*,}}"
""",
            "zsh": f"  _values -s , '{key}' {words}\n",
            "fish": f"""
  set -l before (string replace -r '[^,]*$' '' -- (commandline -ct))
  for name in {words}
    echo $before$name
  end
""",
        },
    )


def beside_files(key: str, names: Sequence[str]) -> Completer:
    """Complete a file, or one of these names."""
    words = " ".join(names)
    return _completer(
        key,
        {
            "bash": f'\n  _shtab_compgen_files "$1"\n  compgen -W "{words}" -- "$1"\n',
            "zsh": f"  _alternative 'files:file:_files' '{key}:{key}:({words})'\n",
            "fish": f"""
  __fish_complete_path (commandline -ct)
  for name in {words}
    echo $name
  end
""",
        },
    )


def _completer(key: str, bodies: dict[str, str]) -> Completer:
    name = f"_novalint_{key}"
    frames: dict[str, Callable[[str], str]] = {
        "bash": lambda body: f"{name}() {{{body}}}\n",
        "zsh": lambda body: f"{name}() {{\n{body}}}\n",
        "fish": lambda body: f"function {name}{body}end\n",
    }
    return {
        "bash": name,
        "zsh": name,
        "fish": f"({name})",
        "preamble": {shell: frames[shell](body) for shell, body in bodies.items()},
    }
