"""Tables as text: fields between delimiters, rows in lines."""

__all__ = [
    "QUOTE_MINIMAL",
    "QUOTE_ALL",
    "QUOTE_NONNUMERIC",
    "QUOTE_NONE",
    "Error",
    "Dialect",
    "excel",
    "excel_tab",
    "field_size_limit",
    "reader",
    "writer",
    "register_dialect",
    "get_dialect",
    "list_dialects",
    "unregister_dialect",
    "__version__",
    "DictReader",
    "DictWriter",
    "unix_dialect",
]

QUOTE_MINIMAL = 0

QUOTE_ALL = 1

QUOTE_NONNUMERIC = 2

QUOTE_NONE = 3

__version__ = "1.0"


class Error(Exception):
    __module__ = "_csv"


# --- dialects


# How large a field may be; a list so that the limit can be changed.
_LIMIT = [131072]

_OPTIONS = {
    "delimiter": ",",
    "doublequote": True,
    "escapechar": None,
    "lineterminator": "\r\n",
    "quotechar": '"',
    "quoting": QUOTE_MINIMAL,
    "skipinitialspace": False,
    "strict": False,
}


class _Checked:
    """The options of a reader or a writer, all of them valid."""

    __slots__ = tuple(_OPTIONS)

    def __init__(self, dialect, options):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        for name in options:
            if name not in _OPTIONS:
                raise TypeError(f"{name!r} is an invalid keyword argument for this function")
        for name, usual in _OPTIONS.items():
            given = options[name] if name in options else getattr(dialect, name, usual)
            object.__setattr__(self, name, given)
        for name in ("doublequote", "skipinitialspace", "strict"):
            object.__setattr__(self, name, bool(getattr(self, name)))
        _check_letter("delimiter", self.delimiter, "string")
        _check_letter("escapechar", self.escapechar, "string or None")
        _check_letter("quotechar", self.quotechar, "string or None")
        if not isinstance(self.quoting, int):
            raise TypeError('"quoting" must be an integer')
        if not 0 <= self.quoting <= 3:
            raise TypeError('bad "quoting" value')
        if self.lineterminator is None:
            raise TypeError("lineterminator must be set")
        if not isinstance(self.lineterminator, str):
            raise TypeError('"lineterminator" must be a string')
        if self.quotechar is None and self.quoting != QUOTE_NONE:
            if "quoting" in options or hasattr(dialect, "quoting"):
                raise TypeError("quotechar must be set if quoting enabled")
            object.__setattr__(self, "quoting", QUOTE_NONE)

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute {name!r} of '_csv.Dialect' objects is not writable")

    def __delattr__(self, name):
        raise AttributeError(f"attribute {name!r} of '_csv.Dialect' objects is not writable")

    def __copy__(self):
        raise TypeError("cannot pickle 'Dialect' instances")

    def __deepcopy__(self, memo):
        raise TypeError("cannot pickle 'Dialect' instances")


