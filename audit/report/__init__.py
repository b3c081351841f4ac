"""An assessment as people read it: a view of plain texts, drawn in several formats."""
