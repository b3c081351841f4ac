"""Views over the register: the portfolio, one vendor's scores, what lies ahead."""
