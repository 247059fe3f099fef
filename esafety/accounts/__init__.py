"""Signing in and out: children by class code, tile and pictures; staff by e-mail and passphrase."""
