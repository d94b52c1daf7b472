"""A project: settings, configurations and the checks of all of them, without a command line."""
