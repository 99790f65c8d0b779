-- Money is never rewritten: a correction is a further entry.
CREATE FUNCTION refuse_entry_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'entries are append-only';
END $$;
--> statement-breakpoint
CREATE TRIGGER entry_is_append_only BEFORE UPDATE OR DELETE ON "entry"
  FOR EACH ROW EXECUTE FUNCTION refuse_entry_change();
--> statement-breakpoint
CREATE TRIGGER entry_is_not_truncated BEFORE TRUNCATE ON "entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_entry_change();
