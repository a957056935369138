"""Averages and spread, exact where the numbers are."""

import random
from bisect import bisect_left, bisect_right
from collections import Counter, namedtuple
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from itertools import groupby, repeat
from math import erf, exp, fabs, fsum, hypot, isqrt, log, sqrt, tau
from numbers import Real
from operator import mul

__all__ = [
    "NormalDist",
    "StatisticsError",
    "correlation",
    "covariance",
    "fmean",
    "geometric_mean",
    "harmonic_mean",
    "linear_regression",
    "mean",
    "median",
    "median_grouped",
    "median_high",
    "median_low",
    "mode",
    "multimode",
    "pstdev",
    "pvariance",
    "quantiles",
    "stdev",
    "variance",
]


class StatisticsError(ValueError):
    pass


# --- exact sums


def _sum(data):
    """The type of the result, the exact sum and how many numbers there are."""
    sums = {}
    kinds = set()
    length = 0
    for kind, values in groupby(data, type):
        kinds.add(kind)
        for value in values:
            length += 1
            above, below = _exact_ratio(value)
            sums[below] = sums.get(below, 0) + above
    # What is no number has no denominator, and makes the sum no number.
    total = sums[None] if None in sums else sum([Fraction(above, below) for below, above in sums.items()])
    return reduce(_coerce, kinds, int), total, length


def _squares(data, centre=None):
    """The type of the result, the exact sum of squared distances from the centre, the centre and how many numbers there are."""
    if centre is not None:
        kind, total, length = _sum([(value - centre) * (value - centre) for value in data])
        return kind, total, centre, length
    kinds = set()
    sums, squares = {}, {}
    length = 0
    for kind, values in groupby(data, type):
        kinds.add(kind)
        for value in values:
            length += 1
            above, below = _exact_ratio(value)
            sums[below] = sums.get(below, 0) + above
            squares[below] = squares.get(below, 0) + above * above
    if not length:
        total = centre = Fraction(0)
    elif None in sums:
        total = centre = sums[None]
    else:
        first = sum([Fraction(above, below) for below, above in sums.items()])
        second = sum([Fraction(above, below * below) for below, above in squares.items()])
        total = (length * second - first * first) / length
        centre = first / length
    return reduce(_coerce, kinds, int), total, centre, length


def _isfinite(x):
    try:
        return x.is_finite()
    except AttributeError:
        return x - x == 0


def _coerce(T, S):
    """The type of a result made of numbers of both."""
    if T is bool:
        raise AssertionError("initial type T is bool")
    if T is S or S is int or S is bool:
        return T
    if T is int or issubclass(S, T):
        return S
    if issubclass(T, S):
        return T
    if issubclass(T, int):
        return S
    if issubclass(S, int):
        return T
    if issubclass(T, Fraction) and issubclass(S, float):
        return S
    if issubclass(T, float) and issubclass(S, Fraction):
        return T
    raise TypeError(f"don't know how to coerce {T.__name__} and {S.__name__}")


def _exact_ratio(x):
    """Numerator and denominator; what is infinite or no number is above None."""
    try:
        return x.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        return x, None
    try:
        return x.numerator, x.denominator
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator") from None


def _convert(value, T):
    """An exact value as the type of the result."""
    if type(value) is T:
        return value
    if issubclass(T, int) and value.denominator != 1:
        T = float
    try:
        return T(value)
    except TypeError:
        if issubclass(T, Decimal):
            return T(value.numerator) / value.denominator
        raise


def _fail_neg(values, errmsg="negative value"):
    for value in values:
        if value < 0:
            raise StatisticsError(errmsg)
        yield value


def _listed(data):
    """A list or tuple as it is; any other iterable as a list."""
    return data if type(data) is list or type(data) is tuple else list(data)


# --- square roots of fractions


