"""Many responses at once: the same rule tree as columns, never another verdict."""
