"""A person's own brochures: read, kept outside the repository, linked to the restated sections, quoted word by word.

They are evidence and decide nothing: no verdict and no amount ever comes from them, whatever they say.
"""
