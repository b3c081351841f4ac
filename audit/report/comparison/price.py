"""What each candidate costs, and every line and assumption behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from audit.offer.demand import SCENARIOS
from audit.offer.show import show_money
from audit.questionnaire.localisation import pick
from audit.report.comparison.blocks import Cell, Grid, Paragraph, Section, text
from audit.report.comparison.numbers import NONE, Numbers
from audit.report.words import comparison_words, show_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.comparison.model import Candidate
    from audit.offer.cost import Cost, Line, ScenarioCost
    from audit.offer.demand import Demand
    from audit.offer.model import Offer
    from audit.report.comparison.blocks import Block
    from audit.report.comparison.candidates import CandidateRow
    from audit.report.comparison.record import ComparisonRecord

YEAR = 12


def price_section(
    record: ComparisonRecord,
    rows: tuple[CandidateRow, ...],
    charts: tuple[Block, ...],
    language: str,
) -> Section | None:
    """Return prices by scenario, their lines and the demand; None without a demand."""
    demand, word = record.demand, comparison_words(language)
    if demand is None:
        return None
    blocks = [
        _scenarios(record, rows, language),
        *charts,
        _lines(record, rows, language),
        _demand(demand, language),
        Paragraph(word["price_assumptions"]),
    ]
    return Section("price", word["price"], word["price_lead"], tuple(blocks))


def _scenarios(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Grid:
    word = comparison_words(language)
    numbers = Numbers(language, record.comparison.currency or "")
    by_id = {c.id: c for c in record.comparison.candidates}
    header = [word["candidate"], word["payment"]]
    for scenario in SCENARIOS:
        name = word[f"scenario_{scenario}"]
        header += [f"{name}: {word['per_month']}", f"{name}: {word['per_contact']}"]
    return Grid(
        "prices",
        word["prices_title"],
        tuple(header),
        tuple(_scenario_row(row, by_id[row.id], record, numbers) for row in rows),
        ("56mm", "48mm"),
    )


def _scenario_row(
    row: CandidateRow, c: Candidate, record: ComparisonRecord, numbers: Numbers
) -> tuple[Cell, ...]:
    offer = (record.offers or {}).get(c.id)
    cells = [
        text(f"{row.mark}  {row.vendor}", "strong"),
        text(_payment(offer, numbers.language)),
    ]
    for scenario in SCENARIOS:
        cost = c.cost.of(scenario) if c.cost else None
        cells.append(numbers.money(cost.month) if cost else NONE)
        cells.append(numbers.money(cost.contact, 2) if cost else NONE)
    return tuple(cells)


def _payment(offer: Offer | None, language: str) -> str:
    word = comparison_words(language)
    if offer is None:
        return word["no_offer"]
    kinds = dict.fromkeys(word[f"kind_{charge.kind}"] for charge in offer.charges)
    return " + ".join(kinds)


def _lines(
    record: ComparisonRecord, rows: tuple[CandidateRow, ...], language: str
) -> Grid:
    word = comparison_words(language)
    by_id = {c.id: c for c in record.comparison.candidates}
    body: list[tuple[Cell, ...]] = []
    for row in rows:
        cost, offer = by_id[row.id].cost, (record.offers or {}).get(row.id)
        if cost is not None and offer is not None:
            body += _candidate_lines(row, offer, cost, language)
    header = (
        word["candidate"],
        word["line"],
        word["quantity"],
        word["rate"],
        word["surcharge_part"],
        word["amount"],
    )
    return Grid(
        "lines",
        word["lines_title"],
        header,
        tuple(body),
        ("24mm", "96mm"),
        word["lines_lead"],
        dense=True,
    )


def _candidate_lines(
    row: CandidateRow, offer: Offer, cost: Cost, language: str
) -> Iterator[tuple[Cell, ...]]:
    """Yield the base scenario line by line, in the offer's currency, then converted."""
    word, own = comparison_words(language), Numbers(language, offer.currency)
    base = cost.of("base")
    titles = {c.id: pick(c.title, language) for c in offer.charges}
    for place, line in enumerate(base.lines):
        mark = text(row.mark if place == 0 else "", "strong")
        yield _line(mark, line, titles, own, word[f"unit_{line.unit}"])
    for name, amount in _others(base):
        if amount:
            empty = text("")
            cells = text(""), text(word[name]), empty, empty, empty
            yield (*cells, own.money(amount, 2))
    rate = "" if cost.exchange == 1 else f" × {_rate(cost.exchange, language)}"
    title = text(f"{word['month_converted']}{rate}", "strong")
    month = show_money(base.month, cost.currency, language)
    total = Cell(month, float(base.month), "cents", "strong num")
    yield (text(""), title, text(""), text(""), text(""), total)


