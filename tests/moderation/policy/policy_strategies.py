"""Random policies and signals. Values and thresholds share a grid, so that equality is common."""

from hypothesis import settings
from hypothesis import strategies as st

from moderation.policy.engine import TRUSTED_REPORTS
from moderation.policy.types import Clause, Policy, Rule, Signal

SCORES = ("toxicity", "insult", "threat", "identity_attack", "attack_on_publication")
SAFEGUARDS = (
    "sanction",
    "guest",
    "new_author",
    "blocked_phrase",
    "flood",
    "links",
    "unknown_language",
    "unscorable",
    "article_closed",
)
STRICTNESS = {"publish": 0, "hold": 1, "reject": 2}

# The same examples in every run: a failure is somebody's change, never luck.
law = settings(max_examples=100, deadline=None, derandomize=True, database=None)
law_of_everything = settings(law, max_examples=400)
law_of_one_attribute = settings(law, max_examples=25)

GRID = (0.25, 0.5, 0.75, 1.0)
valid_values = st.sampled_from((0.0, -0.0, 5e-324, *GRID)) | st.floats(0, 1)
all_floats = valid_values | st.floats(allow_nan=True, allow_infinity=True, allow_subnormal=True)
faults = all_floats.filter(lambda value: not 0 <= value <= 1)
thresholds = st.sampled_from(GRID) | st.floats(0, 1, exclude_min=True)


@st.composite
def rules(draw):
    hold_at, reject_at = sorted((draw(thresholds), draw(thresholds)))
    attribute = draw(st.sampled_from((*SCORES, TRUSTED_REPORTS)))
    return Rule(attribute, hold_at, reject_at if draw(st.booleans()) else None)


def clauses(min_rules=0):
    return st.builds(
        Clause,
        id=st.sampled_from([f"clause-{letter}" for letter in "abcdef"]),
        title=st.just("A clause"),
        wording=st.just("Be kind."),
        ground=st.just(""),
        rules=st.lists(
            rules(), min_size=min_rules, max_size=3, unique_by=lambda rule: rule.attribute
        ).map(tuple),
    )


def policies(min_rules=0):
    return st.builds(
        Policy,
        title=st.just("Policy"),
        introduction=st.just(""),
        clauses=st.lists(
            clauses(min_rules), min_size=1, max_size=3, unique_by=lambda clause: clause.id
        ).map(tuple),
    )


def signals_of(attributes, values):
    return st.builds(Signal, st.sampled_from(attributes), values)


any_signals = st.lists(
    signals_of((*SCORES, *SAFEGUARDS, TRUSTED_REPORTS, "unheard_of", "fault"), all_floats),
    max_size=8,
)


@st.composite
def complete_signals(draw):
    """Every score once, some twice, some safeguards; all values valid."""
    scores = [Signal(attribute, draw(valid_values)) for attribute in SCORES]
    known = (*SCORES, *SAFEGUARDS, TRUSTED_REPORTS)
    more = draw(st.lists(signals_of(known, valid_values), max_size=6))
    return scores + more


# What TOML, JSON and both databases can hold: no control characters, no halves of pairs.
letters = st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from('\n\t"\\#')
texts = st.text(letters, max_size=30)
filled_texts = st.builds("{}x{}".format, texts, texts)


@st.composite
def written_policies(draw):
    """Policies with texts of all kinds, as an editor might write them."""
    policy = draw(policies())
    written = [
        Clause(clause.id, draw(filled_texts), draw(filled_texts), draw(texts), clause.rules)
        for clause in policy.clauses
    ]
    return Policy(draw(filled_texts), draw(texts), tuple(written))
