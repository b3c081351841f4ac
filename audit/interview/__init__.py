"""Answer a questionnaire line by line; knows no terminal, no file and no clock."""
