"""The filter: text in, verdict and findings out. Pure: no web, no database, no network."""
