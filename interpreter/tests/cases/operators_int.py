pairs = [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (10**20, 3), (-(10**20), 7), (2**63 - 1, 1), (-(2**63), -1), (2**63, 2**32)]
for a, b in pairs:
    print(a, b, a + b, a - b, a * b, a // b, a % b, a / b, divmod(a, b))

for a, b in [(6, 3), (-6, 3), (2**70, 2**69 + 1), (-1, 2**65), (0, -1)]:
    print(a & b, a | b, a ^ b, ~a, -a, +a)

print(1 << 100, (1 << 100) >> 98, -1 >> 70, -5 >> 1, 5 << 0)
print(2**10, 2**100, (-2) ** 3, 2**-1, 0**0, (-2) ** -3, 10**0)
print(pow(3, 200, 7), pow(2, -1, 7), pow(-3, 3, 10))
print(9223372036854775807 + 1, -9223372036854775808 - 1, 9223372036854775807 * 9223372036854775807)
print(abs(-(2**63)), -(-(2**63)), (2**63) // -1, -(2**63) // -1, -(2**63) % -1)
print(0x_ff, 0b1010, 0o17, 1_000_000)
print(True + True, True * 3, -True, ~True, True & False, True | 2, True ^ True)
print(int("12"), int("-0b11", 0), int("ff", 16), int(" 7 "), int(3.99), int(-3.99), int("1_000"))
print((5).bit_length(), (2**70).bit_length(), (255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "little"))
print(3 .real, (10).conjugate(), (12).bit_count())
print(round(12345, -2), round(25, -1), round(35, -1), round(-15, -1))

for text in ("1 // 0", "1 % 0", "1 / 0", "0 ** -1", "1 << -1", "divmod(1, 0)", "pow(2, 3, 0)"):
    try:
        if text == "1 // 0":
            1 // 0
        elif text == "1 % 0":
            1 % 0
        elif text == "1 / 0":
            1 / 0
        elif text == "0 ** -1":
            0**-1
        elif text == "1 << -1":
            1 << -1
        elif text == "divmod(1, 0)":
            divmod(1, 0)
        else:
            pow(2, 3, 0)
    except (ZeroDivisionError, ValueError) as error:
        print(text, "->", type(error).__name__, error)

for left, right in [(1, "a"), ("a", 1), ([], 1), (None, 1), ({}, {})]:
    try:
        print(left + right)
    except TypeError as error:
        print(error)
    try:
        print(left - right)
    except TypeError as error:
        print(error)
    try:
        print(left < right)
    except TypeError as error:
        print(error)
try:
    -"a"
except TypeError as error:
    print(error)
try:
    ~1.5
except TypeError as error:
    print(error)
try:
    int("x1")
except ValueError as error:
    print(error)
