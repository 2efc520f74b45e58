"""Runs a program of an unpacked fail2ban, with what its Python had and a newer one no longer has.

fail2ban 0.11.2 imports the abstract base classes from collections, where Python 3.10 removed them.
Arguments: the program, then its own.
"""
import collections
import collections.abc
import runpy
import sys

for name in collections.abc.__all__:
    if not hasattr(collections, name):
        setattr(collections, name, getattr(collections.abc, name))

sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name="__main__")
