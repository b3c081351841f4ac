"""What the register is for: documents are checked, recorded, assessed and got back.

`audit.register` keeps bytes; here is what knows their meaning. A document is recorded
only after the same checks that `audit check`, `assess` and `verify` make.
"""
