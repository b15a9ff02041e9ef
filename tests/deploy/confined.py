"""Runs a command as systemd would confine it: ``python confined.py FAMILIES CALLS COMMAND...``; both lists between commas.

System calls that are not named, and sockets of other families, fail with EPERM (libseccomp, seccomp_init(3)); memory that
can be written cannot be made executable (man 2const PR_SET_MDWE). Uses the standard library only.
"""

import ctypes
import ctypes.util
import errno
import os
import socket
import sys

ALLOW, FAIL = 0x7FFF0000, 0x00050000 | errno.EPERM  # SCMP_ACT_ALLOW, SCMP_ACT_ERRNO
EQUAL = 4  # SCMP_CMP_EQ
MDWE, REFUSE_EXEC_GAIN = 65, 1  # PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN


class Comparison(ctypes.Structure):
    _fields_ = (("argument", ctypes.c_uint), ("operator", ctypes.c_int), ("value", ctypes.c_uint64), ("other", ctypes.c_uint64))


def confine(families: list[str], calls: list[str]) -> None:
    libc, seccomp = ctypes.CDLL(None, use_errno=True), ctypes.CDLL(ctypes.util.find_library("seccomp"))
    seccomp.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(seccomp.seccomp_init(FAIL))
    for name in calls:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0 and name != "socket":  # some are of other machines
            assert seccomp.seccomp_rule_add_array(context, ALLOW, number, 0, None) == 0, name
    for family in families:
        only = Comparison(0, EQUAL, int(getattr(socket, family)), 0)
        assert seccomp.seccomp_rule_add_array(context, ALLOW, seccomp.seccomp_syscall_resolve_name(b"socket"), 1, ctypes.byref(only)) == 0
    assert libc.prctl(MDWE, REFUSE_EXEC_GAIN, 0, 0, 0) == 0
    assert seccomp.seccomp_load(context) == 0


if __name__ == "__main__":
    confine(sys.argv[1].split(","), sys.argv[2].split(","))
    os.execvp(sys.argv[3], sys.argv[3:])
