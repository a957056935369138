"""Floats in lists: the orbits of the outer planets, a step at a time."""

DAYS = 365.24
SOLAR_MASS = 39.47841760435743


def bodies():
    return [
        ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], SOLAR_MASS),
        (
            [4.841431442464721, -1.1603200440274284, -0.10362204447112311],
            [0.001660076642744037 * DAYS, 0.007699011184197404 * DAYS, -6.90460016972063e-05 * DAYS],
            0.0009547919384243266 * SOLAR_MASS,
        ),
        (
            [8.34336671824458, 4.124798564124305, -0.4035234171143214],
            [-0.002767425107268624 * DAYS, 0.004998528012349172 * DAYS, 2.3041729757376393e-05 * DAYS],
            0.0002858859806661308 * SOLAR_MASS,
        ),
        (
            [12.894369562139131, -15.111151401698631, -0.22330757889265573],
            [0.002964601375647616 * DAYS, 0.0023784717395948095 * DAYS, -2.9658956854023756e-05 * DAYS],
            4.366244043351563e-05 * SOLAR_MASS,
        ),
        (
            [15.379697114850917, -25.919314609987964, 0.17925877295037118],
            [0.0026806777249038932 * DAYS, 0.001628241700382423 * DAYS, -9.515922545197159e-05 * DAYS],
            5.1513890204661145e-05 * SOLAR_MASS,
        ),
    ]


def pairs(items):
    return [(a, b) for i, a in enumerate(items) for b in items[i + 1 :]]


def advance(system, couples, step, times):
    for _ in range(times):
        for ([x1, y1, z1], v1, m1), ([x2, y2, z2], v2, m2) in couples:
            dx = x1 - x2
            dy = y1 - y2
            dz = z1 - z2
            pull = step * ((dx * dx + dy * dy + dz * dz) ** -1.5)
            a = m1 * pull
            b = m2 * pull
            v1[0] -= dx * b
            v1[1] -= dy * b
            v1[2] -= dz * b
            v2[0] += dx * a
            v2[1] += dy * a
            v2[2] += dz * a
        for place, [vx, vy, vz], _mass in system:
            place[0] += step * vx
            place[1] += step * vy
            place[2] += step * vz


def energy(system, couples):
    total = 0.0
    for ([x1, y1, z1], _, m1), ([x2, y2, z2], _, m2) in couples:
        total -= m1 * m2 / ((x1 - x2) ** 2 + (y1 - y2) ** 2 + (z1 - z2) ** 2) ** 0.5
    for _, [vx, vy, vz], mass in system:
        total += mass * (vx * vx + vy * vy + vz * vz) / 2.0
    return total


def main():
    system = bodies()
    couples = pairs(system)
    before = energy(system, couples)
    advance(system, couples, 0.01, 80_000)
    assert abs(energy(system, couples) / before - 1) < 1e-3


main()
