"""A lesson shown while it is written: one file, one computer, no school."""
