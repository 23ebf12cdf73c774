"""The tests; a package, so that they can share their small worlds (``from tests.graph_samples import ...``)."""
