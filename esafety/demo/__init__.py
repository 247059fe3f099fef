"""The demonstration: two invented schools, some of it already used, ready to click."""
