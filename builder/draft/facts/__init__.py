"""One small extractor for each kind of fact. Each reads the notice and yields findings; none guesses."""
