"""how well FSRS foretells a review log -> a table in plain words  (pure)"""

from collections.abc import Sequence

from bot.messages.phrases import counted
from bot.study.foresight.forgetting import Foresight
from bot.study.foresight.measured import Fitted, Measured, Tried
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


def tried(it: Tried) -> str:
    if it.found is None:
        return f"{it.reviews:,} scored reviews: not fitted. {it.why}"
    kept = "kept" if it.found.is_better else "not kept: the defaults do as well"
    default, own = it.found.default.log_loss, it.found.foresight.log_loss
    return f"{it.reviews:,} scored reviews: log loss {default:.4f} by default, {own:.4f} fitted; {kept}"


def tried_all(tried: Sequence[Tried]) -> str:
    if not tried:
        return "Nobody has reviewed enough since the last time."
    kept = sum(it.found is not None and it.found.is_better for it in tried)
    return f"{counted(len(tried), 'log')} fitted to; the parameters of {kept:,} are kept."


def refused(log: str, faults: Sequence[LogFault]) -> str:
    lines = [f"{log} cannot be used, and nothing was measured:"]
    lines += [f"  {fault}" for fault in faults[:_SHOWN_FAULTS]]
    if len(faults) > _SHOWN_FAULTS:
        lines.append(f"  and {len(faults) - _SHOWN_FAULTS:,} more")
    return "\n".join(lines)


def _fitted(it: Fitted) -> list[str]:
    better = "better" if it.is_better else "no better"
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
