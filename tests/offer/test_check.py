"""Authored offers and demands: every fault is named with its place in the file.

Every case changes one piece of a sound text: a good twin passes, its ``_bad`` twin is
refused. ``«`` marks the place where the problem must be reported, and is taken out
before the file is written.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from audit.documents import Document, read_document, validate
from audit.errors import Problem, SchemaProblem
from audit.offer import check, check_fit
from audit.offer.check import check_demand, check_offer
from audit.offer.demand import Demand
from audit.offer.model import Offer

OFFER = """\
id: an-offer
version: 1.0.0
vendor: Vendor
date: 2026-11-01
valid_until: 2026-12-31
currency: UAH
charges:
  - id: talk
    title: {en: Talk, uk: Розмова, ru: Разговор}
    kind: per_minute
    rate: 5.90
  - id: sale
    title: {en: Sale, uk: Продаж, ru: Продажа}
    kind: per_result
    result: sale
    rate: 10
  - id: month
    title: {en: Month, uk: Місяць, ru: Месяц}
    kind: fixed_month
    amount: 1000
    contacts: 2000
    excess_rate: 3
minimum_month: 500
one_off:
  - {id: launch, title: {en: Launch, uk: Запуск, ru: Запуск}, amount: 10}
  - {id: training, title: {en: Training, uk: Навчання, ru: Обучение}, amount: 1, per: seat}
surcharges: {night: 0.2, weekend: 0.1}
discounts:
  - {from_contacts: 1000, share: 0.05}
  - {from_contacts: 2000, share: 0.10}
terms:
  liability_cap: {months_of_fees: 6}
  service_credit: 0.1