def _integer_sqrt_of_frac_rto(n, m):
    """The square root of n / m as an integer, rounded to odd: rounding it again is rounding the root itself."""
    root = isqrt(n // m)
    return root | (root * root * m != n)


def _float_sqrt_of_frac(n, m):
    """The square root of n / m, correctly rounded."""
    # Three bits more than a float twice over has decide how to round; they come of a shift by an even number.
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        return (_integer_sqrt_of_frac_rto(n, m << 2 * shift) << shift) / 1
    return _integer_sqrt_of_frac_rto(n << -2 * shift, m) / (1 << -shift)


def _decimal_sqrt_of_frac(n, m):
    """The square root of n / m in the precision of the context, correctly rounded."""
    if n <= 0:
        if not n:
            return Decimal("0.0")
        n, m = -n, -m
    root = (Decimal(n) / Decimal(m)).sqrt()
    above, below = root.as_integer_ratio()
    following = root.next_plus()
    next_above, next_below = following.as_integer_ratio()
    # Above the middle of two neighbours the greater one is nearer.
    if 4 * n * (below * next_below) ** 2 > m * (above * next_below + below * next_above) ** 2:
        return following
    previous = root.next_minus()
    next_above, next_below = previous.as_integer_ratio()
    if 4 * n * (below * next_below) ** 2 < m * (above * next_below + below * next_above) ** 2:
        return previous
    return root


# --- averages


def mean(data):
    kind, total, length = _sum(data)
    if length < 1:
        raise StatisticsError("mean requires at least one data point")
    return _convert(total / length, kind)


def fmean(data, weights=None):
    """The mean as a float, weighted if there are weights."""
    if weights is None:
        try:
            length = len(data)
        except TypeError:
            data = list(data)
            length = len(data)
        total = fsum(data)
        if not length:
            raise StatisticsError("fmean requires at least one data point")
        return total / length
    weights = _listed(weights)
    data = _listed(data)
    if len(data) != len(weights):
        raise StatisticsError("data and weights must be the same length")
    total = fsum(map(mul, data, weights))
    weight = fsum(weights)
    if not weight:
        raise StatisticsError("sum of weights must be non-zero")
    return total / weight


def geometric_mean(data):
    try:
        return exp(fmean(map(log, data)))
    except ValueError:
        raise StatisticsError("geometric mean requires a non-empty dataset containing positive numbers") from None


def harmonic_mean(data, weights=None):
    if iter(data) is data:
        data = list(data)
    message = "harmonic mean does not support negative values"
    length = len(data)
    if length < 1:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if length == 1 and weights is None:
        only = data[0]
        if not isinstance(only, (Real, Decimal)):
            raise TypeError("unsupported type")
        if only < 0:
            raise StatisticsError(message)
        return only
    if weights is None:
        weights = repeat(1, length)
        weight = length
    else:
        if iter(weights) is weights:
            weights = list(weights)
        if len(weights) != length:
            raise StatisticsError("Number of weights does not match data size")
        weight = _sum(list(_fail_neg(weights, message)))[1]
    try:
        parts = [each / value if each else 0 for each, value in zip(weights, _fail_neg(data, message))]
        kind, total, _ = _sum(parts)
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _convert(weight / total, kind)


def median(data):
    data = sorted(data)
    length = len(data)
    if not length:
        raise StatisticsError("no median for empty data")
    middle = length // 2
    return data[middle] if length % 2 else (data[middle - 1] + data[middle]) / 2


def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1.0):
    """The median of data that stand for intervals around them."""
    data = sorted(data)
    length = len(data)
    if not length:
        raise StatisticsError("no median for empty data")
    middle = data[length // 2]
    before = bisect_left(data, middle)
    after = bisect_right(data, middle, lo=before)
    try:
        interval = float(interval)
        middle = float(middle)
    except ValueError:
        raise TypeError("Value cannot be converted to a float") from None
    lower = middle - interval / 2.0
    return lower + interval * (length / 2 - before) / (after - before)


def mode(data):
    """The most common value; of several the first."""
    common = Counter(iter(data)).most_common(1)
    if not common:
        raise StatisticsError("no mode for empty data")
    return common[0][0]


def multimode(data):
    """All values that are as common as any."""
    counts = Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, often in counts.items() if often == most]


