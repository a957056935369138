"""html: escaping, and names and numbers of characters."""
import html

print(html.escape("<a href='x'>\"&amp;\"</a>"), html.escape("'\"<", quote=False), html.escape(""))
for text in (
    "&lt;&gt;&amp;&quot;&#39;&apos;&nbsp;|", "&eacute;&Eacute;&hellip;&NotEqualTilde;", "&notit;&notin;&not", "&ampamp;&amp", "&foo; &; & &#; &#x;",
    "&#65;&#x41;&#X41&#66 &#0;&#128;&#x9f;&#129;&#13;&#x1;&#xd800;&#x110000;&#99999999999;&#xfdd0;&#12;&#11;", "no entities", "&copy 2024 &COPY;&reg", "&unknownnamethatisverylongandmore;", "&LT&GT&notaname;&timesbar;&times",
    "a &lt b &le; c &ThickSpace;|&fjlig;",
):
    print(ascii(html.unescape(text)))
print(html.unescape(html.escape("<\"round\" & 'trip'>")))
