"""What every page shares: who may enter, headers, forms, fragments, answers to bad input. Knows no feature."""
