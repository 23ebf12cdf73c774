"""The graph as pages for readers: `page` makes one from a path, `asset` gives the files it loads. Pure, no network.

A node of the graph has its page at the path of its IRI with ``.html`` behind it, ``/person/ada.html``; the path without
the ending gives the same page. Links are relative, so the pages work at any prefix, and from a folder.

>>> import kg.store
>>> page(kg.store.open(), "/about", {}, Options()).status
200
>>> page(kg.store.open(), "/person/nobody", {}, Options()) is None
True
"""

from kg.pages.frame import CSP, Asset, Options, Page, asset, assets
from kg.pages.index import forget
from kg.pages.route import missing, page
from kg.pages.texts import texts

__all__ = ["CSP", "Asset", "Options", "Page", "asset", "assets", "forget", "missing", "page", "texts"]
