"""Runs the functions called test_* of a script, each in a folder of its own that is empty."""
import os
import sys
import tempfile
import traceback


def run_tests(names):
    """`names` are the script's globals. Prints what failed and `N passed, N failed`; the exit status."""
    tests = [(n, t) for n, t in sorted(names.items()) if n.startswith("test_")]
    failed = 0
    for name, test in tests:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                test()
            except Exception:  # pylint: disable=broad-exception-caught
                failed += 1
                print("%s:" % name)
                traceback.print_exc(file=sys.stdout)
            os.chdir("/")
    print("%d passed, %d failed" % (len(tests) - failed, failed))
    return 1 if failed else 0
