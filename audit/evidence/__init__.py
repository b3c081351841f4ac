"""What backs an answer: its digest, its validity and how far it can be trusted."""
