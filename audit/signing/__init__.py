"""Signatures: bytes in, signature or verdict out; knows no questionnaire.

Read in this order: `verdict` (what a verification says), `verify` (the numbered
steps), `structure` and `cms` (our own strict reading), `pades` (the only file that
touches pyHanko), `keys` (keys and certificates), `token` (keys in hardware), `tsp` and
`stamping` (timestamps), `revocation` (lists, responses), `archive` (what may follow a
signature), `keyring` (who may sign what), `embedded` (files inside a PDF).
Nothing is imported here, so that looking at a verdict does not load pyHanko.
"""
