"""What PostgreSQL itself refuses: changing the ledger, or a policy version that was published.

On SQLite a table remake drops triggers, so there the audit chain alone tells.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION articles_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON articles_auditevent
    FOR EACH ROW EXECUTE FUNCTION articles_refuse_change();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON articles_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION articles_refuse_change();

CREATE FUNCTION articles_keep_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published policy version cannot change'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER policy_immutable BEFORE UPDATE ON articles_policyversion
    FOR EACH ROW EXECUTE FUNCTION articles_keep_policy();
"""
BACKWARDS = """
DROP TRIGGER policy_immutable ON articles_policyversion;
DROP FUNCTION articles_keep_policy();
DROP TRIGGER audit_no_truncate ON articles_auditevent;
DROP TRIGGER audit_append_only ON articles_auditevent;
DROP FUNCTION articles_refuse_change();
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS, params=None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
