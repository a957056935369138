# Floats that lie right between two numbers of the fewest digits, and objects that say they are integers.
for power in range(-60, 3):
    print(2.0**power, 3 * 2.0**power, 7 * 2.0**power, 1.0 + 2.0**power, str(5 * 2.0**power), f"{2.0**power}", [9 * 2.0**power])
print(2.98023223876953125e-08, 5e-324, 2.5, 0.5, 9007199254740993.0, 4503599627370497.5, 2251799813685248.75, 1125899906842624.125, 562949953421312.0625, 123456789012345.125, 1234567890123456.5)
for odd in range(1, 4001, 2):
    text = repr(odd * 2.0**-25)
    if text[-6] in "23478":
        print(text, end=" ")
print()
for exponent in range(20, 28):
    print([repr((2**k + 1) * 2.0**-exponent) for k in range(40)])
