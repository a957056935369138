"""csv: what is read and written with every option, dialects and their errors, dicts."""
import asyncio
import csv
import io


def a(f, *x, **k):
    try:
        return f(*x, **k)
    except BaseException as e:
        return f"{type(e).__name__}: {e}"


for rows in (["a\rb"],["a\r\nb"],[b"x"],[1],['"a"b'],['"a'],["a\x00b"],5,['a\nb'],['a\n','b\r\n','c\r']):
    print(rows,a(lambda:list(csv.reader(rows))),a(lambda:list(csv.reader(rows,strict=True))))
for k in (dict(delimiter=''),dict(delimiter='ab'),dict(delimiter=None),dict(delimiter=5),dict(quotechar=''),dict(quotechar=5),dict(quotechar='ab'),dict(quotechar=None),dict(quotechar=None,quoting=0),dict(quotechar=None,quoting=3),dict(escapechar='ab'),dict(escapechar=''),dict(escapechar=5),dict(quoting=9),dict(quoting='x'),dict(lineterminator=None),dict(lineterminator=5),dict(bad=1),dict(dialect='nope'),dict(doublequote='x'),dict(delimiter='\n'),dict(delimiter=' ',skipinitialspace=True),dict(delimiter=b'x'),dict(strict=1), dict(quotechar=',')):
    print(k,a(lambda:list(csv.reader(['a'],**k))))
class W:
    def write(self,x): return x
for k in ({},dict(quoting=1),dict(quoting=2),dict(quoting=3),dict(quoting=3,escapechar='\\'),dict(doublequote=False),dict(doublequote=False,escapechar='\\'),dict(escapechar='\\'),dict(lineterminator='!'),dict(quotechar=None,quoting=3,escapechar='\\'),dict(delimiter=' ')):
    w=csv.writer(W(),**k)
    print(k,[a(w.writerow,r) for r in ([],[''],['',''],[None],['a',1,2.5,None,True],['a"b'],['a\\b'],['a,b'],['a\nb'],['a\rb'],['a!b'],[' a '],['"'],5,'abc',['a',"it's"],[1j],["\x00"],['a b'])])
w=csv.writer(W()); print(a(w.writerows,[[1],[2]]),a(w.writerows,5),a(w.writerows,[5]),a(csv.writer,5), w.dialect.delimiter, type(w),type(csv.reader([])),a(csv.reader),a(csv.writer),a(csv.field_size_limit),a(csv.field_size_limit,'x'),a(csv.field_size_limit,10),a(lambda:list(csv.reader(['a'*11]))),a(csv.field_size_limit,131072))
print(a(csv.get_dialect,'nope'),a(csv.unregister_dialect,'nope'),a(csv.register_dialect,5),a(csv.register_dialect,'x','y'),a(csv.list_dialects),a(csv.register_dialect,'p',delimiter='|'),csv.get_dialect('p').delimiter,csv.list_dialects())
class D(csv.Dialect): pass
print(a(D)); 
class D(csv.Dialect): delimiter=';';quotechar='"';lineterminator='\n';quoting=0
print(type(a(D)).__name__,list(csv.reader(['a;b'],D)),list(csv.reader(['a;b'],D())),a(csv.Dialect))
class D2(D): delimiter='xx'
print(a(D2),a(lambda:csv.reader([],D2)))
print(csv.QUOTE_ALL,csv.QUOTE_MINIMAL,csv.QUOTE_NONE,csv.QUOTE_NONNUMERIC,csv.excel.lineterminator,csv.excel_tab.__mro__,csv.unix_dialect.__dict__.get('quoting'),csv.Error.__module__)
print(a(lambda:list(csv.reader(['1,"2",x'],quoting=2))),list(csv.reader(['1,"2",'],quoting=2)) if 0 else '')
r=csv.DictReader(['a,b','1,2,3','4','','5,6']); print(list(r),r.fieldnames,r.line_num)
w=csv.DictWriter(W(),['a','b']); print(a(w.writeheader),a(w.writerow,{'a':1,'c':2}),a(w.writerow,{'a':1}),a(csv.DictWriter,W(),['a'],extrasaction='x'),a(w.writerows,[{'a':1}]))

for line, options in (
    ('a,"b,c",d', {}), ('a, "b"', {}), ('a, "b"', {"skipinitialspace": True}), ('"a""b","c"', {}), ('"a""b"', {"doublequote": False}), ("a\\,b,c", {"escapechar": "\\"}),
    ('"a\\"b"', {"escapechar": "\\"}), ("'a,b',c", {"quotechar": "'"}), ("a\tb", {"delimiter": "\t"}), ('"1",2,3.5', {"quoting": csv.QUOTE_NONNUMERIC}), ('"a,b"', {"quoting": csv.QUOTE_NONE}),
    ("a;b", {"dialect": "excel", "delimiter": ";"}), (",,", {}), ("", {}), ('""', {}), ('a"b"c', {}), ("\u00e9,\U0001f600", {}), ("a\\", {"escapechar": "\\"}),
):
    print(repr(line), options, a(lambda: list(csv.reader([line], **options))))
print(list(csv.reader(['a,"b', 'c",d', "", "e"])), list(csv.reader(io.StringIO('x,y\r\n"1\r\n2",3\r\n', newline=""))))
out = io.StringIO()
writer = csv.DictWriter(out, fieldnames=["name", "n"], restval="-", extrasaction="ignore", dialect="unix")
writer.writeheader()
writer.writerows([{"name": "O'Neil, \"Jr\"", "n": 1.5, "more": 2}, {"name": None}, {}])
print(out.getvalue())
out.seek(0)
for row in csv.DictReader(out):
    print(row)
print(list(csv.DictReader(["1,2", "3"], fieldnames=("a", "b", "c"), restkey="rest", restval="none")))


async def main():
    rows = csv.reader(["a,b", '"c', 'd",e', "f"])
    out = io.StringIO()
    write = csv.writer(out, delimiter=";")
    for row in rows:
        await asyncio.sleep(0)
        write.writerow(row)
    print(repr(out.getvalue()), rows.line_num)


asyncio.run(main())
