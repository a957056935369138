# difflib: matching runs, close matches, diffs.
import difflib
import random
from difflib import Differ, SequenceMatcher, context_diff, get_close_matches, ndiff, restore, unified_diff


def shown(function, *args, **named):
    try:
        return function(*args, **named)
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"


for a, b in (("abcd", "bcde"), ("qabxcd", "abycdf"), ("", ""), ("", "a"), ("a", ""), ("abc", "abc"), ("private Thread currentThread;", "private volatile Thread currentThread;"), ([1, 2, 3], (1, 4, 3)), ("abxcd", "abcd"), ("tide", "diet"), ("diet", "tide")):
    matcher = SequenceMatcher(None, a, b)
    print(matcher.ratio(), matcher.quick_ratio(), matcher.real_quick_ratio(), matcher.get_matching_blocks(), matcher.get_opcodes(), matcher.find_longest_match())
blank = SequenceMatcher(lambda x: x == " ", " abcd", "abcd abcd")
print(blank.find_longest_match(0, 5, 0, 9), blank.b2j, blank.bjunk, blank.bpopular, SequenceMatcher(None, " abcd", "abcd abcd").find_longest_match(0, 5, 0, 9))
long = "ab" * 150 + "c"
for auto in (True, False):
    matcher = SequenceMatcher(None, "abcab", long, auto)
    print(sorted(matcher.bpopular), matcher.ratio(), matcher.get_matching_blocks(), matcher.find_longest_match(1, 4, 2, 9))
matcher = SequenceMatcher()
matcher.set_seqs("abc", "abd")
print(matcher.ratio(), matcher.a, matcher.b, matcher.isjunk, matcher.autojunk)
matcher.set_seq1("xyz")
print(matcher.ratio(), matcher.get_opcodes(), matcher.matching_blocks)
matcher.set_seq2("xyz")
print(matcher.ratio(), matcher.get_opcodes(), SequenceMatcher[str], shown(SequenceMatcher, None, [[]], [[1]]))
print(list(SequenceMatcher(None, list(map(str, range(1, 40))), list(map(str, [1, 2, *range(4, 20), 99, *range(21, 40)]))).get_grouped_opcodes()))
print(list(SequenceMatcher(None, "abc", "abc").get_grouped_opcodes(1)), list(SequenceMatcher(None, "", "").get_grouped_opcodes()))

words = ["ape", "apple", "peach", "puppy"]
print(get_close_matches("appel", words), get_close_matches("wheel", ["while", "for"]), get_close_matches("accept", words), get_close_matches("apple", words, n=1), get_close_matches("apple", words, cutoff=0.2))
print(shown(get_close_matches, "a", words, 0), shown(get_close_matches, "a", words, 1, 2), shown(get_close_matches, "a", words, n=-3))

one = "one\ntwo\nthree\n".splitlines(keepends=True)
two = "ore\ntree\nemu\n".splitlines(keepends=True)
print("".join(ndiff(one, two)))
print("".join(unified_diff(one, two, "a.txt", "b.txt", "2026-01-01", "2026-01-02")))
print("".join(context_diff(one, two, "a.txt", "b.txt")))
delta = list(ndiff(one, two))
print("".join(restore(delta, 1)), "".join(restore(delta, "2")), shown(lambda: list(restore(delta, 3))), shown(lambda: list(restore(delta, "x"))))
print(list(unified_diff([], [])), list(unified_diff(["a"], ["a"])), list(unified_diff(["a"], [], lineterm="")), list(unified_diff([], ["a", "b"], lineterm="")), list(context_diff([], ["a"], lineterm="")), list(context_diff(["a", "b"], ["c"], lineterm="")))
print(shown(lambda: list(unified_diff([1], ["a"]))), shown(lambda: list(unified_diff(["a"], [b"a"]))), shown(lambda: list(context_diff(["a"], ["b"], fromfile=b"x"))), shown(lambda: list(unified_diff(["a"], ["b"], lineterm=None))))
print("".join(Differ().compare(["\tI am a buggy\n", "same\n", "  2. Explicit is better.\n", "gone\n"], ["\t\tI am a bug\n", "same\n", "  3.   Explicit is better,\n", "new\n", "more\n"])))
print("".join(ndiff(["a b c\n", "\n", "#\n", "x = 1\n"], ["a  b c\n", "#\n", "\n", "x  = 1\n"], linejunk=difflib.IS_LINE_JUNK)))
print([difflib.IS_LINE_JUNK(line) for line in ("\n", "  #   \n", "hello\n", "", "##")], [difflib.IS_CHARACTER_JUNK(ch) for ch in " \t\nx"], difflib.Match(1, 2, 3), difflib.Match.__module__)

chance = random.Random(5)
for count in range(40):
    a = [chance.choice(["alpha\n", "beta\n", "gamma ray\n", "gamma rays\n", "delta\n", "delta \n", "x\n"]) for _ in range(chance.randrange(14))]
    b = [line if chance.random() < 0.6 else chance.choice(["alpha\n", "alpine\n", "beta\n", "x\n", "gamma  ray\n"]) for line in a]
    if chance.random() < 0.5 and b:
        del b[chance.randrange(len(b))]
    print(count, SequenceMatcher(None, a, b).ratio(), list(ndiff(a, b)), list(unified_diff(a, b, n=chance.randrange(4))), list(context_diff(a, b, n=chance.randrange(4))))
    assert list(restore(ndiff(a, b), 1)) == a and list(restore(ndiff(a, b), 2)) == b
