"""`python -m novalint`."""

from novalint.cli import command

if __name__ == "__main__":  # a process that was spawned for work imports this module too
    raise SystemExit(command())