def quantiles(data, *, n=4, method="exclusive"):
    """The n - 1 values that cut the data into n parts."""
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    length = len(data)
    if length < 2:
        raise StatisticsError("must have at least two data points")
    cuts = []
    if method == "inclusive":
        for part in range(1, n):
            at, rest = divmod(part * (length - 1), n)
            cuts.append((data[at] * (n - rest) + data[at + 1] * rest) / n)
    elif method == "exclusive":
        for part in range(1, n):
            at = min(max(part * (length + 1) // n, 1), length - 1)
            rest = part * (length + 1) - at * n
            cuts.append((data[at - 1] * (n - rest) + data[at] * rest) / n)
    else:
        raise ValueError(f"Unknown method: {method!r}")
    return cuts


# --- spread


def variance(data, xbar=None):
    kind, total, _, length = _squares(data, xbar)
    if length < 2:
        raise StatisticsError("variance requires at least two data points")
    return _convert(total / (length - 1), kind)


def pvariance(data, mu=None):
    kind, total, _, length = _squares(data, mu)
    if length < 1:
        raise StatisticsError("pvariance requires at least one data point")
    return _convert(total / length, kind)


def stdev(data, xbar=None):
    kind, total, _, length = _squares(data, xbar)
    if length < 2:
        raise StatisticsError("stdev requires at least two data points")
    return _root(total / (length - 1), kind)


def pstdev(data, mu=None):
    kind, total, _, length = _squares(data, mu)
    if length < 1:
        raise StatisticsError("pstdev requires at least one data point")
    return _root(total / length, kind)


def _root(square, kind):
    if issubclass(kind, Decimal):
        return _decimal_sqrt_of_frac(square.numerator, square.denominator)
    return _float_sqrt_of_frac(square.numerator, square.denominator)


def _mean_stdev(data):
    _, total, centre, length = _squares(data)
    if length < 2:
        raise StatisticsError("stdev requires at least two data points")
    square = total / (length - 1)
    try:
        return float(centre), _float_sqrt_of_frac(square.numerator, square.denominator)
    except AttributeError:
        # What is no number, or infinite, has no numerator.
        return float(centre), float(centre) / float(total)


# --- two inputs


def _distances(x, y, what):
    length = len(x)
    if len(y) != length:
        raise StatisticsError(f"{what} requires that both inputs have same number of data points")
    if length < 2:
        raise StatisticsError(f"{what} requires at least two data points")
    return length, fsum(x) / length, fsum(y) / length


def covariance(x, y, /):
    length, x_mean, y_mean = _distances(x, y, "covariance")
    return fsum([(a - x_mean) * (b - y_mean) for a, b in zip(x, y)]) / (length - 1)


def correlation(x, y, /):
    """Pearson's coefficient, from -1 to 1."""
    _, x_mean, y_mean = _distances(x, y, "correlation")
    both = fsum([(a - x_mean) * (b - y_mean) for a, b in zip(x, y)])
    x_square = fsum([(a - x_mean) ** 2.0 for a in x])
    y_square = fsum([(b - y_mean) ** 2.0 for b in y])
    try:
        return both / sqrt(x_square * y_square)
    except ZeroDivisionError:
        raise StatisticsError("at least one of the inputs is constant") from None


LinearRegression = namedtuple("LinearRegression", ("slope", "intercept"))


def linear_regression(x, y, /, *, proportional=False):
    """The line of least squares; a proportional one goes through the origin."""
    length = len(x)
    if len(y) != length:
        raise StatisticsError("linear regression requires that both inputs have same number of data points")
    if length < 2:
        raise StatisticsError("linear regression requires at least two data points")
    if proportional:
        both = fsum([a * b for a, b in zip(x, y)])
        square = fsum([a * a for a in x])
    else:
        x_mean = fsum(x) / length
        y_mean = fsum(y) / length
        both = fsum([(a - x_mean) * (b - y_mean) for a, b in zip(x, y)])
        square = fsum([(a - x_mean) ** 2.0 for a in x])
    try:
        slope = both / square
    except ZeroDivisionError:
        raise StatisticsError("x is constant") from None
    return LinearRegression(slope=slope, intercept=0.0 if proportional else y_mean - slope * x_mean)


# --- the normal distribution

# Wichura, algorithm AS 241 (PPND16): numerators and denominators of its three rational functions, highest power first.
_CENTRAL = (
    (
        2.50908_09287_30122_6727e3,
        3.34305_75583_58812_8105e4,
        6.72657_70927_00870_0853e4,
        4.59219_53931_54987_1457e4,
        1.37316_93765_50946_1125e4,
        1.97159_09503_06551_4427e3,
        1.33141_66789_17843_7745e2,
        3.38713_28727_96366_6080e0,
    ),
    (
        5.22649_52788_52854_5610e3,
        2.87290_85735_72194_2674e4,
        3.93078_95800_09271_0610e4,
        2.12137_94301_58659_5867e4,
        5.39419_60214_24751_1077e3,
        6.87187_00749_20579_0830e2,
        4.23133_30701_60091_1252e1,
        1.0,
    ),
)

_MIDDLE = (
    (
        7.74545_01427_83414_07640e-4,
        2.27238_44989_26918_45833e-2,
        2.41780_72517_74506_11770e-1,
        1.27045_82524_52368_38258e0,
        3.64784_83247_63204_60504e0,
        5.76949_72214_60691_40550e0,
        4.63033_78461_56545_29590e0,
        1.42343_71107_49683_57734e0,
    ),
    (
        1.05075_00716_44416_84324e-9,
        5.47593_80849_95344_94600e-4,
        1.51986_66563_61645_71966e-2,
        1.48103_97642_74800_74590e-1,
        6.89767_33498_51000_04550e-1,
        1.67638_48301_83803_84940e0,
        2.05319_16266_37758_82187e0,
        1.0,
    ),
)

_TAIL = (
    (
        2.01033_43992_92288_13265e-7,
        2.71155_55687_43487_57815e-5,
        1.24266_09473_88078_43860e-3,
        2.65321_89526_57612_30930e-2,
        2.96560_57182_85048_91230e-1,
        1.78482_65399_17291_33580e0,
        5.46378_49111_64114_36990e0,
        6.65790_46435_01103_77720e0,
    ),
    (
        2.04426_31033_89939_78564e-15,
        1.42151_17583_16445_88870e-7,
        1.84631_83175_10054_68180e-5,
        7.86869_13114_56132_59100e-4,
        1.48753_61290_85061_48525e-2,
        1.36929_88092_27358_05310e-1,
        5.99832_20655_58879_37690e-1,
        1.0,
    ),
)


def _polynomial(factors, at):
    total = factors[0]
    for factor in factors[1:]:
        total = total * at + factor
    return total


def _normal_dist_inv_cdf(p, mu, sigma):
    centred = p - 0.5
    if fabs(centred) <= 0.425:
        at = 0.180625 - centred * centred
        above = _polynomial(_CENTRAL[0], at) * centred
        return mu + above / _polynomial(_CENTRAL[1], at) * sigma
    at = sqrt(-log(p if centred <= 0.0 else 1.0 - p))
    if at <= 5.0:
        at = at - 1.6
        above, below = _MIDDLE
    else:
        at = at - 5.0
        above, below = _TAIL
    distance = _polynomial(above, at) / _polynomial(below, at)
    if centred < 0.0:
        distance = -distance
    return mu + distance * sigma


_SQRT2 = sqrt(2.0)


class NormalDist:
    """A normal distribution; sums and multiples of it are such, too."""

    __slots__ = ("_mu", "_sigma")

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError("sigma must be non-negative")
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        return cls(*_mean_stdev(data))

    def samples(self, n, *, seed=None):
        gauss = random.gauss if seed is None else random.Random(seed).gauss
        mu, sigma = self._mu, self._sigma
        return [gauss(mu, sigma) for _ in range(n)]

    def pdf(self, x):
        """The density at x."""
        square = self._sigma * self._sigma
        if not square:
            raise StatisticsError("pdf() not defined when sigma is zero")
        distance = x - self._mu
        return exp(distance * distance / (-2.0 * square)) / sqrt(tau * square)

    def cdf(self, x):
        """How probable a value up to x is."""
        if not self._sigma:
            raise StatisticsError("cdf() not defined when sigma is zero")
        return 0.5 * (1.0 + erf((x - self._mu) / (self._sigma * _SQRT2)))

    def inv_cdf(self, p):
        """The value up to which the probability is p."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError("p must be in the range 0.0 < p < 1.0")
        if self._sigma <= 0.0:
            raise StatisticsError("cdf() not defined when sigma at or below zero")
        return _normal_dist_inv_cdf(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        return [self.inv_cdf(part / n) for part in range(1, n)]

    def overlap(self, other):
        """The area that is under both curves."""
        if not isinstance(other, NormalDist):
            raise TypeError("Expected another NormalDist instance")
        first, second = self, other
        if (second._sigma, second._mu) < (first._sigma, first._mu):
            first, second = second, first
        first_square, second_square = first.variance, second.variance
        if not first_square or not second_square:
            raise StatisticsError("overlap() not defined when sigma is zero")
        squares = second_square - first_square
        between = fabs(second._mu - first._mu)
        if not squares:
            return 1.0 - erf(between / (2.0 * first._sigma * _SQRT2))
        # Curves of unlike width cross twice.
        middle = first._mu * second_square - second._mu * first_square
        spread = first._sigma * second._sigma * sqrt(between * between + squares * log(second_square / first_square))
        left = (middle + spread) / squares
        right = (middle - spread) / squares
        return 1.0 - (fabs(second.cdf(left) - first.cdf(left)) + fabs(second.cdf(right) - first.cdf(right)))

    def zscore(self, x):
        """How many standard deviations x is above the mean."""
        if not self._sigma:
            raise StatisticsError("zscore() not defined when sigma is zero")
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        return self._mu

    @property
    def median(self):
        return self._mu

    @property
    def mode(self):
        return self._mu

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma * self._sigma

    def __add__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu + x2._mu, hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu + x2, x1._sigma)

    def __sub__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu - x2._mu, hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu - x2, x1._sigma)

    def __mul__(x1, x2):
        return NormalDist(x1._mu * x2, x1._sigma * fabs(x2))

    def __truediv__(x1, x2):
        return NormalDist(x1._mu / x2, x1._sigma / fabs(x2))

    def __pos__(x1):
        return NormalDist(x1._mu, x1._sigma)

    def __neg__(x1):
        return NormalDist(-x1._mu, x1._sigma)

    __radd__ = __add__

    def __rsub__(x1, x2):
        return -(x1 - x2)

    __rmul__ = __mul__

    def __eq__(x1, x2):
        if not isinstance(x2, NormalDist):
            return NotImplemented
        return x1._mu == x2._mu and x1._sigma == x2._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f"{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})"
