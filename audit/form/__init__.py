"""The vendor's form: one HTML file that is filled in offline."""
