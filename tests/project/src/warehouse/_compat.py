"""What differs between Pythons and between installations."""

import sys

try:
    import tomllib
except ImportError:
    tomllib = None

try:
    import a_package_that_nobody_has as fast
except ImportError:
    fast = None

if sys.version_info >= (3, 11):
    from enum import StrEnum
else:
    from enum import Enum

    class StrEnum(str, Enum):
        pass


if sys.version_info >= (3, 12):

    def python():
        return "new"

else:

    def python():
        return "old"


HAS_FAST = fast is not None
HAS_TOML = tomllib is not None