def _others(base: ScenarioCost) -> tuple[tuple[str, Fraction], ...]:
    return (
        ("discount", -base.discount),
        ("top_up", base.top_up),
        ("one_off_share", base.one_off),
    )


def _line(
    mark: Cell, line: Line, titles: dict[str, str], own: Numbers, unit: str
) -> tuple[Cell, ...]:
    excess = comparison_words(own.language)["excess"]
    return (
        mark,
        text(titles[line.charge] + (f": {excess}" if line.unit == "contact" else "")),
        Cell(f"{own.number(line.quantity).text} {unit}", float(line.quantity), "count"),
        own.money(line.rate, 4 if line.rate.denominator > 100 else 2),
        own.money(line.surcharge, 2) if line.surcharge else NONE,
        own.money(line.amount, 2),
    )


def _rate(exchange: Fraction, language: str) -> str:
    shown = f"{float(exchange):.6f}".rstrip("0")
    return shown if language == "en" else shown.replace(".", ",")


def _demand(demand: Demand, language: str) -> Grid:
    word, numbers = comparison_words(language), Numbers(language, demand.currency)
    exchange = demand.exchange
    pairs = [
        ("contacts_per_month", numbers.number(demand.contacts_per_month).text),
        ("talk_minutes", numbers.number(demand.talk_minutes).text),
        ("after_call_minutes", numbers.number(demand.after_call_minutes).text),
        ("occupancy", numbers.percent(demand.occupancy).text),
        ("shrinkage", numbers.percent(demand.shrinkage).text),
        ("seat_hours", numbers.number(demand.seat_hours).text),
        ("night_share", numbers.percent(demand.night_share).text),
        ("weekend_share", numbers.percent(demand.weekend_share).text),
        ("resolved", numbers.percent(demand.conversion.resolved_contact).text),
        ("sales", numbers.percent(demand.conversion.sale).text),
        ("leads", numbers.percent(demand.conversion.lead).text),
        ("scenario_levels", _levels(demand, numbers)),
        (
            "seasonality",
            " · ".join(numbers.number(m).text for m in demand.seasonality),
        ),
        ("term_months", str(demand.term_months)),
        ("records", numbers.number(demand.records).text),
    ]
    if exchange is not None:
        rates = "; ".join(
            f"1 {code} = {_rate(rate, language)} {demand.currency}"
            for code, rate in sorted(exchange.rates.items())
        )
        when = (
            f"{show_date(exchange.as_of, language)}, {pick(exchange.source, language)}"
        )
        pairs.append(("exchange", f"{rates} ({when})"))
    rows = tuple((text(word[name]), text(value)) for name, value in pairs)
    header = (word["assumption"], word["value"])
    return Grid("demand", word["demand_title"], header, rows, ("92mm",), dense=True)


def _levels(demand: Demand, numbers: Numbers) -> str:
    return " · ".join(
        f"{comparison_words(numbers.language)[f'scenario_{name}']} × "
        f"{numbers.number(getattr(demand.scenarios, name)).text}"
        for name in SCENARIOS
    )
