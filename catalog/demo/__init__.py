"""The embedded demo shop: data files, loaded like any other shop's."""
