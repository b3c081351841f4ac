"""From an assessment to what must change: conditions, closed gaps, smallest repairs."""
