"""A whole register at once: judged again, drawn, exported."""
