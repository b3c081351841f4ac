"""JSON Schemas of the document kinds, generated from the models and committed."""
