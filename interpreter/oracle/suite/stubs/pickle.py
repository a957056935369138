"""A workflow has no pickle: loops over its protocols have nothing to do."""

HIGHEST_PROTOCOL = -1
