"""What must change, for people: conditions of acceptance and repairs."""
