"""Load documents: each is checked, and an InputError lists every problem it has."""

from __future__ import annotations

from os import fspath
from typing import TYPE_CHECKING, get_args

from audit import cases, library
from audit.api.given import known
from audit.checking import named_questionnaire
from audit.documents import read_document, refuse, validate
from audit.offer.check import check_demand, check_offer
from audit.offer.demand import Demand
from audit.offer.model import Offer
from audit.policy.compile import compile_policy
from audit.submission import opened, read_response

if TYPE_CHECKING:
    from audit.api.given import Place
    from audit.assessment.inputs import Exceptions, Review
    from audit.cases import Loaded
    from audit.library import Kind
    from audit.policy.model import Policy
    from audit.questionnaire.model import Questionnaire
    from audit.response.model import Response


def packs(kind: Kind) -> tuple[str, ...]:
    """Return the ids of the shipped ``questionnaires`` or ``policies``.

    Raises:
        UnknownKind: it is neither of them.
    """
    known("kind", kind, get_args(library.Kind))
    return tuple(library.packs(kind))


def load_questionnaire(name: Place) -> Loaded[Questionnaire]:
    """Load a questionnaire.

    Args:
        name: id of a shipped one, or a file (.yaml, .json).

    Raises:
        InputError: it cannot be used; every problem is in ``problems``.
    """
    return cases.load_questionnaire(fspath(name))


def load_policy(
    name: Place, questionnaire: Loaded[Questionnaire] | None = None
) -> Loaded[Policy]:
    """Load a policy, or a layer with all that it lies on.

    Args:
        name: id of a shipped one, or a file (.yaml, .json).
        questionnaire: what it is checked against, unless it is the shipped one that the
            policy names.

    Raises:
        InputError: it cannot be used; every problem is in ``problems``.
    """
    wanted = fspath(name)
    asked = questionnaire or cases.load_questionnaire(cases.questionnaire_of(wanted))
    return cases.load_policy(wanted, asked.record)


def load_response(
    place: Place, questionnaire: Loaded[Questionnaire] | None = None
) -> Loaded[Response]:
    """Load a vendor's response, from ``response.json`` or a packed submission (.zip).

    Args:
        place: the file.
        questionnaire: what it is checked against, unless it is the shipped one that the
            response names.

    Raises:
        InputError: it cannot be used; every problem is in ``problems``.
    """
    with opened(fspath(place)) as submission:
        document = read_response(submission)
    asked = questionnaire or cases.load_questionnaire(named_questionnaire(document))
    return cases.check_response(document, asked)


def load_review(place: Place, response: Loaded[Response]) -> Review:
    """Load the assessor's review of a response.

    Raises:
        InputError: it cannot be used, or it judged another response.
    """
    return cases.load_review(read_document(fspath(place)), response)


def load_exceptions(
    place: Place,
    policy: Loaded[Policy],
    response: Loaded[Response],
    questionnaire: Loaded[Questionnaire] | None = None,
) -> Exceptions:
    """Load the exceptions granted to the vendor of a response.

    Args:
        place: the file.
        policy: whose controls are excepted.
        response: the vendor's.
        questionnaire: what was asked, unless it is the shipped one that the response
            names.

    Raises:
        InputError: they cannot be used, name a control that the policy has not, or were
            granted to another vendor.
    """
    name = response.record.questionnaire.id
    asked = questionnaire or cases.load_questionnaire(name)
    plan = compile_policy(policy.record, asked.record, policy.digest, asked.digest)
    vendor = response.record.vendor.name
    return cases.load_exceptions(read_document(fspath(place)), plan, vendor)


def load_offer(place: Place) -> Offer:
    """Load a vendor's offer.

    Raises:
        InputError: it cannot be used; every problem is in ``problems``.
    """
    document = read_document(fspath(place))
    offer = validate(Offer, document)
    refuse(check_offer(offer), document)
    return offer


def load_demand(place: Place) -> Demand:
    """Load what is to be bought, which prices every offer.

    Raises:
        InputError: it cannot be used; every problem is in ``problems``.
    """
    document = read_document(fspath(place))
    demand = validate(Demand, document)
    refuse(check_demand(demand), document)
    return demand
