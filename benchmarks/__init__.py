"""Repeatable measurements of the product. Nothing here is needed to run it."""
