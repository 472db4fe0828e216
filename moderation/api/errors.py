"""Moderation's refusals as HTTP."""

from articles.api.problems import answer_errors
from moderation import errors

answer_errors(
    {
        errors.NotAllowed: 403,
        errors.GuestsNotAllowed: 403,
        errors.GuestNameRefused: 400,
        errors.ReasonRequired: 422,
        errors.UnknownClause: 422,
        errors.UnreadableWords: 422,
        errors.ItemClaimed: 409,
        errors.SanctionEndRefused: 422,
        errors.SanctionOver: 409,
        errors.JobOver: 409,
        errors.JobRunning: 409,
        errors.JobUndone: 409,
        errors.ProposalSettled: 409,
        errors.NothingToUndo: 409,
        errors.UnknownReason: 400,
        errors.UnknownComment: 422,
        errors.ExplanationRequired: 422,
        errors.GoodFaithRequired: 422,
        errors.NothingToAppeal: 404,
        errors.AppealExists: 409,
        errors.AppealDeadline: 403,
        errors.WordsRequired: 400,
        errors.AppealSettled: 409,
        errors.NudgeOff: 403,
        errors.ScorerAway: 503,
    }
)
