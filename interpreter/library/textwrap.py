"""Paragraphs in lines of a width."""

_SPACES = "\t\n\x0b\x0c\r "


class TextWrapper:
    """Wraps texts by its settings."""

    __module__ = "textwrap"

    def __init__(
        self,
        width=70,
        initial_indent="",
        subsequent_indent="",
        expand_tabs=True,
        replace_whitespace=True,
        fix_sentence_endings=False,
        break_long_words=True,
        drop_whitespace=True,
        break_on_hyphens=True,
        tabsize=8,
        *,
        max_lines=None,
        placeholder=" [...]",
    ):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def wrap(self, text):
        """The lines of a paragraph."""
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate({ord(space): " " for space in _SPACES})
        chunks = _chunks(text, self.break_on_hyphens)
        if self.fix_sentence_endings:
            _fix_endings(chunks)
        return self._lines(chunks)

    def fill(self, text):
        """The paragraph as one text."""
        return "\n".join(self.wrap(text))

    def _lines(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        # Taken from the end.
        chunks = chunks[::-1]
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and not chunks[-1].strip():
                chunks.pop()
            line, length = [], 0
            while chunks and length + len(chunks[-1]) <= width:
                length += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._break(chunks, line, length, width)
                length = sum([len(chunk) for chunk in line])
            if self.drop_whitespace and line and not line[-1].strip():
                length -= len(line.pop())
            if not line:
                continue
            if self._fits(lines, chunks, length, width):
                lines.append(indent + "".join(line))
            else:
                self._end(lines, line, length, width, indent)
                break
        return lines

    def _fits(self, lines, chunks, length, width):
        """Whether a line may be added: it is not the last that may be, or nothing remains after it."""
        if self.max_lines is None or len(lines) + 1 < self.max_lines:
            return True
        rest_is_space = self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip()
        return (not chunks or rest_is_space) and length <= width

    def _end(self, lines, line, length, width, indent):
        """Ends the last line by the placeholder."""
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                lines.append(indent + "".join(line) + self.placeholder)
                return
            length -= len(line.pop())
        if lines:
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def _break(self, chunks, line, length, width):
        """Puts as much of a chunk that fits on no line into this one, or all of it on a line of its own."""
        room = 1 if width < 1 else width - length
        if not self.break_long_words:
            if not line:
                line.append(chunks.pop())
            return
        chunk = chunks[-1]
        end = room
        if self.break_on_hyphens and len(chunk) > room:
            hyphen = chunk.rfind("-", 0, room)
            if hyphen > 0 and chunk[:hyphen].strip("-"):
                end = hyphen + 1
        line.append(chunk[:end])
        chunks[-1] = chunk[end:]


def _fix_endings(chunks):
    """Two spaces after what looks like the end of a sentence."""
    for at in range(len(chunks) - 1):
        if chunks[at + 1] == " " and _ends_sentence(chunks[at]):
            chunks[at + 1] = "  "


def _ends_sentence(chunk):
    bare = chunk[:-1] if chunk[-1:] in ("'", '"') else chunk
    return len(bare) > 1 and bare[-1] in ".!?" and bare[-2] in "abcdefghijklmnopqrstuvwxyz"


def _chunks(text, break_on_hyphens):
    """What cannot be broken: runs of spaces, and words; with hyphens also the parts of words and dashes between words."""
    chunks = []
    at = 0
    while at < len(text):
        end = at + 1
        is_space = text[at] in _SPACES
        while end < len(text) and (text[end] in _SPACES) == is_space:
            end += 1
        if is_space or not break_on_hyphens:
            chunks.append(text[at:end])
        else:
            _parts(text, at, end, chunks)
        at = end
    return chunks


def _parts(text, at, stop, chunks):
    start = at
    while at < stop:
        end = _dash_between(text, at, stop) if at > start else 0
        if not end:
            end = at + 1
            while end < stop and not _breaks(text, at, end, stop):
                end += 1
        chunks.append(text[at:end])
        at = end


def _dash_between(text, at, stop):
    """Where dashes end that stand between two words, if some begin here."""
    if text[at] != "-" or not _is_punctuation(text[at - 1]):
        return 0
    end = at
    while end < stop and text[end] == "-":
        end += 1
    return end if end - at >= 2 and end < stop and _is_word(text[end]) else 0


def _breaks(text, start, at, stop):
    """Whether a word may be broken before `at`."""
    if text[at - 1] == "-":
        before = text[:at]
        two_letters = at >= 3 and _is_letter(before[-2]) and _is_letter(before[-3])
        letter_between = at >= 4 and before[-3] == "-" and _is_letter(before[-4]) and _is_letter(before[-2])
        if two_letters or letter_between:
            after = text[at:stop]
            if after[:1] and _is_letter(after[0]):
                second = after[2:3] if after[1:2] == "-" else after[1:2]
                if second and _is_letter(second):
                    return True
    if text[at] == "-" and _is_punctuation(text[at - 1]):
        return bool(_dash_between(text, at, stop))
    return False


def _is_word(letter):
    return letter.isalnum() or letter == "_"


def _is_letter(letter):
    return (letter.isalnum() or letter == "_") and not letter.isdecimal()


def _is_punctuation(letter):
    return _is_word(letter) or letter in "!\"'&.,?"


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph in lines, as one text."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """A text on one line, cut at a word and ended by a placeholder if it is too long."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """A text without the space that all its lines begin with; lines of spaces alone become empty."""
    if isinstance(text, (bytes, bytearray)):
        raise TypeError("cannot use a string pattern on a bytes-like object")
    if not isinstance(text, str):
        raise TypeError(f"expected string or bytes-like object, got {type(text).__name__!r}")
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    margin = None
    for line in lines:
        if not line:
            continue
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = indent
        else:
            common = 0
            while common < min(len(margin), len(indent)) and margin[common] == indent[common]:
                common += 1
            margin = margin[:common]
    if margin:
        lines = [line[len(margin) :] if line else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    """A text with a prefix before its lines, but those of spaces alone if nothing else decides."""
    lines = text.splitlines(True)
    return "".join([prefix + line if (line.strip() if predicate is None else predicate(line)) else line for line in lines])
