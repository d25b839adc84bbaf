"""The rules of each layer, and the code that runs them."""
