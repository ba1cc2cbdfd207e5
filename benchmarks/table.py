"""figures -> lines of a table, printed as they come"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    measure: str
    usual: str
    ours: str
    note: str = ""


class Table:
    """Prints a Markdown table row by row: a long run shows what it has."""

    def __init__(self) -> None:
        print("| measure | the usual pipeline | Studyhall | against it |\n|---|---|---|---|", flush=True)

    def add(self, row: Row) -> None:
        print(f"| {row.measure} | {row.usual} | {row.ours} | {row.note} |", flush=True)

    def figure(self, measure: str, usual: float, ours: float) -> None:
        """Of quality: higher is better."""
        self.add(Row(measure, f"{usual:.3f}", f"{ours:.3f}", f"{ours - usual:+.3f}"))

    def ratio(self, measure: str, usual: float, ours: float) -> None:
        """Of cost: lower is better."""
        self.add(Row(measure, f"{usual:.1f}", f"{ours:.1f}", f"{ours / usual:.2f}"))
