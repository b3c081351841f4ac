"""A comparison as texts, tables and charts in one language."""
