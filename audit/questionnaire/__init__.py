"""What is asked: sections, questions and when a question is shown."""
