from .. import constants
from . import rules


def taxed(total, rate):
    from ..constants import KNOWN

    return total * (1 + constants.RATES[rate]) + len(KNOWN) - 2


def rounded(total):
    return total.quantize(rules.CENT)
