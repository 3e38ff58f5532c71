"""Adapting the text encoder to a shop, without labels or with some.

`requests` writes what shoppers might ask for, `pairs` and `judged` make examples of it, `objective`
says what is right, `training` runs sentence-transformers' trainer, `checks` decides whether the
result may serve. A model is trained here and used elsewhere: nothing outside imports this package
but what trains.
"""
