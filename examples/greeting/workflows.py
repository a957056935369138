"""Two chained actions: a user is fetched, and a summary is built from it."""

from dataclasses import dataclass, field

from carabiner import Workflow, action


@dataclass
class User:
    id: str
    name: str
    interests: list[str] = field(default_factory=list)


@dataclass
class Summary:
    user: User
    messages: list[str]


USERS = {
    "ada": User("ada", "Ada", ["engines", "poetry"]),
    "alan": User("alan", "Alan", ["running", "chess", "apples"]),
}


async def load_user(user_id: str) -> User:
    """Stands for a query to the application's own database."""
    return USERS[user_id]


async def news_on(interest: str) -> str:
    """Stands for a request to somebody's news service."""
    return f"here is the news on {interest}"


@action
async def fetch_user(user_id: str) -> User:
    return await load_user(user_id)


@action
async def build_summary(user: User) -> Summary:
    messages = [f"{user.name}, {await news_on(interest)}." for interest in user.interests]
    return Summary(user=user, messages=messages)


class GreetingWorkflow(Workflow):
    def __init__(self, user_id: str):
        self.user_id = user_id

    async def run(self) -> Summary:
        user = await fetch_user(self.user_id)
        return await build_summary(user)
