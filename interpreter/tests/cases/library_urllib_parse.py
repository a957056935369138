"""urllib.parse: quoting, queries, splitting, joining, results."""
from urllib import parse
from urllib.parse import (
    parse_qs, parse_qsl, quote, quote_plus, unquote, unquote_plus, unquote_to_bytes, urldefrag, urlencode, urljoin, urlparse,
    urlsplit, urlunparse, urlunsplit,
)


def show(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except Exception as error:
        print(type(error).__name__, error)


print(quote("a b/c?d=é&~"), quote("a b/c", safe=""), quote_plus("a b/c+d"), quote_plus("a b", safe=" "), quote(b"\xff a"), quote("é", encoding="latin-1"), quote(""), quote("x", safe="é"))
print(unquote("a%20b%2Fc%C3%A9"), unquote("%zz%4"), unquote("%ff"), unquote("%E9", encoding="latin-1"), unquote_plus("a+b%2B"), unquote_to_bytes("%00é%ff"), unquote("é%20ü"), unquote(b"a%20b"))
show(quote, 5)
show(quote, b"x", encoding="utf-8")
show(parse.quote_from_bytes, "x")
print(urlencode({"a": 1, "b": "x y", "c": "é"}), urlencode([("a", [1, 2]), ("b", "xy")], doseq=True), urlencode({"a": [1, 2]}), urlencode({"k": b"\xff"}), urlencode({"q": "a b"}, quote_via=quote), urlencode({}))
show(urlencode, "abc")
show(urlencode, 5)
print(parse_qs("a=1&a=2&b=&c=x+y%20z&d"), parse_qs("a=1&b=", keep_blank_values=True), parse_qsl("a=1;b=2", separator=";"), parse_qsl("x=%C3%A9&&y=2"), parse_qsl(""))
show(parse_qsl, "a&b=1", strict_parsing=True)
show(parse_qsl, "a=1&b=2", max_num_fields=1)
show(parse_qsl, "a=1", separator="")
urls = (
    "http://user:pa%20ss@Example.COM:8080/p/a;x=1?q=1&r#frag", "https://example.com", "//host/path", "/only/path?q", "mailto:me@example.com", "file:///etc/x",
    "http://[::1]:80/x", "urn:isbn:1", "path;params", "a:b", "http://host:/x", "?q=1", "#f", "", "http://a/b?c#d?e#f", "HTTP://A", "1http://x", "javascript:alert(1)",
    "ftp://h/p;type=a", "tel:+1-2", "http://a@b@c/d", " http://x/\ny ", "x://y?z",
)
for url in urls:
    split, parsed = urlsplit(url), urlparse(url)
    print(repr(split), parsed.params, split.geturl() == url, parsed.geturl())
    print(split.hostname, split.username, split.password, split.netloc, len(parsed), parsed[2])
parts = urlsplit("http://h:99999/")
show(lambda: parts.port)
show(lambda: urlsplit("http://h:ab/").port)
show(lambda: urlsplit("http://h:80/").port)
show(urlsplit, "http://[::1/")
print(parts._replace(netloc="other", path="/x").geturl(), urlsplit("//x", scheme="ftp").scheme, urlsplit("a#b", allow_fragments=False), parts._asdict())
scheme, netloc, path, query, fragment = urlsplit("http://a/b?c#d")
print(scheme, netloc, path, query, fragment, urlparse("http://a/b") == ("http", "a", "/b", "", "", ""), urlparse("x") == urlparse("x"), isinstance(parts, tuple))
print(urlunsplit(("http", "h", "p", "q", "f")), urlunparse(("http", "h", "/p", "x", "", "")), urlunsplit(("", "", "p", "", "")), urlunsplit(("mailto", "", "a@b", "", "")), urlunsplit(("file", "", "/x", "", "")))
print(urldefrag("http://a/b#c"), urldefrag("http://a/b"), urldefrag("http://a/b#c").url)
base = "http://a/b/c/d;p?q"
for rel in ("g", "./g", "g/", "/g", "//g", "?y", "g?y", "#s", "g#s", "g?y#s", ";x", "g;x", "", ".", "./", "..", "../", "../g", "../..", "../../g", "../../../g", "g:h", "http:g", "/./g", "/../g", "g.", "..g", "./../g", "g/./h", "g/../h", "http://x/y", "mailto:q"):
    print(rel, urljoin(base, rel))
print(urljoin("http://a", "b"), urljoin("", "b"), urljoin("http://a/b/", "c"), urljoin("http://a/b", "c"), urljoin("a/b", "../c"), urljoin("http://a//b/", "c"))
