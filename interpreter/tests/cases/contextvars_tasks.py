import asyncio
import contextvars
from contextvars import ContextVar, copy_context

user = ContextVar("user", default="nobody")
depth = ContextVar("depth")


def basics():
    print(user.name, user.get(), user.get("given"))
    try:
        depth.get()
    except LookupError as e:
        print(type(e).__name__, e.args == (depth,))
    print(depth.get(0))
    token = user.set("ada")
    print(user.get(), token.old_value is contextvars.Token.MISSING, token.var is user)
    second = user.set("bob")
    print(second.old_value)
    user.reset(second)
    print(user.get())
    user.reset(token)
    print(user.get())
    try:
        user.reset(token)
    except RuntimeError as e:
        print("RuntimeError", "has already been used once" in str(e))
    try:
        depth.reset(user.set("x"))
    except ValueError as e:
        print("ValueError", "was created by a different ContextVar" in str(e))
    try:
        ContextVar(5)
    except TypeError as e:
        print(e)
    print(repr(user).startswith("<ContextVar name='user' default='nobody' at 0x"), repr(contextvars.Token.MISSING))


def contexts():
    user.set("outer")
    context = copy_context()
    print(context[user], user in context, depth in context, context.get(depth), context.get(depth, 7), len(context) >= 1)

    def change():
        user.set("inner")
        depth.set(3)
        return user.get(), depth.get()

    print(context.run(change), user.get(), depth.get(None), context[user], context[depth])
    copied = context.copy()
    print(copied[user], copied == context, sorted(v.name for v in context), sorted(map(str, context.values())))
    print(sorted((k.name, v) for k, v in context.items() if k is not depth))
    try:
        context.run(lambda: context.run(print))
    except RuntimeError as e:
        print("RuntimeError", "is already entered" in str(e))
    try:
        context["x"]
    except TypeError as e:
        print("TypeError", e)
    try:
        contextvars.Context()[user]
    except KeyError as e:
        print("KeyError")

    def fails():
        user.set("lost")
        raise ValueError

    try:
        context.run(fails)
    except ValueError:
        print(user.get(), context[user])
    empty = contextvars.Context()
    print(empty.run(user.get), len(empty), list(empty))


async def child(name):
    print("child sees", user.get())
    user.set(name)
    await asyncio.sleep(1)
    print("child keeps", user.get())
    return user.get()


async def helper():
    user.set("from helper")
    await asyncio.sleep(0)


async def main():
    user.set("main")
    first = asyncio.create_task(child("one"))
    user.set("main again")
    second = asyncio.create_task(child("two"))
    print(await asyncio.gather(first, second, child("three")), user.get())
    await helper()
    print(user.get())
    await asyncio.create_task(helper())
    user.set("x")
    await asyncio.wait_for(helper(), 5)
    print(user.get())
    context = copy_context()
    context.run(user.set, "given")
    await asyncio.create_task(child("changed"), context=context)
    print(context[user], user.get())
    async with asyncio.TaskGroup() as tg:
        tg.create_task(child("in group"), context=context)
        tg.create_task(child("own"))
    print(context[user], user.get())
    loop = asyncio.get_running_loop()
    user.set("at call")
    loop.call_soon(lambda: print("soon", user.get()))
    loop.call_soon(lambda: print("soon in context", user.get()), context=context)
    loop.call_later(1, lambda: print("later", user.get()))
    future = loop.create_future()
    future.add_done_callback(lambda f: print("done", user.get()))
    future.add_done_callback(lambda f: print("done in context", user.get()), context=context)
    user.set("after call")
    future.set_result(None)
    await asyncio.sleep(2)

    async def generate():
        for n in range(3):
            user.set(f"generated {n}")
            yield n

    async for n in generate():
        print(n, user.get())

    async def deep(n):
        token = depth.set(n)
        try:
            if n:
                await deep(n - 1)
            await asyncio.sleep(0)
            print("depth", depth.get())
        finally:
            depth.reset(token)

    await asyncio.gather(deep(2), deep(1))


basics()
contexts()
asyncio.run(main())
print(user.get())
