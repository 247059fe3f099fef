"""What happens at its time without anybody there: jobs as rows, and one process that does them."""
