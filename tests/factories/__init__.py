"""Makers of what tests need: plain functions and small worlds."""
