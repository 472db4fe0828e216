"""What is wrong about mail is said at start."""

from discussion.checks import check_letters, check_mail
from discussion.models import Topic


def test_every_topic_has_a_writer():
    assert check_letters(None) == []


def test_a_topic_without_a_writer_is_an_error(settings):
    settings.NOTIFICATION_LETTERS = {
        **dict.fromkeys(Topic.values, "discussion.letters.reply.reply_letter"),
        "appeal": "nowhere.at_all",
    }
    del settings.NOTIFICATION_LETTERS["reply"]
    assert [fault.id for fault in check_letters(None)] == ["discussion.E004"] * 2


def test_a_server_that_sends_no_mail_is_a_warning(settings):
    assert check_mail(None) == []
    settings.EMAIL_BACKEND = "discussion.mailing.Nowhere"
    assert [fault.id for fault in check_mail(None)] == ["discussion.W001"]
