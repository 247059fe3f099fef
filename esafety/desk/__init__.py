"""The desk of every member of staff: a few lines of each feature below it, and the way in to each."""
