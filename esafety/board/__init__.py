"""The class board: topics and what is written under them, open only while a named adult is on duty."""
