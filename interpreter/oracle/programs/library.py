"""Calls of the standard library in random programs: more templates by type, and which modules they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from programs.generate import Writer

IMPORTS = """\
import bisect, collections, copy, datetime, functools, heapq, itertools, json, math, operator, re, string, textwrap
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from datetime import date, time, timedelta, timezone
from decimal import Decimal, ROUND_DOWN, ROUND_HALF_UP, ROUND_CEILING
from fractions import Fraction
"""

LITERALS = {
    "decimal": [f"Decimal({each!r})" for each in ("0", "-0", "1", "1.10", "-2.5", "100", "1E+3", "1e-7", "123456.789", "NaN", "Infinity", "-Infinity", "0.1", "3", "7", "99.995", "0E-3", "1E+20", "-0.00")],
    "fraction": ["Fraction(0)", "Fraction(1, 3)", "Fraction(-7, 2)", "Fraction('0.125')", "Fraction(5)", "Fraction(22, 7)", "Fraction(1, 10**9)", "Fraction(0.1)"],
    "delta": ["timedelta()", "timedelta(1)", "timedelta(hours=-5)", "timedelta(days=3, seconds=7, microseconds=11)", "timedelta(weeks=2, minutes=90)", "timedelta(milliseconds=1.5)", "timedelta.max", "timedelta(microseconds=-1)"],
    "date": ["date(2024, 2, 29)", "date(1999, 12, 31)", "date(1, 1, 1)", "date(2025, 1, 1)", "date.max", "date(2023, 10, 9)"],
    "moment": ["datetime.datetime(2024, 2, 29, 12, 30)", "datetime.datetime(1999, 12, 31, 23, 59, 59, 999999)", "datetime.datetime(2025, 6, 1, tzinfo=timezone.utc)", "datetime.datetime(2025, 6, 1, 3, 4, 5, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))", "datetime.datetime.min", "datetime.datetime(1970, 1, 1, tzinfo=timezone.utc)"],
    "clock": ["time()", "time(12, 30)", "time(23, 59, 59, 999999)", "time(1, 2, 3, 4000)", "time(5, tzinfo=timezone.utc)"],
    "pattern": [repr(each) for each in ("a", "[a-c]+", r"(\w)(\d)?", "(?P<n>x|y)*", r"\s+", "", "(a)|(b)", "^.", "b$", "[^,]*", "(?i)A", r"(\w+) (?=\w)", r"\b", "a{2,3}?", "(?:ab)+", "[", "(", "*", r"(.)\1", "(?<=a)b", "(?P<n>", r"\d{1,2}", "a*", "[[:a]", "x{,2}", ".+?,", "(?s).+", r"[\w.]+", "(a*)*b", r"\Z")],
    "template": [repr(each) for each in ("x", r"<\g<0>>", r"\1", r"\g<n>", "", r"\\", r"[\1\2]", r"\g<9>", r"\q", r"\n")],
    "binary": ["operator.add", "operator.mul", "operator.sub", "max", "min", "lambda a, b: (a, b)", "operator.or_", "lambda a, b: b", "divmod", "pow", "operator.mod"],
    "test": ["None", "bool", "lambda x: x", "lambda x: x > 1", "callable", "lambda x: len(x) > 1", "str.isalpha"],
    "deque": ["deque()", "deque([1, 2, 3])", "deque('abc', 2)", "deque([3, 1], maxlen=3)", "deque([None])"],
    "counter": ["Counter()", "Counter('abracadabra')", "Counter(a=2, b=-1)", "Counter([1, 1, 2])", "Counter({'a': 0, 'z': 3})"],
    "mapping": ["OrderedDict(a=1, b=2)", "defaultdict(list, a=[1])", "defaultdict(int)", "ChainMap({'a': 1}, {'a': 2, 'b': 3})", "OrderedDict()", "defaultdict(None, x=1)"],
    "jsontext": [repr(each) for each in ('{"a": [1, 2.5, null, true]}', "[]", '"\\u00e9\\ud83d\\ude00"', "nul", "[1,]", '{"a" 1}', "1e400", "-0", " 12 ", '"a\nb"', "NaN", '{"a":1,"a":2}', "", "[1 2]", "'a'", "{1: 2}", '"\\x"', "[[[]]]", "01", "-", "1.", "1E5", '{"a": }', '"abc')],
    "paragraph": [repr(each) for each in ("the quick brown fox jumps over the lazy dog", "  two\n  lines\n", "a-long-hyphenated-word and more", "\tindented\n\n  text\nhere", "", "supercalifragilisticexpialidocious", "one. Two.  Three.\nFour")],
    "isotext": [repr(each) for each in ("2024-02-29", "2024-02-30", "2024-02-29T12:30:00", "20240229", "2024-02-29T12:30:00+05:30", "2024-W09-4", "12:30", "12:30:45.123", "nonsense", "2024-02-29 12:30:00.123456Z", "", "2024-2-9", "24:00", "2024-02-29T25:00")],
    "clocktext": [repr(each) for each in ("12:30", "12:30:45.123", "1230", "T01:02:03+01:00", "25:00", "1:2", "", "12:30:60", "12:30:45,123456789Z")],
    "strf": [repr(each) for each in ("%Y-%m-%d", "%d %B %Y", "%H:%M:%S.%f", "%a %b %e", "%j %U %W", "%I %p", "%%", "%y/%m", "%z %Z", "%G-W%V-%u", "%c", "%x %X")],
}  # fmt: skip

#: What `{thing}` may be.
THINGS = "decimal fraction delta date moment clock deque counter mapping".split()

TEMPLATES = {
    "thing": [
        "{thing} + {thing}", "{thing} - {thing}", "{thing} * {real}", "{thing} / {real}", "{thing} == {thing}", "{thing} < {thing}", "{thing} // {thing}", "{thing} % {thing}", "repr({thing})", "str({thing})", "-{thing}", "abs({thing})",
        "bool({thing})", "{real} + {thing}", "{real} * {thing}", "{any} == {thing}", "hash({thing}) == hash({thing})", "copy.copy({thing}) == {thing}", "format({thing}, {spec})", "len({thing})", "list({thing})", "int({thing})", "float({thing})", "round({thing}, {small})",
        "{thing} | {thing}", "{thing} & {thing}", "max({thing}, {thing})", "sorted([{thing}, {thing}])", "{thing} in {thing}", "{thing}[{hashable}]", "divmod({thing}, {thing})", "{thing} ** {small}", "f'{{{thing}!s:>20}}'", "copy.deepcopy([{thing}])", "+{thing}", "str({thing}).upper()",
    ],
    "decimal": ["Decimal({str})", "Decimal({int})", "Decimal({float})", "{decimal} + {decimal}", "{decimal} - {decimal}", "{decimal} * {decimal}", "{decimal} / {decimal}", "{decimal} // {decimal}", "{decimal} % {decimal}", "{decimal}.quantize({decimal})", "{decimal}.quantize(Decimal('0.01'), rounding={rounding})", "{decimal}.normalize()", "{decimal}.to_integral_value()", "{decimal}.sqrt()", "{decimal}.copy_sign({decimal})", "{decimal}.max({decimal})", "{decimal} ** {small}", "round({decimal}, {small})", "{decimal}.fma({decimal}, 3)", "{decimal}.remainder_near({decimal})", "{decimal}.scaleb({small})", "sum([{decimal}, {decimal}])", "Decimal({fraction})", "{decimal} + {int}", "{decimal} + {float}", "{decimal}.next_plus()", "{decimal}.exp()", "{decimal}.ln()", "{decimal}.log10()"],
    "rounding": ["ROUND_DOWN", "ROUND_HALF_UP", "ROUND_CEILING", "'ROUND_UP'", "'ROUND_HALF_EVEN'", "'ROUND_FLOOR'", "'ROUND_05UP'", "'nonsense'"],
    "fraction": ["Fraction({int}, {int})", "Fraction({str})", "Fraction({float})", "Fraction({decimal})", "{fraction} + {fraction}", "{fraction} * {real}", "{fraction} / {fraction}", "{fraction} ** {small}", "{fraction}.limit_denominator({int10})", "round({fraction}, {small})", "{fraction} // {int}", "{fraction} % {fraction}", "abs({fraction})", "-{fraction}"],
    "delta": ["{moment} - {moment}", "{date} - {date}", "{delta} + {delta}", "{delta} * {real}", "{delta} / {real}", "{delta} // {int}", "{delta} % {delta}", "timedelta(days={real}, hours={real})", "-{delta}", "abs({delta})", "timedelta(seconds={float})", "timedelta({int}, {int}, {int})"],
    "date": ["{date} + {delta}", "{date} - {delta}", "{date}.replace(day={int10})", "date({int}, {int10}, {int10})", "{moment}.date()", "date.fromordinal({int})", "date.fromisoformat({isotext})", "date.fromisocalendar(2024, {int10}, {small})", "{date}.replace(month={int10}, year={int})"],
    "moment": ["{moment} + {delta}", "{moment} - {delta}", "{moment}.replace(hour={int10}, minute={int10})", "{moment}.replace(tzinfo=timezone.utc).astimezone(timezone({delta}))", "datetime.datetime.fromisoformat({clocktext})", "datetime.datetime.combine({date}, {clock})", "datetime.datetime.fromtimestamp({real}, timezone.utc)", "datetime.datetime(2024, {int10}, {int10}, {int10})", "datetime.datetime.strptime({isotext}, '%Y-%m-%d')", "{moment}.replace(tzinfo=None)", "datetime.datetime.strptime({isotext}, '%Y-%m-%dT%H:%M:%S')"],
    "clock": ["{clock}.replace(minute={int10})", "time({int10}, {int10})", "time.fromisoformat({clocktext})", "{moment}.time()", "{moment}.timetz()"],
    "deque": ["deque({iterable}, {small})", "deque({iterable})", "{deque} + {deque}", "{deque} * {small}", "{deque}.copy()"],
    "counter": ["Counter({iterable})", "{counter} + {counter}", "{counter} - {counter}", "{counter} & {counter}", "{counter} | {counter}", "+{counter}", "-{counter}", "Counter({dict})"],
    "mapping": ["OrderedDict({dict})", "defaultdict({function}, {dict})", "ChainMap({dict}, {dict})", "{mapping} | {dict}", "{dict} | {mapping}", "{mapping}.copy()", "OrderedDict(sorted({dict}.items()))", "{mapping}.new_child()"],
    "call": [
        "list(itertools.chain({iterable}, {iterable}))", "list(itertools.chain.from_iterable({list}))", "list(itertools.islice({iterable}, {small}))", "list(itertools.islice({iterable}, {small}, {int10}, {small}))", "list(itertools.accumulate({iterable}, {binary}))", "list(itertools.accumulate({list}))", "list(itertools.accumulate({iterable}, {binary}, initial={any}))",
        "list(itertools.groupby({iterable}, {key})) and 1", "[(k, list(g)) for k, g in itertools.groupby({iterable}, {key})]", "list(itertools.product({iterable}, {iterable}))", "list(itertools.product({str}[:3], repeat={small}))", "list(itertools.permutations({sequence}[:4], {small}))", "list(itertools.combinations({sequence}[:5], {small}))", "list(itertools.combinations_with_replacement({sequence}[:4], {small}))",
        "list(itertools.zip_longest({iterable}, {iterable}, fillvalue={any}))", "list(itertools.takewhile({test}, {iterable}))", "list(itertools.dropwhile({test}, {iterable}))", "list(itertools.filterfalse({test}, {iterable}))", "list(itertools.starmap({binary}, {list}))", "list(itertools.compress({iterable}, {iterable}))", "list(itertools.pairwise({iterable}))", "list(itertools.islice(itertools.count({real}, {real}), 4))", "list(itertools.islice(itertools.cycle({iterable}), 7))",
        "list(itertools.repeat({any}, {small}))", "[list(each) for each in itertools.tee({iterable}, abs({small}))]", "functools.reduce({binary}, {iterable})", "functools.reduce({binary}, {iterable}, {any})", "functools.partial({function}, {any})()", "functools.partial({binary}, {any})({any})", "sorted({iterable}, key=functools.cmp_to_key({binary}))",
        "heapq.nlargest({small}, {iterable})", "heapq.nsmallest({small}, {iterable}, key={key})", "(h := list({iterable}), heapq.heapify(h), h)", "(h := list({list}), heapq.heapify(h), heapq.heappop(h), heapq.heappush(h, {any}), h)", "heapq.heappushpop({list}, {any})", "heapq.heapreplace({list}, {any})", "list(heapq.merge({list}, {list}))", "list(heapq.merge({iterable}, {iterable}, key={key}, reverse={bool}))",
        "bisect.bisect({list}, {any})", "bisect.bisect_left({sequence}, {any}, {small}, {small})", "bisect.bisect_right({list}, {any}, key={key})", "(h := sorted({list}), bisect.insort(h, {any}), h)", "operator.itemgetter({hashable}, {small})({sequence})", "operator.attrgetter('real', 'imag')({number})", "operator.methodcaller('upper')({any})", "operator.length_hint({iterable})", "operator.countOf({iterable}, {any})", "operator.indexOf({iterable}, {any})", "operator.index({any})",
        "json.dumps({any})", "json.dumps({dict}, indent={small})", "json.dumps({list}, indent={str}, separators=(',', ':'))", "json.dumps({dict}, sort_keys=True)", "json.dumps({str}, ensure_ascii={bool})", "json.loads({jsontext})", "json.loads(json.dumps({any}))", "json.loads({jsontext}, parse_float=Decimal)", "json.loads({jsontext}, object_pairs_hook=list)", "json.dumps({ordered}, default=repr)", "json.dumps({dict}, skipkeys=True, allow_nan={bool})", "json.loads({str})", "json.loads({bytes})",
        "re.findall({pattern}, {str})", "re.sub({pattern}, {template}, {str})", "re.sub({pattern}, {template}, {str}, {small})", "re.subn({pattern}, lambda m: m[0] * 2, {str})", "re.split({pattern}, {str})", "re.split({pattern}, {str}, {small})", "re.match({pattern}, {str}).groups()", "re.search({pattern}, {str}).span()", "re.fullmatch({pattern}, {str})", "[m.span() for m in re.finditer({pattern}, {str})]", "re.compile({pattern}).groups", "re.search({pattern}, {str}).groupdict()", "re.search({pattern}, {str}).expand({template})", "re.escape({str})", "re.search({pattern}, {str})[{small}]", "re.search({pattern}, {str}).start({small})", "re.compile({pattern}).search({str}, {small}, {small})", "re.findall({pattern}, {bytes})", "re.compile({pattern})", "re.search({pattern}, {str}, re.I | re.M).lastindex", "re.match({pattern}, {paragraph})", "re.split({pattern}, {paragraph})", "re.findall({pattern}, {paragraph})",
        "textwrap.wrap({paragraph}, {int10})", "textwrap.fill({paragraph}, {int10}, initial_indent={str}, subsequent_indent='  ')", "textwrap.shorten({paragraph}, {int10})", "textwrap.dedent({paragraph})", "textwrap.indent({paragraph}, {str})", "textwrap.shorten({paragraph}, 20, placeholder={str})", "textwrap.wrap({paragraph}, 12, break_long_words={bool}, break_on_hyphens={bool})", "textwrap.wrap({paragraph}, 15, max_lines=2, placeholder='~')", "textwrap.wrap({paragraph}, 10, drop_whitespace={bool}, expand_tabs={bool}, tabsize={small})",
        "{decimal}.as_tuple()", "{decimal}.as_integer_ratio()", "{decimal}.compare({decimal})", "{decimal}.is_zero(), {decimal}.is_signed()", "{decimal}.adjusted()", "{decimal}.to_eng_string()", "{decimal} < {decimal}", "{decimal} == {real}", "hash({decimal}) == hash({number})", "format({decimal}, {spec})", "int({decimal})", "float({decimal})", "math.floor({decimal})", "divmod({decimal}, {decimal})", "{decimal}.number_class()", "{decimal}.same_quantum({decimal})",
        "{fraction}.numerator, {fraction}.denominator", "{fraction} < {real}", "{fraction} == {float}", "math.ceil({fraction})", "divmod({fraction}, {fraction})", "float({fraction})", "hash({fraction}) == hash({number})",
        "{date}.isoformat()", "{date}.weekday(), {date}.isoweekday()", "{date}.isocalendar()", "{date}.toordinal()", "{date}.strftime({strf})", "{date} < {date}", "{date} < {moment}", "{moment}.isoformat({str})", "{moment}.isoformat(timespec='milliseconds')", "{moment}.strftime({strf})", "{moment}.timestamp() if {moment}.tzinfo else 0", "{moment} == {moment}", "{moment}.utcoffset()", "{moment}.timetuple()", "{delta}.total_seconds()", "{delta} / {delta}", "divmod({delta}, {delta})", "({delta}.days, {delta}.seconds)", "{clock}.isoformat()", "{clock}.strftime({strf})", "{clock} < {clock}", "{date}.ctime()", "{moment}.tzname()", "format({moment}, {strf})",
        "math.gcd({int}, {int}, {int})", "math.lcm({int}, {int})", "math.isqrt({int})", "math.comb({int10}, {small})", "math.perm({int10})", "math.factorial({int10})", "math.floor({real})", "math.ceil({real})", "math.trunc({real})", "math.prod({iterable})", "math.fsum({iterable})", "math.isclose({real}, {real})", "math.copysign({real}, {real})", "math.fmod({real}, {real})", "math.modf({float})", "math.frexp({real})", "math.ldexp({float}, {small})", "math.sqrt({real})", "math.hypot({real}, {real})", "math.remainder({real}, {real})", "math.nextafter({float}, {float})", "math.ulp({real})", "math.dist({list}, {list})", "math.isfinite({any})", "math.log2({int})", "math.degrees(0.5)",
        "{counter}.most_common({small})", "list({counter}.elements())", "{counter}.total()", "{counter} <= {counter}", "(c := {counter}, c.subtract({iterable}), c)", "(c := {counter}, c.update({iterable}), c)", "{counter}[{hashable}]", "(d := {deque}, d.rotate({small}), d)", "(d := {deque}, d.appendleft({any}), d)", "(d := {deque}, d.extendleft({iterable}), d)", "{deque}.pop()", "{deque}.popleft()", "{deque}[{small}]", "{deque}.index({any})", "{deque}.count({any})", "(d := {deque}, d.insert({small}, {any}), d)", "(d := {deque}, d.remove({any}), d)", "list(reversed({deque}))", "{deque} < {deque}", "{deque}.maxlen",
        "{mapping}[{hashable}]", "list({mapping}.items())", "{mapping}.pop({str})", "{mapping} == {dict}", "(m := {mapping}, m.update({dict}), m)", "(m := {mapping}, m.popitem(), m)", "(m := {mapping}, m.move_to_end('a', last={bool}), m)", "list(reversed({mapping}))", "{mapping}.get({hashable}, {any})", "(m := {mapping}, m.setdefault({hashable}, {any}), m)", "{mapping}.maps",
        "string.Template({str}).substitute({dict})", "string.Template('$a ${{k}} $$').safe_substitute({dict})", "string.capwords({paragraph})", "string.Formatter().format('{{0}} {{a}}', {ordered}, a={ordered})", "copy.copy({any})", "copy.deepcopy({list})", "string.Template({str}).substitute(a={any})",
        "{pattern}.join({list})", "str({thing})", "{decimal}", "{fraction}", "{delta}", "{date}", "{moment}", "{clock}", "{deque}", "{counter}", "{mapping}",
    ],
}  # fmt: skip


def library(w: Writer) -> str:
    """Some calls of the library."""
    calls = [w.pick("thing", "call", "call", "call", "call") for _ in range(7)]
    return IMPORTS + "".join(f"show(lambda: ({w.fill(w.random.choice(TEMPLATES[kind]), 1)}))\n" for kind in calls)
