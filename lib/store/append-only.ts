export type Engine = 'sqlite' | 'postgresql';

/**
 * Statements that make the audit chain append-only inside the database: what is written can't be changed or removed, a new
 * entry follows the last, and the recorded end only moves on. Whoever may drop triggers gets past them, but not past the
 * chain's hashes.
 */
export function appendOnlyStatements(engine: Engine): readonly string[] {
  return engine === 'sqlite' ? SQLITE : POSTGRESQL;
}

const REFUSED = 'the audit log is append-only';

// INSERT OR REPLACE deletes without firing DELETE triggers, so what it could replace is looked for before.
const SQLITE = [
  `CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
   BEGIN SELECT RAISE(ABORT, '${REFUSED}'); END`,
  `CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
   BEGIN SELECT RAISE(ABORT, '${REFUSED}'); END`,
  `CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry
   WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_entry)
     OR EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id OR hash = NEW.hash)
   BEGIN SELECT RAISE(ABORT, '${REFUSED}'); END`,
  `CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
   WHEN NEW.count < OLD.count OR NEW.name <> OLD.name OR (NEW.count = OLD.count AND NEW.hash <> OLD.hash)
   BEGIN SELECT RAISE(ABORT, '${REFUSED}'); END`,
  `CREATE TRIGGER audit_head_no_delete BEFORE DELETE ON audit_head
   BEGIN SELECT RAISE(ABORT, '${REFUSED}'); END`,
  `CREATE TRIGGER audit_head_one BEFORE INSERT ON audit_head
   WHEN EXISTS (SELECT 1 FROM audit_head)
   BEGIN SELECT RAISE(ABORT, '${REFUSED}'); END`,
];

// What a function reads is named with its schema: a role may put tables of its own before ours in its search path.
const POSTGRESQL = [
  `CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN RAISE EXCEPTION '${REFUSED}' USING ERRCODE = 'restrict_violation'; END $$`,
  `CREATE FUNCTION audit_follows() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE next bigint;
   BEGIN
     EXECUTE format('SELECT coalesce(max(seq), 0) + 1 FROM %I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME) INTO next;
     IF NEW.seq <> next THEN
       RAISE EXCEPTION '${REFUSED}' USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE FUNCTION audit_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NEW.count < OLD.count OR NEW.name <> OLD.name OR (NEW.count = OLD.count AND NEW.hash <> OLD.hash) THEN
       RAISE EXCEPTION '${REFUSED}' USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry
   FOR EACH ROW EXECUTE FUNCTION audit_refuse()`,
  `CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
   FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()`,
  `CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry
   FOR EACH ROW EXECUTE FUNCTION audit_follows()`,
  `CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head
   FOR EACH ROW EXECUTE FUNCTION audit_head_forward()`,
  `CREATE TRIGGER audit_head_one BEFORE INSERT OR DELETE ON audit_head
   FOR EACH ROW EXECUTE FUNCTION audit_refuse()`,
  `CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON audit_head
   FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()`,
];
