"""Lessons as they are lived through: the player for a child, and the class's progress for the teacher."""
