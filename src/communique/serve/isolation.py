"""What a process that runs a stranger's query may use: so much time, so much memory, no network."""

import ctypes
import os
import platform
import resource
import signal
import struct
from pathlib import Path

__all__ = ["confine", "without_network"]

# linux/audit.h; numbers of socket(2) in the tables of system calls (io_uring_setup(2) has the same in all)
ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198), "riscv64": (0xC00000F3, 198)}
IO_URING_SETUP = 425
X32 = 0x40000000
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, KILL, DENY = 0x7FFF0000, 0x80000000, 0x00050000 | 13
PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 1, 22, 38, 2

LIBC = ctypes.CDLL(None)


class _Program(ctypes.Structure):
    """``struct sock_fprog`` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def confine(seconds: float, mebibytes: int) -> None:
    """Limit this process: it is killed after so many seconds, and can't take more memory than that.

    Args:
        seconds: wall-clock time from now.
        mebibytes: address space beyond what is taken now.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    pages = Path("/proc/self/statm")
    taken = int(pages.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if pages.exists() else 0
    limit = taken + mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if platform.system() == "Linux":
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def without_network() -> bool:
    """Forbid this process, for good, to open sockets; it keeps those that it has.

    A seccomp filter (seccomp(2)) answers EACCES to socket(2). Returns False where there is none (not Linux, or another
    processor); refusing ``SERVICE`` is then the only guard.
    """
    if platform.system() != "Linux" or platform.machine() not in ARCHITECTURES:
        return False
    audit, socket = ARCHITECTURES[platform.machine()]
    steps = (
        (LOAD, 0, 0, 4),
        (JUMP_EQUAL, 1, 0, audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, 0),
        (JUMP_AT_LEAST, 2, 0, X32),
        (JUMP_EQUAL, 1, 0, socket),
        (JUMP_EQUAL, 0, 1, IO_URING_SETUP),
        (RETURN, 0, 0, DENY),
        (RETURN, 0, 0, ALLOW),
    )
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    if LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(LIBC.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)
