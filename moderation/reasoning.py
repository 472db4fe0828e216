"""What an author is told about a rejection: words for each clause, which moderators change."""

from moderation.why import ClauseText


def prepared_reasoning(clause: ClauseText) -> str:
    """Return the text that a moderator starts from."""
    return (
        f"We removed your comment under “{clause.title}” of our comment policy. "
        "If you think that this is wrong, write to the editors: another person will look at it."
    )


def chosen_reasoning(said: str, clause_id: str, clauses: list[ClauseText]) -> str:
    """Return what was said; prepared words, left as they were, become the chosen clause's.

    So the form works without a script: choosing another clause cannot send the wrong words.
    """
    prepared = {clause.id: prepared_reasoning(clause) for clause in clauses}
    text = " ".join(said.split())
    if clause_id in prepared and text in {" ".join(p.split()) for p in prepared.values()}:
        return prepared[clause_id]
    return said.strip()
