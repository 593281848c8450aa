"""Words of Japanese and English: how a text is cut, normalised and compared, knowing nothing of insurance."""
