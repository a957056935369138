"""A project whose modules hold more than functions and classes."""
