"""The command line: it binds options and prints; decisions are made below."""
