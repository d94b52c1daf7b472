"""Command lines to start from: `--help` and the manual page show them, tests run them.

Each is what is typed behind `novalint`, and what that is for.
"""

from __future__ import annotations

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "check": (
        ("check nova.conf --release 2025.1 --role compute", "one file of a compute node"),
        ("check nova.conf --deployment cloud.toml", "with facts about the cloud"),
        (
            "check nova.conf nova.conf.d --together",
            "several files as one, as --config-file and --config-dir read them",
        ),
        (
            "check hosts/*.conf --format sarif --output novalint.sarif",
            "many hosts, with a report for code scanning",
        ),
        ("check - --stdin-filename nova.conf < nova.conf", "standard input"),
    ),
    "fix": (
        ("fix nova.conf --diff", "show the fixes that change nothing for Nova"),
        ("fix nova.conf", "write these fixes"),
        ("fix nova.conf --diff --unsafe", "show also the fixes that change what Nova does"),
        ("fix - < nova.conf > fixed.conf", "from standard input to standard output"),
    ),
    "baseline": (
        ("baseline hosts/*.conf --output baseline.json", "accept what is found today"),
        ("baseline --prune baseline.json hosts/*.conf", "remove what is no longer found"),
    ),
    "set": (
        (
            "set nova.conf DEFAULT.vif_plugging_is_fatal=false",
            "set an option, uncommenting its line if there is one",
        ),
        (
            "set nova.conf DEFAULT.vif_plugging_timeout=600 --diff",
            "show the edit and write nothing",
        ),
        ("set nova.conf libvirt virt_type kvm", "in crudini's form"),
        ('set nova.conf \'pci.alias={"name": "gpu"}\' --add', "one more value"),
    ),
    "unset": (
        (
            "unset nova.conf DEFAULT.vif_plugging_timeout",
            "comment out every line that sets the option",
        ),
    ),
    "show": (
        ("show nova.conf", "everything that is set, and where"),
        ("show nova.conf nova.conf.d --together --all", "several files as one, with defaults"),
        ("show nova.conf vif_plugging_timeout", "one option, whether it is set or not"),
        ("show nova.conf libvirt --all", "a whole group, with its defaults"),
    ),
    "upgrade": (
        ("upgrade nova.conf --from 2024.1 --to 2025.1", "what breaks and what is ignored"),
        ("upgrade nova.conf --from 2024.1 --to 2025.1 --diff", "the edits that are needed"),
        ("upgrade nova.conf --from 2024.1 --to 2025.1 --format checklist", "a checklist"),
    ),
    "diagnose": (
        (
            "diagnose nova-compute.log* --config nova.conf",
            "what these logs show, and the options behind them",
        ),
        ("diagnose nova-compute.log --config nova.conf --diff", "the edits that would help"),
        ("diagnose nova-compute.log --config hosts", "each configuration of a directory"),
        ("diagnose - < nova-compute.log", "standard input"),
    ),
    "explain": (
        ("explain vif_plugging_timeout", "an option, release by release"),
        ("explain fatal-vif-plugging", "a rule"),
        ("explain libvirt --release 2025.1", "a group"),
        ("explain libvirt.virt_type=uml", "how each release reads a value"),
    ),
    "rules": (
        ("rules --select networking", "the rules of a theme"),
        ("rules --format json", "all rules, for programs"),
    ),
    "facts": (
        ("facts", "all deployment facts"),
        ("facts tenants", "one, and the rules that need it"),
    ),
    "releases": (
        ("releases --fits nova.conf", "which releases a file was written for"),
        ("releases --diff 2024.1 2025.1", "what differs between two"),
    ),
    "schema": (
        ("schema --release 2025.1 > nova-2025.1.json", "for editors and other tools"),
        ("schema --settings > .novalint.schema.json", "for editors of a novalint.toml"),
    ),
    "settings": (("settings nova.conf", "what applies to this file, and why"),),
    "init": (("init", "write novalint.toml, all of it commented out"),),
    "lsp": (("lsp --release 2025.1 --role compute", "the command that an editor starts"),),
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
    examples = EXAMPLES.get(command) or tuple(EXAMPLES[name][0] for name in FIRST)
    lines = (f"  # {purpose}\n  novalint {line}\n" for line, purpose in examples)
    return "examples:\n" + "\n".join(lines)
