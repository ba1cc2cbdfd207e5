"""The catalogue's history: one hand-written file a revision"""

from pathlib import Path

from knowledge.adapters.history import History

CATALOGUE = History(Path(__file__).parent, "catalogue_version", head="0002")
