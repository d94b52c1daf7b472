"""Where operators keep nova's options: YAML files, local.conf, the files of deployment tools."""
