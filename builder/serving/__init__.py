"""The site on this machine: the preview, and the server that tests and measurements use, too."""
