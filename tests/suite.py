"""What test scripts share: functions called test_* run, each in an empty folder of its own; files."""
import os
import sys
import tempfile
import traceback


def write(name, content):
    """Writes a file, in folders that are made for it; its name."""
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    with open(name, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return name


def read(name):
    with open(name, "rb") as file:
        return file.read()


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
