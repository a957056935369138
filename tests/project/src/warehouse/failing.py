"""Workflows that fail, and some that are refused."""

import random
import socket
import subprocess
from typing import Any

from carabiner import Workflow, action

from .models import Customer
from .pricing import rules


class OutOfStock(Exception):
    def __init__(self, sku: str, left: int) -> None:
        super().__init__(f"{sku} is out of stock")
        self.sku = sku
        self.left = left


def reserve(sku: str, wanted: int) -> int:
    stock = {"ab-1": 3}
    if wanted > stock.get(sku, 0):
        raise OutOfStock(sku, left=stock.get(sku, 0))
    return stock[sku] - wanted


@action
async def confirm(sku: str) -> str:
    raise ConnectionError(f"no answer for {sku}")


class Failing(Workflow):
    def __init__(self, sku: str) -> None:
        self.sku = sku

    async def run(self) -> int:
        try:
            answer = await confirm(self.sku)
        except ConnectionError as error:
            raise RuntimeError("unconfirmed") from self.reason(error)
        return len(answer)

    def reason(self, error: Exception) -> Exception:
        error.add_note(f"left: {reserve(self.sku, 1)}")
        return error


class Invalid(Workflow):
    async def run(self) -> Customer:
        return self.made("nobody")

    def made(self, email: str) -> Customer:
        return Customer(email=email)


def fetched(host: str) -> Any:
    connection = socket.create_connection((host, 80))
    return connection.recv(10)


def through(host: str) -> Any:
    return fetched(host)


class Refused(Workflow):
    """Several things that no workflow can do, in several files and functions."""

    async def run(self) -> Any:
        found = through("example.org")
        return [found, subprocess.run(["ls"]), self.listed(), rules.fib(3)]

    def listed(self) -> Any:
        with open("list.txt") as file:
            lines = file.read()
        return [eval(line) for line in lines], random.SystemRandom().random()
