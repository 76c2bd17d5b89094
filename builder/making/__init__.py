"""What the site consists of, and how little of it a change makes anew.

Every file that follows from the data is a `Recipe`: a name, a function, its arguments. While a recipe is
made, the look-ups it asks of the catalog are noted (`Asked`). A later catalog makes it anew only when its
arguments or one of those answers differ; what no recipe makes any more is deleted (`Workshop`).
"""
