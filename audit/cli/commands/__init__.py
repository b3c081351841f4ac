"""One file a verb; each exposes ``command``."""
