"""The vendor as the buyer keeps it: who looks after it, how it stands, what is due."""
