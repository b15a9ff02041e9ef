"""A process that can open no socket: the kernel refuses, whatever the code in the process tries.

Linux only, through seccomp (man 2 seccomp); the system call numbers are those of the kernel's
include/uapi/asm-generic/unistd.h and arch/x86/entry/syscalls/syscall_64.tbl.
"""

import ctypes
import errno
import platform
import struct
from typing import Final

_NUMBERS: Final = {  # machine: audit architecture, number of socket, number of connect
    "x86_64": (0xC000003E, 41, 42),
    "aarch64": (0xC00000B7, 198, 203),
}
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2  # PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER
_OF_NUMBER, _OF_ARCHITECTURE = 0, 4  # offsets in struct seccomp_data


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def forbid_sockets() -> bool:
    """Takes from this process, for good, the right to open a socket or to connect one; False where it cannot."""
    numbers = _NUMBERS.get(platform.machine())
    if platform.system() != "Linux" or numbers is None:
        return False
    code = _program(*numbers)
    program = _Program(len(code) // 8, code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _program(architecture: int, socket: int, connect: int) -> bytes:
    """Instructions for the kernel: of this architecture the two calls are refused, all others allowed."""
    rows = (
        (_LOAD, 0, 0, _OF_ARCHITECTURE), (_JUMP_IF_EQUAL, 0, 3, architecture),
        (_LOAD, 0, 0, _OF_NUMBER), (_JUMP_IF_EQUAL, 2, 0, socket), (_JUMP_IF_EQUAL, 1, 0, connect),
        (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE),
    )  # fmt: skip
    return b"".join(struct.pack("=HBBI", *row) for row in rows)
