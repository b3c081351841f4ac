"""Assess how a vendor protects customer data: ask, score exactly, sign, replay.

The names below are the toolkit's interface for scripts and notebooks. Each is loaded
when it is first used, so that importing the package costs nothing.
"""

TYPE_CHECKING = False  # as checkers read it; importing typing would cost more than all
if TYPE_CHECKING:
    from audit.api.assessing import (  # noqa: I001 - one statement a module
        assess as assess,
        assess_folder as assess_folder,
        assess_report as assess_report,
        conditions_of as conditions_of,
        draw as draw,
        draw_conditions as draw_conditions,
        sign as sign,
        verify as verify,
    )
    from audit.api.choosing import (
        compare as compare,
        diff as diff,
        repair as repair,
        suppose as suppose,
    )
    from audit.api.documents import (
        load_demand as load_demand,
        load_exceptions as load_exceptions,
        load_offer as load_offer,
        load_policy as load_policy,
        load_questionnaire as load_questionnaire,
        load_response as load_response,
        load_review as load_review,
        packs as packs,
    )
    from audit.api.exchange import (
        export as export,
        import_file as import_file,
    )
    from audit.api.registers import (
        open_register as open_register,
        portfolio as portfolio,
        rescore as rescore,
    )
    from audit.api.signers import (
        create_key as create_key,
        load_signer as load_signer,
    )
    from audit.api.vendor import (
        add_evidence as add_evidence,
        answer as answer,
        check as check,
        issue as issue,
        pack as pack,
        sign_response as sign_response,
    )
    from audit.assessment.inputs import (
        Exceptions as Exceptions,
        Review as Review,
    )
    from audit.assessment.model import (
        Assessment as Assessment,
        ControlResult as ControlResult,
        Points as Points,
        Scores as Scores,
    )
    from audit.bulk.ordering import Done as Done
    from audit.cases import Assessed as Assessed
    from audit.checking import Checked as Checked
    from audit.comparing import Compared as Compared
    from audit.comparison.model import (
        Candidate as Candidate,
        Comparison as Comparison,
    )
    from audit.diffing import Difference as Difference
    from audit.errors import (
        AuditError as AuditError,
        EnvironmentProblem as EnvironmentProblem,
        EvidenceError as EvidenceError,
        InputError as InputError,
        KeyProblem as KeyProblem,
        Problem as Problem,
        ReferenceProblem as ReferenceProblem,
        RenderError as RenderError,
        SchemaProblem as SchemaProblem,
        SigningError as SigningError,
        SyntaxProblem as SyntaxProblem,
        UnknownKind as UnknownKind,
    )
    from audit.evidence_adding import Added as Added
    from audit.importing import Import as Import
    from audit.loading import Loaded as Loaded
    from audit.offer.demand import Demand as Demand
    from audit.offer.model import Offer as Offer
    from audit.policy.model import Policy as Policy
    from audit.questionnaire.model import Questionnaire as Questionnaire
    from audit.register.store import Register as Register
    from audit.remedy.repair import (
        Repair as Repair,
        Unreachable as Unreachable,
    )
    from audit.repairing import Repaired as Repaired
    from audit.report.register.portfolio import Portfolio as Portfolio
    from audit.report.remedy.conditions import ConditionsView as ConditionsView
    from audit.response.model import Response as Response
    from audit.signing.keys import (
        NewKey as NewKey,
        Signer as Signer,
    )
    from audit.signing.verdict import (
        Verdict as Verdict,
        Verification as Verification,
    )
    from audit.submission.packing import Packed as Packed
    from audit.whatif import Supposed as Supposed

#: Where each public name lives; the imports above say the same to type checkers.
_HOMES = {
    "audit.api.assessing": (
        "assess assess_folder assess_report conditions_of draw draw_conditions "
        "sign verify"
    ),
    "audit.api.choosing": "compare diff repair suppose",
    "audit.api.documents": (
        "load_demand load_exceptions load_offer load_policy load_questionnaire "
        "load_response load_review packs"
    ),
    "audit.api.exchange": "export import_file",
    "audit.api.registers": "open_register portfolio rescore",
    "audit.api.signers": "create_key load_signer",
    "audit.api.vendor": "add_evidence answer check issue pack sign_response",
    "audit.assessment.inputs": "Exceptions Review",
    "audit.assessment.model": "Assessment ControlResult Points Scores",
    "audit.bulk.ordering": "Done",
    "audit.cases": "Assessed",
    "audit.checking": "Checked",
    "audit.comparing": "Compared",
    "audit.comparison.model": "Candidate Comparison",
    "audit.diffing": "Difference",
    "audit.errors": (
        "AuditError EnvironmentProblem EvidenceError InputError KeyProblem "
        "Problem ReferenceProblem RenderError SchemaProblem SigningError "
        "SyntaxProblem UnknownKind"
    ),
    "audit.evidence_adding": "Added",
    "audit.importing": "Import",
    "audit.loading": "Loaded",
    "audit.offer.demand": "Demand",
    "audit.offer.model": "Offer",
    "audit.policy.model": "Policy",
    "audit.questionnaire.model": "Questionnaire",
    "audit.register.store": "Register",
    "audit.remedy.repair": "Repair Unreachable",
    "audit.repairing": "Repaired",
    "audit.report.register.portfolio": "Portfolio",
    "audit.report.remedy.conditions": "ConditionsView",
    "audit.response.model": "Response",
    "audit.signing.keys": "NewKey Signer",
    "audit.signing.verdict": "Verdict Verification",
    "audit.submission.packing": "Packed",
    "audit.whatif": "Supposed",
}
_HOME = {name: home for home, names in _HOMES.items() for name in names.split()}

if not TYPE_CHECKING:  # to a type checker, an unknown name would be known otherwise
    __all__ = list(_HOME)

    def __getattr__(name: str) -> object:
        """Load a public name from its home (PEP 562)."""
        if name not in _HOME:
            # Python asks here first, too, before it imports a part such as audit.cli.
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(_HOME[name]), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        """List the public names, loaded or not."""
        return sorted({*globals(), *_HOME})
