"""Moderation's refusals as HTTP."""

from articles.api.problems import answer_errors
from moderation import errors

answer_errors(
    {
        errors.NotAllowed: 403,
        errors.ReasonRequired: 422,
        errors.UnknownClause: 422,
        errors.UnreadableWords: 422,
        errors.ItemClaimed: 409,
    }
)
