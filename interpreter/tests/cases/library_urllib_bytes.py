"""urllib.parse: URLs as bytes, results that are encoded and decoded, hosts in brackets."""
from urllib.parse import parse_qs, parse_qsl, urldefrag, urljoin, urlparse, urlsplit, unwrap, urlunparse, urlunsplit


def a(f, *args, **kwargs):
    try:
        return f(*args, **kwargs)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


url = b"https://User:Pass@Example.com:8080/a/b;p?q=1#frag"
for function in (urlsplit, urlparse, urldefrag):
    found = function(url)
    print(found, type(found).__name__, found.geturl(), found.decode(), found.decode().encode() == found, function(url.decode()).encode())
found = urlsplit(url)
print(found.username, found.password, found.hostname, found.port, urlsplit(b"x").hostname, urlsplit(b"").geturl(), found._replace(path=b"/z").geturl())
print(urlunsplit((b"http", b"h", b"p", b"q", b"f")), urlunparse([b"http", b"h", b"/p", b"x", b"", b""]), urljoin(b"http://h/a/b", b"../c"), urljoin(b"http://h/a", b"//x/y"), urljoin("http://a/b", "c"), urljoin(b"", b"x"))
print(parse_qs(b"a=1&b=%32&a=3"), parse_qsl(b"x=+y;z", separator=b";", keep_blank_values=True), a(parse_qsl, b"a=%ff"), parse_qsl(b""))
print(a(urlsplit, b"http://x", "http"), a(urljoin, "http://x", b"y"), a(urlunsplit, ("http", b"h", "", "", "")), a(urlsplit, b"http://\xff"), a(urlsplit, None))
for host in ("[::1]", "[fe80::1%25eth0]", "[192.0.2.1]", "[v1.abc]", "[v.x]", "[vg.x]", "[1:2:3:4:5:6:7:8]", "[1:2:3:4:5:6:7]", "[1::2::3]", "[::ffff:1.2.3.4]", "[12345::]", "[::]", "[x]", "[]", "[1::]", "[:1::2]", "[1:2:3:4:5:6:7::]", "[::2:3:4:5:6:7:8]"):
    print(host, a(lambda: urlsplit(f"http://u@{host}:80/p").hostname))
print(unwrap("<URL:http://x>"), unwrap(" <http://x> "), unwrap("URL:http://x"), unwrap("http://x"))
