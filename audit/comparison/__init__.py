"""Assessments × offers → ranking, how stable it is, and money; pure."""
