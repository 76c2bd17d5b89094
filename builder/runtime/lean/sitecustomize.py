"""Finds every module of the page in one dictionary; the interpreter imports this file as it starts.

A zip of two hundred modules costs a list of its files, read by Python code, and several look-ups in it for
every import: a sixth of the whole start. Here a module is its name in a dictionary of byte code.

Modules that a verdict does not need, though something imports them, are run when somebody first asks them for
a name.
"""

import marshal
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import PathFinder

ModuleType = type(sys)

MODULES = "modules"
"""File of the archive: a marshalled dictionary from a module's name to (is it a package, its byte code)."""

LATER = frozenset(("calendar", "difflib", "inspect", "textwrap", "traceback"))


class Later(ModuleType):
    """A module that has not been run yet."""

    def __getattr__(self, name):
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        if name == "iscoroutinefunction" and "pyodide" not in sys.modules:
            from asyncio import iscoroutinefunction  # Pyodide's core takes it along as it starts

            return iscoroutinefunction
        self.__class__ = ModuleType
        try:
            self.__spec__.loader.run(self)
        except BaseException:
            self.__class__ = Later
            raise
        return getattr(self, name)


class Finder:
    """Finds and loads the modules of the archive ``root``."""

    def __init__(self, root, read):
        self._root = root
        self._modules = marshal.loads(read(MODULES))
        self.held = read

    def find_spec(self, name, path=None, target=None):
        found = self._modules.get(name)
        if found is None:
            return ModuleSpec(name, self) if name in LATER else None
        place = f"{self._root}/{name.replace('.', '/')}"
        spec = ModuleSpec(name, self, origin=f"{place}/__init__.pyc" if found[0] else f"{place}.pyc")
        spec.has_location = True
        if found[0]:
            spec.submodule_search_locations = [place]
        return spec

    def create_module(self, spec):
        return Later(spec.name) if spec.name in LATER else None

    def exec_module(self, module):
        if type(module) is not Later:
            self.run(module)

    def run(self, module):
        name = module.__spec__.name
        found = self._modules.get(name)
        if found is not None:
            exec(marshal.loads(found[1]), module.__dict__)
            return
        spec = PathFinder.find_spec(name)  # an archive that was added since may have it
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        spec.loader.exec_module(module)


sys.meta_path.insert(-1, Finder(__spec__.loader.archive, __spec__.loader.get_data))
