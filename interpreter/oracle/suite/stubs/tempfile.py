"""A temporary file is a text in memory."""

import io


class TemporaryFile(io.StringIO):
    def __init__(self, mode="w+", encoding=None, newline=None):
        super().__init__("", newline)
