"""The people and the place: schools, their calendar and named roles, classes, pupils, staff."""
