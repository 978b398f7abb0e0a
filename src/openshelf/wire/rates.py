"""The four rate-limit headers, which some clients need on every answer, as a set (behaviour 2.4, 12)."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW_MS = 30_000
PLANS = {"off": 150, "standard": 150, "pro": 450}


@dataclass(frozen=True)
class RateReport:
    """What is said of the caller's quota: with limits off, that nothing of it is used up."""

    quota: int
    window_ms: int = WINDOW_MS

    @classmethod
    def of(cls, plan: str) -> RateReport:
        """A plan's name, or `requests/seconds`. Raises `ValueError` for anything else."""
        if plan in PLANS:
            return cls(PLANS[plan])
        requests, _, seconds = plan.partition("/")
        if not (requests.isdigit() and seconds.isdigit() and int(requests) > 0 and int(seconds) > 0):
            raise ValueError(
                "OPENSHELF_RATE_LIMIT must be off, standard, pro or requests/seconds, such as 150/30"
            )
        return cls(int(requests), int(seconds) * 1000)

    def headers(self) -> dict[str, str]:
        """The same for every store while limits are only reported."""
        return {
            "x-rate-limit-requests-left": str(self.quota),
            "x-rate-limit-requests-quota": str(self.quota),
            "x-rate-limit-time-reset-ms": str(self.window_ms),
            "x-rate-limit-time-window-ms": str(self.window_ms),
        }
