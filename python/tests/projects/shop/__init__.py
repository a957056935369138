"""A project as users write them, for the tests of source units."""
