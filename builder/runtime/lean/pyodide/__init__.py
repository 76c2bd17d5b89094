"""Pyodide's package without its event loop."""

import pyodide_js

__version__ = "0.29.5"

# A snapshot of the memory names what Python holds of JavaScript by number. Pyodide expects these four, in the
# order in which its own package takes them.
_api = pyodide_js._api
_callback = _api.scheduleCallback
_again = pyodide_js._api
_loaded = pyodide_js.loadedPackages
