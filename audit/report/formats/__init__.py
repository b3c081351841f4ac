"""The report formats: one file each, one line each in the registry."""
