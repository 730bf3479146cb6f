"""How the weights of vigie.match are fitted; tools/fit_match.py is its command line."""
