"""What people read of a run: a page, a comment for a pull request, lines in a terminal; and JUnit XML for machines."""
