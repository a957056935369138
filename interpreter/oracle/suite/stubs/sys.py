"""The numbers of `sys` that test methods use; everything else of it is refused."""

maxsize = 2**63 - 1
maxunicode = 0x10FFFF
byteorder = "little"
platform = "linux"
float_repr_style = "short"


class float_info:
    max = 1.7976931348623157e308
    max_exp = 1024
    max_10_exp = 308
    min = 2.2250738585072014e-308
    min_exp = -1021
    min_10_exp = -307
    dig = 15
    mant_dig = 53
    epsilon = 2.220446049250313e-16
    radix = 2
    rounds = 1


class hash_info:
    width = 64
    modulus = 2**61 - 1
    inf = 314159
    nan = 0
    imag = 1000003


class int_info:
    bits_per_digit = 30
    sizeof_digit = 4
    default_max_str_digits = 4300
    str_digits_check_threshold = 640


class flags:
    optimize = 0
    bytes_warning = 0
    utf8_mode = 0


def getrecursionlimit():
    return 1000
