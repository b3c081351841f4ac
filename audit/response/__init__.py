"""What the vendor answered, checked against the questionnaire."""
