"""The one condition language: structural, total, three-valued; no code in data."""
