"""The study record's history: one hand-written file a revision"""

from pathlib import Path

from knowledge.adapters.history import History

STUDY = History(Path(__file__).parent, "study_version", head="0015")
