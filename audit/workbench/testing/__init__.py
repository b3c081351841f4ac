"""Tests of a policy: cases and what they must come to; mutants; proposals."""
