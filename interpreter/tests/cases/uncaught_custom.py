class Problem(Exception):
    def __str__(self):
        return "a problem of " + self.args[0]


try:
    raise KeyError("context")
except KeyError:
    raise Problem("mine")
