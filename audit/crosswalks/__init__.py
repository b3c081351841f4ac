"""From answers to a foreign questionnaire to drafts of answers to one of ours.

A crosswalk is a YAML file of ids. It says only what an answer there certainly means
here; for the rest it names where to look.
"""
