"""When a program that keeps ending is given up."""

from dataclasses import dataclass

# A process that lived this long had started properly, whatever ended it later.
QUICK_SECONDS = 10
QUICK_EXITS = 5
# EX_CONFIG of <sysexits.h>: the program itself says that starting it again cannot help.
WRONG_CONFIGURATION = 78


@dataclass(frozen=True, slots=True)
class CrashCount:
    """Counts the quick exits of one program in a row."""

    quick: int = 0

    def after(self, *, code: int, lived: float) -> "CrashCount":
        """Return the count after an exit with that code; `lived` in seconds."""
        if code == WRONG_CONFIGURATION:
            return CrashCount(QUICK_EXITS)
        return CrashCount(self.quick + 1 if lived < QUICK_SECONDS else 0)

    @property
    def is_hopeless(self) -> bool:
        return self.quick >= QUICK_EXITS
