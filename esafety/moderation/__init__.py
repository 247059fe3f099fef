"""What happens to a message: the filter as a school has set it, its queue, its moves."""