def _check_letter(name, value, what):
    if value is None and what != "string":
        return
    if not isinstance(value, str):
        raise TypeError(f'"{name}" must be {what}, not {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'"{name}" must be a 1-character string')


class Dialect:
    """How a kind of table is written: derive from it."""

    _name = ""
    _valid = False
    delimiter = None
    quotechar = None
    escapechar = None
    doublequote = None
    skipinitialspace = None
    lineterminator = None
    quoting = None

    def __init__(self):
        if self.__class__ != Dialect:
            self._valid = True
        try:
            _Checked(self, {})
        except TypeError as error:
            raise Error(str(error)) from None


class excel(Dialect):
    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\r\n"
    quoting = QUOTE_MINIMAL


class excel_tab(excel):
    delimiter = "\t"


class unix_dialect(Dialect):
    delimiter = ","
    quotechar = '"'
    doublequote = True
    skipinitialspace = False
    lineterminator = "\n"
    quoting = QUOTE_ALL


_DIALECTS = {
    "excel": _Checked(excel, {}),
    "excel-tab": _Checked(excel_tab, {}),
    "unix": _Checked(unix_dialect, {}),
}


def register_dialect(name, dialect=None, **fmtparams):
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _DIALECTS[name] = _Checked(dialect, fmtparams)


def unregister_dialect(name):
    if name not in _DIALECTS:
        raise Error("unknown dialect")
    del _DIALECTS[name]


def get_dialect(name):
    if name not in _DIALECTS:
        raise Error("unknown dialect")
    return _DIALECTS[name]


def list_dialects():
    return list(_DIALECTS)


def field_size_limit(*limit):
    """The limit; a new one if it is given."""
    before = _LIMIT[0]
    if len(limit) > 1:
        raise TypeError(f"field_size_limit expected at most 1 argument, got {len(limit)}")
    if limit:
        if not isinstance(limit[0], int):
            raise TypeError("limit must be an integer")
        _LIMIT[0] = limit[0]
    return before


# --- reading


class reader:
    """An iterator of rows, each a list of texts."""

    __module__ = "_csv"

    def __init__(self, *args, **fmtparams):
        if not args:
            raise TypeError(" expected at least 1 argument, got 0")
        lines, *rest = args
        if len(rest) > 1:
            raise TypeError(f" expected at most 2 arguments, got {len(args)}")
        self._lines = iter(lines)
        self._dialect = _Checked(rest[0] if rest else fmtparams.pop("dialect", None), fmtparams)
        self.line_num = 0

    @property
    def dialect(self):
        return self._dialect

    def __iter__(self):
        return self

    def __next__(self):
        dialect = self._dialect
        row = []
        state = "start"
        letters = []
        quotes = dialect.quotechar if dialect.quoting != QUOTE_NONE else None
        is_number = False
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if letters or state in ("quoted", "quoted escape"):
                    if dialect.strict:
                        raise Error("unexpected end of data") from None
                    row.append(self._field(letters, is_number))
                    return row
                raise
            if not isinstance(line, str):
                raise Error(f"iterator should return strings, not {type(line).__name__} (the file should be opened in text mode)")
            self.line_num += 1
            if state == "start" and self._is_simple(line):
                line = line.rstrip("\r\n")
                return line.split(dialect.delimiter) if line else []
            # None is the end of the line.
            for letter in (*line, None):
                if state == "start":
                    if letter is None:
                        break
                    if letter in "\r\n":
                        state = "end"
                        continue
                    state = "field start"
                if state == "escaped end":
                    if letter is None:
                        break
                    state = "field"
                if state == "field start":
                    if letter is None or letter in "\r\n":
                        row.append(self._field(letters, is_number))
                        letters, is_number = [], False
                        state = "start" if letter is None else "end"
                    elif letter == quotes:
                        state = "quoted"
                    elif letter == dialect.escapechar:
                        state = "escape"
                    elif letter == " " and dialect.skipinitialspace:
                        pass
                    elif letter == dialect.delimiter:
                        row.append(self._field(letters, is_number))
                        letters, is_number = [], False
                    else:
                        is_number = dialect.quoting == QUOTE_NONNUMERIC
                        self._add(letters, letter)
                        state = "field"
                elif state == "field":
                    if letter is None or letter in "\r\n":
                        row.append(self._field(letters, is_number))
                        letters, is_number = [], False
                        state = "start" if letter is None else "end"
                    elif letter == dialect.escapechar:
                        state = "escape"
                    elif letter == dialect.delimiter:
                        row.append(self._field(letters, is_number))
                        letters, is_number = [], False
                        state = "field start"
                    else:
                        self._add(letters, letter)
                elif state == "quoted":
                    if letter is None:
                        pass
                    elif letter == dialect.escapechar:
                        state = "quoted escape"
                    elif letter == quotes:
                        state = "quote" if dialect.doublequote else "field"
                    else:
                        self._add(letters, letter)
                elif state == "quote":
                    if letter == quotes:
                        self._add(letters, letter)
                        state = "quoted"
                    elif letter == dialect.delimiter:
                        row.append(self._field(letters, is_number))
                        letters, is_number = [], False
                        state = "field start"
                    elif letter is None or letter in "\r\n":
                        row.append(self._field(letters, is_number))
                        letters, is_number = [], False
                        state = "start" if letter is None else "end"
                    elif dialect.strict:
                        raise Error(f"'{dialect.delimiter}' expected after '{dialect.quotechar}'")
                    else:
                        self._add(letters, letter)
                        state = "field"
                elif state == "escape":
                    if letter is not None and letter in "\r\n":
                        self._add(letters, letter)
                        state = "escaped end"
                    else:
                        self._add(letters, "\n" if letter is None else letter)
                        state = "field"
                elif state == "quoted escape":
                    self._add(letters, "\n" if letter is None else letter)
                    state = "quoted"
                elif letter is None:
                    state = "start"
                elif letter not in "\r\n":
                    raise Error("new-line character seen in unquoted field - do you need to open the file in universal-newline mode?")
            if state == "start":
                return row

    def _is_simple(self, line):
        """Whether the line is what stands between its delimiters."""
        dialect = self._dialect
        if dialect.quoting == QUOTE_NONNUMERIC or dialect.skipinitialspace or dialect.escapechar is not None or len(line) > _LIMIT[0]:
            return False
        if dialect.quotechar is not None and dialect.quotechar in line or dialect.delimiter in "\r\n":
            return False
        inner = line[:-1] if line[-1:] in ("\n", "\r") else line
        inner = inner[:-1] if line[-2:] == "\r\n" else inner
        return "\n" not in inner and "\r" not in inner

    def _add(self, letters, letter):
        if len(letters) >= _LIMIT[0]:
            raise Error(f"field larger than field limit ({_LIMIT[0]})")
        letters.append(letter)

    def _field(self, letters, is_number):
        text = "".join(letters)
        return float(text) if is_number else text


class DictReader:
    """An iterator of rows, each a dict by the names in the first one."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect="excel", *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self._fieldnames = fieldnames
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            try:
                self._fieldnames = next(self.reader)
            except StopIteration:
                pass
        self.line_num = self.reader.line_num
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    def __next__(self):
        if self.line_num == 0:
            self.fieldnames
        row = next(self.reader)
        self.line_num = self.reader.line_num
        while row == []:
            row = next(self.reader)
        names = self.fieldnames
        found = dict(zip(names, row))
        if len(names) < len(row):
            found[self.restkey] = row[len(names) :]
        for name in names[len(row) :]:
            found[name] = self.restval
        return found


# --- writing


class writer:
    """Writes rows to what has a method `write`."""

    __module__ = "_csv"

    def __init__(self, *args, **fmtparams):
        if not args:
            raise TypeError(" expected at least 1 argument, got 0")
        file, *rest = args
        if len(rest) > 1:
            raise TypeError(f" expected at most 2 arguments, got {len(args)}")
        self._dialect = _Checked(rest[0] if rest else fmtparams.pop("dialect", None), fmtparams)
        if not callable(getattr(file, "write", None)):
            raise TypeError('argument 1 must have a "write" method')
        self._write = file.write

    @property
    def dialect(self):
        return self._dialect

    def writerow(self, row, /):
        try:
            fields = iter(row)
        except TypeError:
            raise Error(f"iterable expected, not {type(row).__name__}") from None
        dialect = self._dialect
        parts = []
        for field in fields:
            quoted = dialect.quoting == QUOTE_ALL or dialect.quoting == QUOTE_NONNUMERIC and not _is_number(field)
            parts.append(self._shown("" if field is None else str(field), quoted))
        if parts == [""]:
            if dialect.quoting == QUOTE_NONE:
                raise Error("single empty field record must be quoted")
            parts = [dialect.quotechar * 2]
        return self._write(dialect.delimiter.join(parts) + dialect.lineterminator)

    def writerows(self, rows, /):
        for row in rows:
            self.writerow(row)

    def _shown(self, text, quoted):
        dialect = self._dialect
        special = {dialect.delimiter, dialect.escapechar, dialect.quotechar, *dialect.lineterminator}
        shown = text
        if not special.isdisjoint(text):
            parts = []
            for letter in text:
                if letter in special:
                    escaped = dialect.quoting == QUOTE_NONE
                    if not escaped:
                        if letter == dialect.quotechar:
                            if dialect.doublequote:
                                parts.append(letter)
                            else:
                                escaped = True
                        elif letter == dialect.escapechar:
                            escaped = True
                        if not escaped:
                            quoted = True
                    if escaped:
                        if dialect.escapechar is None:
                            raise Error("need to escape, but no escapechar set")
                        parts.append(dialect.escapechar)
                parts.append(letter)
            shown = "".join(parts)
        return dialect.quotechar + shown + dialect.quotechar if quoted else shown


def _is_number(field):
    kind = type(field)
    return isinstance(field, (int, float)) or hasattr(kind, "__float__") or hasattr(kind, "__index__") or kind is complex


class DictWriter:
    """Writes dicts as rows."""

    def __init__(self, f, fieldnames, restval="", extrasaction="raise", dialect="excel", *args, **kwds):
        if fieldnames is not None and iter(fieldnames) is fieldnames:
            fieldnames = list(fieldnames)
        self.fieldnames = fieldnames
        self.restval = restval
        extrasaction = extrasaction.lower()
        if extrasaction not in ("raise", "ignore"):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _dict_to_list(self, rowdict):
        if self.extrasaction == "raise":
            wrong = [repr(name) for name in rowdict.keys() if name not in self.fieldnames]
            if wrong:
                raise ValueError("dict contains fields not in fieldnames: " + ", ".join(wrong))
        return [rowdict.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        return self.writer.writerow(self._dict_to_list(rowdict))

    def writerows(self, rowdicts):
        return self.writer.writerows([self._dict_to_list(row) for row in rowdicts])
