import pytest

from agent.assemble import build_agent
from agent.settings import AgentSettings
from tests.agent.shop import ARTICLES, CHANNELS, Shop, ingest


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The real assembly over a folder of articles: Chroma, tantivy, SQLite and the built-in embedder."""
    place = tmp_path_factory.mktemp("shop")
    for path, content in ARTICLES.items():
        file = place / "articles" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    ingest(place / "home", place / "articles")
    settings = AgentSettings(home=place / "home", desk_channels=CHANNELS)
    return Shop(build_agent(settings), place / "home")
