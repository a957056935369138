def inner(n):
    print("inner", n)
    raise ValueError(f"bad value: {n}")


def outer():
    inner(3)


print("begin")
outer()
print("never")
