"""The files of CPython's test package that concern what a workflow can use."""

METHODS = """
test_abc test_abstract_numbers test_asyncgen test_augassign test_base64 test_baseexception test_binop test_bisect
test_bool test_builtin test_bytes test_calendar test_call test_class test_cmath test_collections test_compare test_complex
test_contains test_context test_contextlib test_contextlib_async test_copy test_coroutines test_csv test_datetime test_decimal
test_decorators test_defaultdict test_deque test_descr test_dict test_dictcomps test_dictviews
test_dynamicclassattribute test_enum test_enumerate test_except_star test_exception_group test_exception_variations
test_exceptions test_float test_format test_fractions test_fstring test_funcattrs test_functools test_generator_stop
test_generators test_genericalias test_genericclass test_genexps test_global test_grammar test_graphlib test_hash
test_hashlib test_heapq test_hmac test_html test_index test_int test_int_literal test_isinstance test_iter test_iterlen
test_itertools test_keyword test_keywordonlyarg test_list test_listcomps test_long test_math test_metaclass
test_named_expressions test_numeric_tower test_opcodes test_operator test_ordered_dict test_patma
test_positional_only_arg test_pow test_pprint test_print test_property test_raise test_random test_range test_re test_richcmp
test_scope test_set test_slice test_sort test_statistics test_strftime test_string test_string_literals test_strtod
test_subclassinit test_super test_textwrap test_time test_tuple test_type_annotations test_types test_typing
test_unary test_unicode test_unpack test_unpack_ex test_urlparse test_userdict test_userlist test_userstring test_uuid
test_with test_yield_from test_asyncio.test_futures test_asyncio.test_locks test_asyncio.test_queues
test_asyncio.test_taskgroups test_asyncio.test_tasks test_asyncio.test_timeouts test_asyncio.test_runners
test_asyncio.test_waitfor test_dataclasses test_json.test_decode test_json.test_default test_json.test_dump
test_json.test_encode_basestring_ascii test_json.test_enum test_json.test_fail test_json.test_float
test_json.test_indent test_json.test_pass1 test_json.test_pass2 test_json.test_pass3 test_json.test_recursion
test_json.test_scanstring test_json.test_separators test_json.test_speedups test_json.test_unicode
test_zoneinfo.test_zoneinfo datetimetester
""".split()

#: Modules, and members of others, that no workflow has: a method that needs one is about something else.
OUTSIDE = {
    # A machine's clocks, its randomness and its network card. A workflow sleeps by `asyncio.sleep`.
    "time.sleep",
    "time.clock_gettime",
    "time.clock_settime",
    "time.clock_getres",
    "time.get_clock_info",
    "time.process_time",
    "time.process_time_ns",
    "time.thread_time",
    "time.tzset",
    "time._STRUCT_TM_ITEMS",
    "random.SystemRandom",
    "uuid.uuid1",
    "uuid.getnode",
    "uuid._random_getnode",
    # How CPython has made its own modules.
    "_strptime",
    "enum._test_simple_enum",
    "urllib.parse._Quoter",
    "urllib.parse.clear_cache",
    *[f"urllib.parse._{name}" for name in "splitattr splithost splitnport splitpasswd splitport splitquery splittag splittype splituser".split()],
    "urllib.parse._splitvalue",
    "urllib.parse._to_bytes",
    "_ast",
    "_collections_abc",
    "_struct",
    "_testcapi",
    "_thread",
    "_weakref",
    "array",
    "ast",
    "atexit",
    "builtins",
    "code",
    "codecs",
    "concurrent",
    "ctypes",
    "difflib",
    "dis",
    "doctest",
    "encodings",
    "faulthandler",
    "fileinput",
    "fnmatch",
    "gc",
    "getpass",
    "glob",
    "gzip",
    "importlib",
    "inspect",
    "linecache",
    "locale",
    "marshal",
    "mmap",
    "multiprocessing",
    "opcode",
    "os",
    "pathlib",
    "pickle",
    "pickletools",
    "pkgutil",
    "platform",
    "pstats",
    "pydoc",
    "queue",
    "resource",
    "select",
    "selectors",
    "shelve",
    "signal",
    "site",
    "socket",
    "sqlite3",
    "ssl",
    "string.templatelib",
    "struct",
    "subprocess",
    "symtable",
    "sys",
    "sysconfig",
    "tempfile",
    "test",
    "threading",
    "timeit",
    "token",
    "tokenize",
    "traceback",
    "tracemalloc",
    "unicodedata",
    "unittest",
    "warnings",
    "weakref",
    "xml",
    "zipfile",
    "_testbuffer",
    "_testinternalcapi",
    "_operator",
    "_collections",
    "_random",
    "keyword",
    "binascii",
    "zlib",
    "_warnings",
    "_json",
    "_functools",
    "_heapq",
    "_bisect",
    "_decimal",
    "_datetime",
    "_sre",
    "sre_constants",
    "sre_compile",
    "sre_parse",
    "reprlib",
    "copyreg",
    "tkinter",
    "xmlrpc",
    "http",
    "email",
    "logging.handlers",
    "cmath",
    "graphlib",
    "getopt",
    "optparse",
}
#: Builtins that no workflow has.
OUTSIDE_BUILTINS = {
    "open",
    "input",
    "exec",
    "eval",
    "compile",
    "__import__",
    "globals",
    "locals",
    "breakpoint",
    "help",
    "memoryview",
    "__file__",
    "__builtins__",
    "__loader__",
    "__spec__",
    "__doc__",
    "exit",
    "quit",
}