"""

DEMAND = """\
id: a-demand
version: 1.0.0
title: {en: Line, uk: Лінія, ru: Линия}
date: 2026-11-01
currency: EUR
exchange: {as_of: 2026-11-01, source: {en: assumed, uk: прийнято, ru: принято}, rates: {UAH: 0.02, KZT: 0.0016}}
term_months: 12
records: 1000
contacts_per_month: 1000
talk_minutes: 5
after_call_minutes: 1
occupancy: 0.8
shrinkage: 0.2
seat_hours: 168
conversion: {sale: 0.1}
night_share: 0.1
weekend_share: 0.2
seasonality: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5]
scenarios: {low: 0.8, base: 1, peak: 2}
"""


class Twins(NamedTuple):
    """A piece of the text, what may and what must not stand there, and the problem."""

    name: str
    piece: str
    good: str
    bad: str
    code: str
    pointer: str
    message: str
    hint: str = ""


OFFER_TWINS = (
    Twins(
        "valid_for_a_day",
        "2026-12-31",
        "2026-11-01",
        "«2026-10-31",
        "offer-days",
        "/valid_until",
        "valid until 2026-10-31, before the offer was made",
        "'date' is 2026-11-01",
    ),
    Twins(
        "charge_ids",
        "id: sale",
        "id: sold",
        "id: «talk",
        "id-duplicate",
        "/charges/1/id",
        "'talk' stands twice",
    ),
    Twins(
        "one_off_ids",
        "id: training",
        "id: talk",
        "id: «launch",
        "id-duplicate",
        "/one_off/1/id",
        "'launch' stands twice",
    ),
    Twins(
        "charge_title",
        "{en: Sale, uk: Продаж, ru: Продажа}",
        "{ru: Продажа, uk: Продаж, en: Sale}",
        "«{en: Sale, ru: Продажа}",
        "translation-missing",
        "/charges/1/title",
        "no translation into 'uk'",
        "every text needs en, uk, ru",
    ),
    Twins(
        "one_off_title",
        "{en: Launch, uk: Запуск, ru: Запуск}",
        "{en: Start, uk: Початок, ru: Начало}",
        "«{en: Launch, uk: Запуск}",
        "translation-missing",
        "/one_off/0/title",
        "no translation into 'ru'",
        "every text needs en, uk, ru",
    ),
    Twins(
        "excess_rate",
        "    contacts: 2000\n    excess_rate: 3\n",
        "    contacts: 2000\n    excess_rate: 0\n",
        "    excess_rate: «3\n",
        "offer-excess",
        "/charges/2/excess_rate",
        "an excess rate, but no number of contacts to exceed",
        "add 'contacts'",
    ),
    Twins(
        "discount_threshold",
        "from_contacts: 2000",
        "from_contacts: 1001",
        "from_contacts: «1000",
        "offer-discounts",
        "/discounts/1/from_contacts",
        "'from_contacts' does not rise",
    ),
    Twins(
        "discount_share",
        "share: 0.10",
        "share: 0.051",
        "share: «0.05",
        "offer-discounts",
        "/discounts/1/share",
        "'share' does not rise",
    ),
    Twins(
        "cap_in_one_form",
        "{months_of_fees: 6}",
        "{amount: 1000}",
        "«{months_of_fees: 6, amount: 1000}",
        "offer-liability-cap",
        "/terms/liability_cap",
        "either an amount or a number of months",
        "one of 'amount' and 'months_of_fees'",
    ),
    Twins(
        "cap_of_nothing",
        "{months_of_fees: 6}",
        "{months_of_fees: 0}",
        "«{}",
        "offer-liability-cap",
        "/terms/liability_cap",
        "either an amount or a number of months",
        "one of 'amount' and 'months_of_fees'",
    ),
)

DEMAND_TWINS = (
    Twins(
        "title",
        "{en: Line, uk: Лінія, ru: Линия}",
        "{uk: Лінія, en: Line, ru: Линия}",
        "«{uk: Лінія, ru: Линия}",
        "translation-missing",
        "/title",
        "no translation into 'en'",
        "every text needs en, uk, ru",
    ),
    Twins(
        "own_currency",
        "KZT: 0.0016",
        "USD: 0.9",
        "EUR: «0.0016",
        "demand-currency",
        "/exchange/rates/EUR",
        "'EUR' is the currency of the comparison itself",
        "leave this rate out",
    ),
    Twins(
        "shares_of_the_clock",
        "weekend_share: 0.2",
        "weekend_share: 0.9",
        "weekend_share: «0.91",
        "demand-shares",
        "/weekend_share",
        "more than all of the work",
        "count weekend nights only once",
    ),
    Twins(
        "low_scenario",
        "{low: 0.8, base: 1, peak: 2}",
        "{low: 1, base: 1, peak: 1}",
        "«{low: 1.1, base: 1, peak: 2}",
        "demand-scenarios",
        "/scenarios",
        "do not rise",
    ),
    Twins(
        "exchange_source",
        "source: {en: assumed, uk: прийнято, ru: принято}",
        "source: {en: guessed, uk: прийнято, ru: принято}",
        "source: «{en: assumed, ru: принято}",
        "translation-missing",
        "/exchange/source",
        "no translation into 'uk'",
        "every text needs en, uk, ru",
    ),
    Twins(
        "peak_scenario",
        "{low: 0.8, base: 1, peak: 2}",
        "{low: 0.8, peak: 2}",
        "«{low: 0.8, base: 1, peak: 0.9}",
        "demand-scenarios",
        "/scenarios",
        "do not rise",
    ),
)

#: Faults of an offer for the demand above; the offer is otherwise sound.
FIT_TWINS = (
    Twins(
        "currency",
        "currency: UAH",
        "currency: EUR",
        "currency: «USD",
        "offer-currency",
        "/currency",
        "the demand has no exchange rate for 'USD'",
        "known: EUR, KZT, UAH",
    ),
    Twins(
        "result",
        "kind: per_result\n    result: sale",
        "kind: per_hour",
        "kind: per_result\n    result: «lead",
        "offer-result",
        "/charges/1/result",
        "the demand expects no 'lead'",
        "give its share in the demand's 'conversion'",
    ),
    # The busiest month is December at the peak: 1,000 · 1.5 · 2.
    Twins(
        "volume",
        "    contacts: 2000\n    excess_rate: 3\n",
        "    contacts: 3000\n",
        "    contacts: «2999\n",
        "offer-excess",
        "/charges/2/contacts",
        "the busiest month has 3000 contacts; no price for the excess",
        "add 'excess_rate'",
    ),
    # An excess that costs nothing is a price too.
    Twins(
        "free_excess",
        "    contacts: 2000\n    excess_rate: 3\n",
        "    contacts: 2000\n    excess_rate: 0\n",
        "    contacts: «2000\n",
        "offer-excess",
        "/charges/2/contacts",
        "the busiest month has 3000 contacts; no price for the excess",
        "add 'excess_rate'",
    ),
    Twins(
        "any_volume",
        "    contacts: 2000\n    excess_rate: 3\n",
        "",
        "    contacts: «1\n",
        "offer-excess",
        "/charges/2/contacts",
        "the busiest month has 3000 contacts; no price for the excess",
        "add 'excess_rate'",
    ),
)


def read(tmp_path: Path, text: str) -> Document:
    path = tmp_path / "authored.yaml"
    path.write_text(text, "utf-8")
    return read_document(path)


def problems_of_offer(tmp_path: Path, text: str) -> list[Problem]:
    document = read(tmp_path, text)
    return [document.at(p) for p in check_offer(validate(Offer, document))]


def problems_of_demand(tmp_path: Path, text: str) -> list[Problem]:
    document = read(tmp_path, text)
    return [document.at(p) for p in check_demand(validate(Demand, document))]


def problems_of_fit(tmp_path: Path, text: str) -> list[Problem]:
    demand = validate(Demand, read(tmp_path, DEMAND))
    document = read(tmp_path, text)
    offer = validate(Offer, document)
    return [document.at(p) for p in check_fit.check_fit(offer, demand)]


def changed(text: str, *changes: tuple[str, str]) -> str:
    for piece, instead in changes:
        assert text.count(piece) == 1, piece
        text = text.replace(piece, instead)
    return text


def place_of_mark(text: str) -> tuple[int, int]:
    before, _, _ = text.partition("«")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


CASES = [
    *((problems_of_offer, OFFER, twins) for twins in OFFER_TWINS),
    *((problems_of_demand, DEMAND, twins) for twins in DEMAND_TWINS),
    *((problems_of_fit, OFFER, twins) for twins in FIT_TWINS),
]
NAMES = [f"{find.__name__}_{twins.name}" for find, _, twins in CASES]


@pytest.mark.parametrize(("find", "text", "twins"), CASES, ids=NAMES)
def test_the_good_twin_has_no_problem(tmp_path: Path, find, text, twins) -> None:
    assert find(tmp_path, text) == []
    assert find(tmp_path, changed(text, (twins.piece, twins.good))) == []


@pytest.mark.parametrize(
    ("find", "text", "twins"), CASES, ids=[f"{name}_bad" for name in NAMES]
)
def test_the_bad_twin_is_one_problem_at_its_place(
    tmp_path: Path, find, text, twins
) -> None:
    marked = changed(text, (twins.piece, twins.bad))
    (found,) = find(tmp_path, marked.replace("«", ""))
    assert (found.code, found.pointer) == (twins.code, twins.pointer)
    assert (found.line, found.column) == place_of_mark(marked)
    assert found.file == str(tmp_path / "authored.yaml")
    assert twins.message in found.message
    assert twins.hint in found.hint
    assert bool(twins.hint) == bool(found.hint)


def test_every_code_that_the_checks_can_give_has_a_twin() -> None:
    known = {twins.code for _, _, twins in CASES}
    for module in (check, check_fit):
        source = Path(module.__file__ or "").read_text("utf-8")
        codes = re.findall(r'Problem\(\s*"([^"]+)"', source)
        assert codes
        assert set(codes) <= known


def test_all_problems_of_an_offer_are_found_at_once(tmp_path: Path) -> None:
    text = changed(
        OFFER,
        *((t.piece, t.bad.replace("«", "")) for t in OFFER_TWINS[:-1]),
    )
    found = problems_of_offer(tmp_path, text)
    assert sorted(p.code for p in found) == sorted(t.code for t in OFFER_TWINS[:-1])


def test_a_discount_without_order_is_named_in_both_numbers(tmp_path: Path) -> None:
    text = changed(
        OFFER,
        ("{from_contacts: 2000, share: 0.10}", "{from_contacts: 900, share: 0.01}"),
    )
    assert [p.pointer for p in problems_of_offer(tmp_path, text)] == [
        "/discounts/1/from_contacts",
        "/discounts/1/share",
    ]


def test_an_offer_in_the_demands_currency_needs_no_rates(tmp_path: Path) -> None:
    exchange = next(line for line in DEMAND.splitlines() if "exchange:" in line)
    demand = validate(Demand, read(tmp_path, changed(DEMAND, (f"{exchange}\n", ""))))
    own, other = (
        validate(Offer, read(tmp_path, changed(OFFER, ("UAH", code))))
        for code in ("EUR", "KZT")
    )
    assert list(check_fit.check_fit(own, demand)) == []
    (found,) = check_fit.check_fit(other, demand)
    assert found.hint == "known: EUR"


def test_a_month_that_is_not_reached_needs_no_excess_rate_in_a_mild_demand(
    tmp_path: Path,
) -> None:
    offer = validate(
        Offer, read(tmp_path, changed(OFFER, ("    excess_rate: 3\n", "")))
    )
    mild = changed(DEMAND, ("peak: 2", "peak: 1.3"))
    assert (
        list(check_fit.check_fit(offer, validate(Demand, read(tmp_path, mild)))) == []
    )
    strong = validate(Demand, read(tmp_path, DEMAND))
    assert [p.code for p in check_fit.check_fit(offer, strong)] == ["offer-excess"]


@pytest.mark.parametrize(
    ("model", "text", "piece", "instead", "code", "pointer", "message"),
    [
        (Offer, OFFER, "kind: per_minute", "kind: «per_second", "schema-choice",
         "/charges/0/kind", "expected one of per_minute, per_result"),
        (Offer, OFFER, "result: sale", "result: «refund", "schema-choice",
         "/charges/1/result", "expected one of sale, lead, resolved_contact"),
        (Offer, OFFER, "currency: UAH", "currency: «UAN", "schema-value",
         "/currency", "ISO 4217"),
        (Offer, OFFER, "rate: 5.90", "rate: «-5.90", "schema-value",
         "/charges/0/rate", "must be at least 0"),
        (Offer, OFFER, "rate: 5.90", "«price: 5.90\n    rate: 5.90",
         "schema-unknown-key", "/charges/0/price", "known keys: id, title, kind, rate"),
        (Offer, OFFER, "service_credit: 0.1", "service_credit: «10", "schema-value",
         "/terms/service_credit", "must be at most 1"),
        (Offer, OFFER, "2026-12-31", "«2026-13-31", "schema-type", "/valid_until",
         "expected a date such as 2026-01-31"),
        (Demand, DEMAND, "occupancy: 0.8", "occupancy: «0", "schema-value",
         "/occupancy", "must be greater than 0"),
        (Demand, DEMAND, "shrinkage: 0.2", "shrinkage: «1", "schema-value",
         "/shrinkage", "must be less than 1"),
        (Demand, DEMAND, "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.5]", "«[1, 1, 1]", "schema-value", "/seasonality",
         "too few entries; at least 12"),
        (Demand, DEMAND, "UAH: 0.02", "«GRN: 0.02", "schema-bad-key",
         "/exchange/rates/GRN", "ISO 4217"),
        (Demand, DEMAND, "term_months: 12", "term_months: «0", "schema-value",
         "/term_months", "must be at least 1"),
        (Demand, DEMAND, "sale: 0.1", "«refund: 0.1", "schema-unknown-key",
         "/conversion/refund", "known keys: sale, lead, resolved_contact"),
    ],
    ids=lambda value: re.sub(r"\W+", "_", value)[:20] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_wrong_shape_is_refused_by_the_loader_at_its_place_bad(
    tmp_path: Path, model, text, piece, instead, code, pointer, message
) -> None:
    marked = changed(text, (piece, instead))
    with pytest.raises(SchemaProblem) as caught:
        validate(model, read(tmp_path, marked.replace("«", "")))
    (found,) = caught.value.problems
    assert (found.code, found.pointer) == (code, pointer)
    assert message in found.message
    assert (found.line, found.column) == place_of_mark(marked)
