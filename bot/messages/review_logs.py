"""how well FSRS foretells a review log -> a table in plain words  (pure)"""

from collections.abc import Sequence

from bot.study.foresight.forgetting import Foresight
from bot.study.foresight.measured import Fitted, Measured
from bot.study.foresight.review_log import LogFault

_SHOWN_FAULTS = 50
FITTING = "Fitting to the first {count:,} reviews, in a process of its own; a long log takes minutes."


def measured(log: str, it: Measured) -> str:
    lines = [
        f"{log}: {it.reviews:,} reviews of {it.cards:,} cards. {it.default.scored:,} are scored:",
        "those at least a day after the card's previous one. The others shape the memory and are not scored.",
        "",
        _HEAD,
        _row("FSRS-6, default parameters", it.default),
        "",
        *(_fitted(it.fitted) if it.fitted else [f"No parameters were fitted. {it.why}"]),
    ]
    return "\n".join(lines)


def refused(log: str, faults: Sequence[LogFault]) -> str:
    lines = [f"{log} cannot be used, and nothing was measured:"]
    lines += [f"  {fault}" for fault in faults[:_SHOWN_FAULTS]]
    if len(faults) > _SHOWN_FAULTS:
        lines.append(f"  and {len(faults) - _SHOWN_FAULTS:,} more")
    return "\n".join(lines)


def _fitted(it: Fitted) -> list[str]:
    better = "better" if it.foresight.log_loss < it.default.log_loss else "no better"
    return [
        f"Fitted to the reviews before {it.since:%Y-%m-%d %H:%M} UTC. The {it.foresight.scored:,} scored",
        f"since then, which the fitting has not seen, are foretold {better} by it:",
        "",
        _HEAD,
        _row("FSRS-6, default parameters", it.default),
        _row("FSRS-6, fitted parameters", it.foresight),
    ]


def _row(name: str, it: Foresight) -> str:
    return f"{name:<28}{_figure(it.log_loss):>10}{_figure(it.auc):>10}"


def _figure(value: float) -> str:
    return "-" if value != value else f"{value:.4f}"


_HEAD = f"{'':<28}{'log loss':>10}{'AUC':>10}"
