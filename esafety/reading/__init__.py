"""How a child likes to read: letters, size, lines, paper, stillness; kept with the child, on every device."""
