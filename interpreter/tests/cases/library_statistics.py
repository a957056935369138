"""statistics: averages, spread, two inputs and the normal distribution."""
from decimal import Decimal as D
from fractions import Fraction as F
import statistics
from statistics import (
    NormalDist, StatisticsError, correlation, covariance, fmean, geometric_mean, harmonic_mean, linear_regression, mean, median, median_grouped,
    median_high, median_low, mode, multimode, pstdev, pvariance, quantiles, stdev, variance,
)


def attempt(function, *args, **kwargs):
    try:
        return function(*args, **kwargs)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


samples = [
    [1, 2, 3, 4, 4], [-1.0, 2.5, 3.25, 5.75], [F(3, 7), F(1, 21), F(5, 3), F(1, 3)], [D("0.5"), D("0.75"), D("0.625"), D("0.375")],
    [1e30, 1, 3, -1e30], [True, False, True, True], [1, 2.5, F(1, 2)], [D(1), 2, 3], [7], [], [D(1), 2.0], ["a", "b"],
    [float("inf"), 1.0], [float("inf"), float("-inf")], [float("nan"), 1.0], (x * 0.1 for x in range(5)), range(1, 8), {1, 5, 9}, "12", [0.1] * 10,
    [1e-320, 2e-320], [1e300, 1e308], [2**70, 2**71 + 1], [D("NaN"), D(1)], [D("Infinity"), D(2)], [1j, 2],
]
for sample in samples:
    sample = list(sample)
    print([str(each) for each in sample])
    for function in (mean, fmean, geometric_mean, harmonic_mean, median, median_low, median_high, median_grouped, mode, multimode, pstdev, pvariance, stdev, variance, quantiles):
        found = attempt(function, iter(sample))
        # Its last digits follow those of the C library's logarithm.
        print("   ", function.__name__, f"{found:.12}" if function is geometric_mean and type(found) is float else repr(found))

print(mean(iter([1, 2, 4])), mean([F(1, 2), F(1, 3)]), repr(mean([D("0.1"), D("0.2")])))
print(fmean([85, 92, 83, 91], weights=[0.20, 0.20, 0.30, 0.30]), attempt(fmean, [1, 2], [1]), attempt(fmean, [1, 2], [0, 0]), attempt(fmean, [1, 2], weights=iter([3, 1])))
print(harmonic_mean([40, 60], weights=[5, 30]), attempt(harmonic_mean, [1, 2], weights=[1]), attempt(harmonic_mean, [1, -2]), harmonic_mean([0, 1]), attempt(harmonic_mean, [1, 2], [0, 0]), attempt(harmonic_mean, ["1"]), attempt(harmonic_mean, [-1]), repr(harmonic_mean([D(2), D(3)])))
print(median([1, 3, 5, 7]), median(["b", "a", "c"]), attempt(median, ["b", "a"]))
print(median_grouped([1, 3, 3, 5, 7]), median_grouped([1, 3, 3, 5, 7], interval=2), median_grouped([52, 52, 53, 54]), attempt(median_grouped, ["a"]), repr(median_grouped([F(1, 2)], F(1, 4))))
print(mode("aabbb"), multimode("aabbbbccddddeeffffgg"), multimode(""), mode(["red", "blue", "blue", "red", "green", "red", "red"]), attempt(mode, []), attempt(mode, [[1]]))
for method in ("exclusive", "inclusive"):
    for n in (1, 2, 3, 4, 10):
        print(method, n, quantiles([105, 129, 87, 86, 111, 111, 89, 81, 108, 92, 110, 100, 75, 105, 103, 109, 76, 119, 99, 91], n=n, method=method))
print(attempt(quantiles, [1, 2], n=0), attempt(quantiles, [1, 2], method="X"), quantiles([1, 2], n=4), quantiles([F(1), F(5, 2)], n=3), quantiles([D(1), D(3)], n=3), attempt(quantiles, [1]))

data = [2.75, 1.75, 1.25, 0.25, 0.5, 1.25, 3.5]
print(variance(data), variance(data, mean(data)), pvariance(data, 0), stdev(data, xbar=1), pstdev(data, mu=2), attempt(variance, data, "x"))
print(stdev([F(1, 3), F(1, 7)]), repr(stdev([D("1.5"), D("2.5"), D("2.5"), D("2.75"), D("3.25"), D("4.75")])), repr(pstdev([D(1), D(3)])), pstdev([1, 1]), repr(pstdev([D(1), D(1)])))
print(pstdev([10**200, 3 * 10**200]), attempt(pstdev, [10**400, 0]), pstdev([1e-300, 3e-300]))

x, y = [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 1, 2, 3, 1, 2, 3]
print(covariance(x, y), covariance(x, x[::-1]), correlation(x, x), correlation(x, y), correlation(x, [-each for each in x]))
print(linear_regression(x, y), linear_regression(x, [2 * each for each in x], proportional=True), linear_regression([1.5, 2.5], [0.0, 3.0]).slope)
for function in (covariance, correlation, linear_regression):
    print(attempt(function, [1], [1]), attempt(function, [1, 2], [1]), attempt(function, [1, 1], [2, 3]))
slope, intercept = linear_regression([0, 1], [3, 5])
print(slope, intercept, linear_regression([0, 1], [3, 5])._fields)

one, two = NormalDist(100, 15), NormalDist(mu=80, sigma=8)
print(one, repr(NormalDist()), one.mean, one.median, one.mode, one.stdev, one.variance)
print(one + 5, 5 + one, one - 5, 5 - one, one * 2, 2 * one, one / 4, +one, -one, one + two, one - two)
print(one == NormalDist(100.0, 15), one == two, one == 100, hash(one) == hash(NormalDist(100, 15.0)), len({one, two, NormalDist(100, 15)}))
print([one.pdf(each) for each in (0, 85, 100.5, 200)], [one.cdf(each) for each in (0, 85, 100.5, 200)], one.zscore(130))
for p in (1e-300, 1e-20, 1e-6, 0.01, 0.074, 0.08, 0.25, 0.5, 0.6, 0.925, 0.926, 0.99, 1 - 1e-9, 1 - 1e-16):
    print(p, NormalDist().inv_cdf(p), one.inv_cdf(p))
print(one.quantiles(), two.quantiles(n=10), one.overlap(two), two.overlap(one), one.overlap(one), NormalDist(1, 2).overlap(NormalDist(4, 2)))
print(NormalDist.from_samples([1, 2, 3, 4.5]), NormalDist.from_samples([D(1), D(2)]), attempt(NormalDist.from_samples, [1]), one.samples(3, seed=7))
print(attempt(NormalDist, 1, -1), attempt(NormalDist(1, 0).pdf, 1), attempt(NormalDist(1, 0).cdf, 1), attempt(NormalDist(1, 0).zscore, 1), attempt(one.inv_cdf, 0), attempt(one.inv_cdf, 1.0), attempt(NormalDist(1, 0).inv_cdf, 0.5), attempt(one.overlap, 5), attempt(one.overlap, NormalDist(1, 0)))
print(attempt(setattr, one, "mean", 3), attempt(NormalDist, "a"), hasattr(one, "__dict__"))


class Own(NormalDist):
    pass


print(Own(1, 2), type(Own(1, 2) + 1).__name__, Own(1, 2) == NormalDist(1, 2), Own.from_samples([1, 2]))
print(StatisticsError.__mro__, statistics.StatisticsError.__module__, NormalDist.__module__, sorted(statistics.__all__)[:3])
