"""What the first round of the tests alone has to show: the second is on PostgreSQL and Redis."""

import os
import zlib

import pytest
from django.conf import settings

# What touches no database and no broker, or brings its own.
NEITHER = (
    "tests/articles/ingest",
    "tests/articles/test_plain.py",
    "tests/articles/test_strict_json.py",
    "tests/attacks/test_flows.py",
    "tests/benchmarks",
    # What pages ask of the database is asked here by the tests of admin and API.
    "tests/browser",
    "tests/chaos/test_chaos_mutants.py",
    "tests/deploy/files",
    "tests/discussion/embed",
    "tests/discussion/imports/test_html.py",
    "tests/discussion/imports/test_threads_order.py",
    "tests/discussion/test_addresses.py",
    "tests/discussion/test_body.py",
    "tests/discussion/test_environment.py",
    "tests/discussion/test_mail_checks.py",
    "tests/discussion/test_mailing.py",
    "tests/discussion/test_oidc_settings.py",
    "tests/discussion/test_outward.py",
    "tests/discussion/test_passwords.py",
    "tests/discussion/test_rendering.py",
    "tests/discussion/test_sent_text.py",
    "tests/discussion/test_supervisor_children.py",
    "tests/discussion/test_supervisor_places.py",
    "tests/discussion/test_supervisor_up.py",
    "tests/discussion/test_webhook_signature.py",
    "tests/discussion/tokens/test_jwks.py",
    "tests/docs",
    "tests/fuzz",
    # Who may call what is asked of the same queries there: tests/moderation/test_roles.py and the
    # tests of each call run here too.
    "tests/matrix",
    "tests/moderation/desk",
    "tests/moderation/detectors",
    "tests/moderation/doctor/test_content_policy.py",
    "tests/moderation/evaluation",
    "tests/moderation/figures/test_agreement.py",
    "tests/moderation/figures/test_charts.py",
    "tests/moderation/figures/test_period.py",
    "tests/moderation/figures/test_tables.py",
    "tests/moderation/policy/test_difference.py",
    "tests/moderation/policy/test_editing.py",
    "tests/moderation/policy/test_policy_changes.py",
    "tests/moderation/policy/test_policy_document.py",
    "tests/moderation/policy/test_policy_document_laws.py",
    "tests/moderation/policy/test_policy_engine.py",
    "tests/moderation/policy/test_policy_engine_laws.py",
    "tests/moderation/policy/test_policy_toml.py",
    "tests/moderation/queues/test_order_of_the_queue.py",
    "tests/moderation/queues/test_wanted.py",
    "tests/moderation/sanctions/test_sanctions.py",
    "tests/moderation/scoring",
    "tests/moderation/staff/test_one_time_codes.py",
    "tests/moderation/test_blocklist.py",
    "tests/moderation/test_context.py",
    "tests/moderation/test_external_answer.py",
    "tests/moderation/test_fingerprints.py",
    "tests/moderation/test_functional_suite.py",
    "tests/moderation/test_labelled_rows.py",
    "tests/moderation/test_marking.py",
    "tests/moderation/test_reasons_in_words.py",
    "tests/moderation/test_text.py",
    "tests/moderation/training/test_export_scorer.py",
    "tests/moderation/training/test_mix.py",
    "tests/moderation/training/test_ngram_table.py",
    "tests/moderation/training/test_noise.py",
    "tests/moderation/training/test_train_scorer.py",
    "tests/services",
    "tests/wordpress",
)
# What asks of the database no more than others ask of it here: pages of one thing, sign-in and keys
# (rows found by their key), what is refused before a row is looked for. The flows behind them and
# the tests of every call and list run here. `make soak` runs these here as well.
ASKED_BY_OTHERS = (
    "tests/attacks/test_flows_of_the_web.py",
    "tests/attacks/test_flows_outward.py",
    "tests/attacks/test_real_model.py",
    "tests/attacks/test_served_attacks.py",
    "tests/discussion/api/test_cors.py",
    "tests/discussion/api/test_embed.py",
    "tests/discussion/api/test_every_route.py",
    "tests/discussion/api/test_nested_claims.py",
    "tests/discussion/api/test_oembed.py",
    "tests/discussion/api/test_session_readers.py",
    "tests/discussion/imports/test_hostile_sources.py",
    "tests/discussion/test_article_page_signs.py",
    "tests/discussion/test_identity.py",
    "tests/discussion/test_pages_of_ones_own.py",
    "tests/discussion/test_search_engines.py",
    "tests/discussion/test_template_tags.py",
    "tests/discussion/test_unsubscribe_page.py",
    "tests/discussion/test_webhook_receiver.py",
    "tests/discussion/tokens/test_key_sets.py",
    "tests/moderation/admin/test_account.py",
    "tests/moderation/admin/test_blurred_lists.py",
    "tests/moderation/admin/test_desk_settings_page.py",
    "tests/moderation/admin/test_external_setup.py",
    "tests/moderation/admin/test_feed_pages.py",
    "tests/moderation/admin/test_policy_pages.py",
    "tests/moderation/admin/test_reader_pages.py",
    "tests/moderation/admin/test_reasoning_templates.py",
    "tests/moderation/admin/test_second_step.py",
    "tests/moderation/admin/test_sessions.py",
    "tests/moderation/admin/test_sign_in.py",
    "tests/moderation/admin/test_sign_in_by_provider.py",
    "tests/moderation/admin/test_site_setup.py",
    "tests/moderation/admin/test_token_page.py",
    "tests/moderation/admin/test_view_pages.py",
    "tests/moderation/admin/test_webhook_pages.py",
    "tests/moderation/pages",
    "tests/moderation/test_judge_command.py",
)
# Of the tests that are rolled back, one in so many runs there, always the same ones: locks, races
# and what a commit refuses, where the databases differ, are in those that commit, which all run.
ROLLED_BACK_ONE_IN = 3


def runs_every_case() -> bool:
    """Whether this is the first round, or all is asked for on the servers too."""
    return settings.EMBEDDED or "EVERY_CASE" in os.environ


def is_asked_by_others(item: pytest.Item) -> bool:
    """Whether the second round goes without the test, as `make soak` does not."""
    return _is_rolled_back(item) and zlib.crc32(item.nodeid.encode()) % ROLLED_BACK_ONE_IN != 0


def _is_rolled_back(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = getattr(item, "fixturenames", ())
    commits = "transactional_db" in fixtures or (marker and marker.kwargs.get("transaction"))
    return not commits and (marker is not None or "db" in fixtures)
