"""Work on policies: check and lint them, put controls in words, compare versions."""
