"""What rules about several nodes stand on: their values, who belongs together, how to compare."""
