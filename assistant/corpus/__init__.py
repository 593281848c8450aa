"""The corpus: brochures restated in our own words, and their rules as data."""
