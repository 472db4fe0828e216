"""What PostgreSQL itself refuses: rows of two sites joined, publication without a fitting decision,
and any change of a decision.

On SQLite the flows and their tests see to it; a table remake there would drop triggers.
"""

from django.db import migrations

FORWARDS = """
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON discussion_decision
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
CREATE TRIGGER decision_no_truncate BEFORE TRUNCATE ON discussion_decision
    FOR EACH STATEMENT EXECUTE FUNCTION articles_refuse_change();

CREATE FUNCTION discussion_one_site() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM articles_article a
                   WHERE a.id = NEW.article_id AND a.site_id = NEW.site_id) THEN
        RAISE EXCEPTION 'the article is of another site'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM discussion_author a
                   WHERE a.id = NEW.author_id AND a.site_id = NEW.site_id) THEN
        RAISE EXCEPTION 'the author is of another site'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM discussion_comment c
            WHERE c.id = NEW.parent_id AND c.article_id = NEW.article_id) THEN
        RAISE EXCEPTION 'the parent is of another article'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_one_site
    BEFORE INSERT OR UPDATE OF site_id, article_id, author_id, parent_id ON discussion_comment
    FOR EACH ROW EXECUTE FUNCTION discussion_one_site();

CREATE FUNCTION discussion_published_was_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM discussion_decision d
                   WHERE d.id = NEW.decision_id AND d.comment_id = NEW.id
                     AND d.revision_id = NEW.public_revision_id AND d.outcome = 'publish'
                     AND NOT EXISTS (SELECT 1 FROM discussion_decision later
                                     WHERE later.supersedes_id = d.id)) THEN
        RAISE EXCEPTION 'published without an effective decision for its public text'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_published_was_decided
    BEFORE INSERT OR UPDATE OF status, decision_id, public_revision_id ON discussion_comment
    FOR EACH ROW WHEN (NEW.status = 'published')
    EXECUTE FUNCTION discussion_published_was_decided();

CREATE FUNCTION discussion_decision_fits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM discussion_revision r JOIN discussion_comment c
                       ON c.id = r.comment_id
                   WHERE r.id = NEW.revision_id AND c.id = NEW.comment_id
                     AND c.site_id = NEW.site_id) THEN
        RAISE EXCEPTION 'decision, revision, comment and site do not belong together'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.supersedes_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM discussion_decision d
            WHERE d.id = NEW.supersedes_id AND d.revision_id = NEW.revision_id) THEN
        RAISE EXCEPTION 'a decision supersedes only one of the same revision'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_fits BEFORE INSERT ON discussion_decision
    FOR EACH ROW EXECUTE FUNCTION discussion_decision_fits();
"""
BACKWARDS = """
DROP TRIGGER decision_fits ON discussion_decision;
DROP FUNCTION discussion_decision_fits();
DROP TRIGGER comment_published_was_decided ON discussion_comment;
DROP FUNCTION discussion_published_was_decided();
DROP TRIGGER comment_one_site ON discussion_comment;
DROP FUNCTION discussion_one_site();
DROP TRIGGER decision_no_truncate ON discussion_decision;
DROP TRIGGER decision_append_only ON discussion_decision;
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("discussion", "0001_initial"),
        ("articles", "0002_postgresql_guards"),
    ]
    operations = [migrations.RunPython(forwards, backwards)]
