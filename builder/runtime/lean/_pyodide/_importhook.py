"""Modules that JavaScript lends to Python (``js``, ``pyodide_js``)."""

import sys
from _frozen_importlib import ModuleSpec


class _Finder:
    def __init__(self):
        self.jsproxies = {}

    def find_spec(self, fullname, path=None, target=None):
        if fullname not in self.jsproxies:
            return None
        return ModuleSpec(fullname, self, origin="javascript")

    def create_module(self, spec):
        return self.jsproxies[spec.name]

    def exec_module(self, module):
        """It is complete as it comes."""


jsfinder = _Finder()


def register_js_module(name, jsproxy):
    """Lend ``jsproxy`` as the module ``name``."""
    jsfinder.jsproxies[name] = jsproxy


def unregister_js_module(name):
    """Take a module back."""
    del jsfinder.jsproxies[name]


def register_js_finder():
    """Look for modules there, too; the JavaScript side asks for it as Python starts."""
    sys.meta_path.append(jsfinder)


def register_windows_finder():
    """There are no such paths in a page."""


def register_module_not_found_hook(packages, unvendored):
    """No package could be named that would help."""


def add_note_to_module_not_found_error(error):
    """The message stays as it is."""
