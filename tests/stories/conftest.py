"""Who tells the stories: each only once, whoever asks for it."""

from __future__ import annotations

import asyncio

import pytest

from tests.stories.telling import Story, Teller, Told, run


@pytest.fixture(scope="session")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Teller:
    """Tells a story, each only once."""
    known: dict[Story, Told] = {}

    def teller(story: Story) -> Told:
        if story not in known:
            known[story] = asyncio.run(run(story, tmp_path_factory.mktemp("story")))
        return known[story]

    return teller
