import shutil
from dataclasses import replace

from vigie.adapters.lexicon import FOLDER, load
from vigie.match import Matcher
from vigie.match.lexicons import Model
from vigie.model import Article, Company, Facts, Role

STRIKES = """language: fr
topics:
  strikes:
    walkout:
      - greve*
      - debray*
      - arret* de travail
masks:
  - greve de la faim
"""


def test_a_new_topic_is_a_data_file(tmp_path):
    folder = tmp_path / "lexicon"
    shutil.copytree(FOLDER, folder)
    (folder / "fr-greves.yaml").write_text(STRIKES, encoding="utf-8")
    lexicons = load(folder)
    assert "strikes" in lexicons.topics
    by_hand = Model(("yes",), (-2.0,), {"core:title": (2.0,), "g:walkout@title": (1.0,)}, 0.5)
    lexicons = replace(lexicons, models={**lexicons.models, "strikes": by_hand, "strikes.any": by_hand})
    matcher = Matcher((Company(1, "Vulcania"),), lexicons)
    found = [
        e
        for e in matcher.events(Article("u", "Grève chez Vulcania", "Les équipes ont débrayé."))
        if e.topic == "strikes"
    ]
    assert [(e.role, type(e.facts)) for e in found] == [(Role.SUBJECT, Facts)]
    masked = matcher.events(Article("u", "Grève de la faim devant Vulcania"))
    assert [e for e in masked if e.topic == "strikes"] == []


def test_a_topic_without_weights_is_silent(tmp_path):
    folder = tmp_path / "lexicon"
    shutil.copytree(FOLDER, folder)
    (folder / "fr-greves.yaml").write_text(STRIKES, encoding="utf-8")
    matcher = Matcher((Company(1, "Vulcania"),), load(folder))
    assert [e for e in matcher.events(Article("u", "Grève chez Vulcania")) if e.topic == "strikes"] == []
