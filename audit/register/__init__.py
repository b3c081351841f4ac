"""The register: an append-only log of everything accepted about vendors.

It knows bytes and digests, never a questionnaire. Read in this order: `model` (what a
record is), `merkle` (how records commit to each other), `store` (keeping and reading).
"""
