"""As much of `unittest` as test methods use, written so that the machine can run it."""

import asyncio
import re


class SkipTest(Exception):
    pass


class TestCase:
    maxDiff = None
    failureException = AssertionError
    longMessage = True

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups = []

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def setUp(self):
        pass

    def tearDown(self):
        pass

    def id(self):
        return self._testMethodName

    def shortDescription(self):
        return None

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        result = type(cm).__enter__(cm)
        self.addCleanup(type(cm).__exit__, cm, None, None, None)
        return result

    def doCleanups(self):
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)

    def run_method(self):
        type(self).setUpClass()
        self.setUp()
        try:
            getattr(self, self._testMethodName)()
        finally:
            self.tearDown()
            self.doCleanups()

    async def run_method_async(self):
        type(self).setUpClass()
        await _done(self.setUp())
        try:
            await _done(getattr(self, self._testMethodName)())
        finally:
            await _done(self.tearDown())
            while self._cleanups:
                function, args, kwargs = self._cleanups.pop()
                await _done(function(*args, **kwargs))

    async def assertRaisesDone(self, expected_exception, function, *args):
        with _Raises(expected_exception, None):
            await asyncio.ensure_future(*args)

    async def assertRaisesRegexDone(self, expected_exception, expected_regex, function, *args):
        with _Raises(expected_exception, _Matching(expected_regex)):
            await asyncio.ensure_future(*args)

    def subTest(self, msg=None, **params):
        return _SubTest()

    def skipTest(self, reason):
        raise SkipTest(reason)

    def fail(self, msg=None):
        raise AssertionError(msg)

    def _fail(self, msg, standard):
        raise AssertionError(standard if msg is None else standard + " : " + str(msg))

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._fail(msg, f"{expr!r} is not true")

    def assertFalse(self, expr, msg=None):
        if expr:
            self._fail(msg, f"{expr!r} is not false")

    def assertEqual(self, first, second, msg=None):
        if not first == second:
            self._fail(msg, f"{first!r} != {second!r}")

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, f"{first!r} == {second!r}")

    def assertIs(self, first, second, msg=None):
        if first is not second:
            self._fail(msg, f"{first!r} is not {second!r}")

    def assertIsNot(self, first, second, msg=None):
        if first is second:
            self._fail(msg, f"unexpectedly identical: {first!r}")

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._fail(msg, f"{obj!r} is not None")

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._fail(msg, "unexpectedly None")

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._fail(msg, f"{member!r} not found in {container!r}")

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._fail(msg, f"{member!r} unexpectedly found in {container!r}")

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._fail(msg, f"{obj!r} is not an instance of {cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._fail(msg, f"{obj!r} is an instance of {cls!r}")

    def assertIsSubclass(self, cls, superclass, msg=None):
        if not issubclass(cls, superclass):
            self._fail(msg, f"{cls!r} is not a subclass of {superclass!r}")

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, f"{a!r} not less than {b!r}")

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, f"{a!r} not less than or equal to {b!r}")

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, f"{a!r} not greater than {b!r}")

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, f"{a!r} not greater than or equal to {b!r}")

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        difference = abs(first - second)
        if delta is not None:
            near = difference <= delta
        else:
            near = round(difference, 7 if places is None else places) == 0
        if not near:
            self._fail(msg, f"{first!r} != {second!r} within the tolerance")

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        difference = abs(first - second)
        if delta is not None:
            near = difference <= delta
        else:
            near = round(difference, 7 if places is None else places) == 0
        if first == second or near:
            self._fail(msg, f"{first!r} == {second!r} within the tolerance")

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        if seq_type is not None:
            self.assertIsInstance(seq1, seq_type)
            self.assertIsInstance(seq2, seq_type)
        if len(seq1) != len(seq2):
            self._fail(msg, f"the lengths differ: {seq1!r} and {seq2!r}")
        for index in range(len(seq1)):
            if not seq1[index] == seq2[index]:
                self._fail(msg, f"item {index} differs: {seq1[index]!r} != {seq2[index]!r}")

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        self.assertEqual(set1, set2, msg)

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict)
        self.assertIsInstance(d2, dict)
        self.assertEqual(d1, d2, msg)

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertEqual(first, second, msg)

    def assertCountEqual(self, first, second, msg=None):
        first, rest = list(first), list(second)
        for item in first:
            if item not in rest:
                self._fail(msg, f"{item!r} is not in the second as often as in the first")
            rest.remove(item)
        if rest:
            self._fail(msg, f"only in the second: {rest!r}")

    def assertRegex(self, text, expected_regex, msg=None):
        if not re.search(expected_regex, text):
            self._fail(msg, f"{expected_regex!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        if re.search(unexpected_regex, text):
            self._fail(msg, f"{unexpected_regex!r} found in {text!r}")

    def assertRaises(self, expected_exception, *args, **kwargs):
        if not args:
            return _Raises(expected_exception, None)
        with _Raises(expected_exception, None):
            function, *rest = args
            function(*rest, **kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        if not args:
            return _Raises(expected_exception, _Matching(expected_regex))
        with _Raises(expected_exception, _Matching(expected_regex)):
            function, *rest = args
            function(*rest, **kwargs)

    def assertWarns(self, *args, **kwargs):
        raise SkipTest("the machine warns of nothing")

    def assertWarnsRegex(self, *args, **kwargs):
        raise SkipTest("the machine warns of nothing")

    assertEquals = assertEqual
    assertRaisesRegexp = assertRaisesRegex


async def _done(result):
    if asyncio.iscoroutine(result):
        await result


class IsolatedAsyncioTestCase(TestCase):
    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def addAsyncCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    async def run_method_async(self):
        type(self).setUpClass()
        self.setUp()
        await self.asyncSetUp()
        try:
            result = getattr(self, self._testMethodName)()
            if asyncio.iscoroutine(result):
                await result
        finally:
            await self.asyncTearDown()
            self.tearDown()
            while self._cleanups:
                function, args, kwargs = self._cleanups.pop()
                result = function(*args, **kwargs)
                if asyncio.iscoroutine(result):
                    await result


class _SubTest:
    def __enter__(self):
        return None

    def __exit__(self, *exc_info):
        return False


class _Matching:
    def __init__(self, pattern):
        self.pattern = re.compile(pattern) if isinstance(pattern, str) else pattern

    def check(self, error):
        if not self.pattern.search(str(error)):
            raise AssertionError(f"{self.pattern.pattern!r} does not match {str(error)!r}")


class _Raises:
    def __init__(self, expected, matching):
        self.expected = expected
        self.matching = matching

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, tb):
        if exc_type is None:
            name = getattr(self.expected, "__name__", None) or str(self.expected)
            raise AssertionError(name + " not raised")
        if not issubclass(exc_type, self.expected):
            return False
        self.exception = exc_value
        if self.matching is not None:
            self.matching.check(exc_value)
        return True


def main(*args, **kwargs):
    pass


def _as_is(test):
    return test


def skip(reason):
    def skipped(self):
        raise SkipTest(reason)

    def decorate(test):
        if isinstance(test, type):
            test.setUp = skipped
            return test
        return skipped

    return decorate


def skipIf(condition, reason):
    return skip(reason) if condition else _as_is


def skipUnless(condition, reason):
    return _as_is if condition else skip(reason)


def expectedFailure(test):
    def fails(self):
        try:
            test(self)
        except Exception:
            return
        raise AssertionError("unexpected success")

    return fails
