"""Becomes the command it is given, on a leash: the kernel ends it when its supervisor ends.

A script, not a module: `python -I -S leash.py SUPERVISOR_PID COMMAND...`. It takes the place of
a function between fork and exec, which may hang when the supervisor has threads.
"""

import ctypes
import os
import signal
import sys

# From <sys/prctl.h>: the signal that this process gets when its parent's thread ends.
PR_SET_PDEATHSIG = 1


def main() -> None:
    """Replace this process; exits when the supervisor was already gone before the leash held."""
    supervisor, command = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != supervisor:
            raise SystemExit("The supervisor ended while this process started.")
    os.execvp(command[0], command)  # noqa: S606 - the point: no shell, our own argument list


if __name__ == "__main__":
    main()
