"""Command lines to start from: `--help` and the manual page show them, tests run them.

Each is what is typed behind `novalint`, and what that is for.
"""

from __future__ import annotations

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "check": (
        ("check nova.conf --release 2025.1 --role compute", "one file, told what it is for"),
        ("check nova.conf --deployment cloud.toml", "with facts about the cloud"),
        ("check nova.conf nova.conf.d --together", "as --config-file and --config-dir read it"),
        (
            "check hosts/*.conf --format sarif --output novalint.sarif",
            "many hosts, for a CI server",
        ),
        ("check - --stdin-filename nova.conf < nova.conf", "standard input"),
    ),
    "fix": (
        ("fix nova.conf --diff", "show what is proven to change nothing for Nova"),
        ("fix nova.conf", "write it"),
        ("fix nova.conf --diff --unsafe", "show also what changes what Nova does"),
    ),
    "baseline": (
        ("baseline hosts/*.conf > baseline.json", "accept what is found today"),
        ("baseline --prune baseline.json hosts/*.conf", "drop what is no longer found"),
    ),
    "set": (
        ("set nova.conf DEFAULT.vif_plugging_is_fatal=false", "uncomment it where it stands"),
        ("set nova.conf DEFAULT.vif_plugging_timeout=600 --diff", "only show the edit"),
        ('set nova.conf \'pci.alias={"name": "gpu"}\' --add', "one more value"),
    ),
    "unset": (("unset nova.conf DEFAULT.vif_plugging_timeout", "comment it out"),),
    "show": (
        ("show nova.conf", "all that is set, and where"),
        ("show nova.conf nova.conf.d --together --all", "several files as one, with defaults"),
        ("show nova.conf DEFAULT.vif_plugging_timeout", "one option, be it set or not"),
    ),
    "upgrade": (
        ("upgrade nova.conf --from 2024.1 --to 2025.1", "what breaks, what is ignored"),
        ("upgrade nova.conf --from 2024.1 --to 2025.1 --diff", "the edits that it takes"),
        ("upgrade nova.conf --from 2024.1 --to 2025.1 --format checklist", "a list to tick off"),
    ),
    "diagnose": (
        ("diagnose nova-compute.log* --config nova.conf", "what these logs show, and why"),
        ("diagnose nova-compute.log --config nova.conf --diff", "what would ease it"),
        ("diagnose - < nova-compute.log", "standard input"),
    ),
    "explain": (
        ("explain vif_plugging_timeout", "an option, release by release"),
        ("explain fatal-vif-plugging", "a rule"),
        ("explain libvirt --release 2025.1", "a group"),
    ),
    "rules": (("rules --format json", "all rules, for programs"),),
    "releases": (
        ("releases --fits nova.conf", "which releases a file was written for"),
        ("releases --diff 2024.1 2025.1", "what is different between two"),
    ),
    "schema": (("schema --release 2025.1 > nova-2025.1.json", "for editors and other tools"),),
    "settings": (("settings nova.conf", "what holds for this file, and why"),),
    "init": (("init", "write novalint.toml, all of it commented out"),),
    "completion": (
        ("completion bash > ~/.local/share/bash-completion/completions/novalint", "for bash"),
        ("completion zsh > ~/.zfunc/_novalint", "for zsh, with ~/.zfunc in $fpath"),
        ("completion fish > ~/.config/fish/completions/novalint.fish", "for fish"),
    ),
}

FIRST = ("check", "fix", "set", "explain")
"""The commands of which the help of the whole program shows the first example."""


def epilog(command: str) -> str | None:
    """Write the examples of a command below its help; `` is the whole program."""
    found = EXAMPLES.get(command) or tuple(EXAMPLES[name][0] for name in FIRST)
    lines = (f"  # {purpose}\n  novalint {line}\n" for line, purpose in found)
    return "examples:\n" + "\n".join(lines)
