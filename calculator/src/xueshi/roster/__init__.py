"""Many people at once: each is a ledger, and ``judge`` decides about each as it does about one.

Which module does what:
- files to records: table, source, sheets, parquet; what is told of them: notices, samples
- what a column means: headers, words, heading, columns, layout
- whose a row is: rows, ids, nobody, reviews, people, answers, mending
- all of them, apart by person: intake, collecting, spool, batch, judged
- outcomes: outcome, flat; by way of brief: plain with treesums and looks; formed with effects, axissums,
  tallying, hours, summed, exact, counting, anew, handing, programmes, regions, lanes
- in columns: aside, plainpeople, relations, lookups, coding, oddrows, finding, vector; on a cluster: spark
- what is written: duties, letters, wording, sentences, writing, safe, outputs, destinations, templates
- the command: arguments, inputs, library, command
- the page: door, desk, shelf, listing, register, telling, pagewords, exporting, pile
"""
