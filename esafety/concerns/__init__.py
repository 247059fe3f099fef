"""What is raised: a child asks for help, and the E-Safety Officer reads it. Called from above, calls nothing above."""
