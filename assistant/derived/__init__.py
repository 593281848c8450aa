"""What is worked out from corpus and code alone, kept on disk so that a start need not work it out again.

Nothing here is ever needed: what is missing, damaged or of another version is made anew, and a disk that cannot be
written costs time only.
"""
