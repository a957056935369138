import asyncio


async def main():
    await asyncio.sleep(0.01)
    try:
        {}["k"]
    except KeyError as error:
        raise RuntimeError("outer") from error


asyncio.run(main())
