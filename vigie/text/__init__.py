"""Language: folding, sentences, numbers, French typography and agreement. Pure."""
