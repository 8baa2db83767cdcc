-- KP5: a connection goes only while nobody is linked. A link that is being stored holds the row, so the
-- lock waits for it, and the statement after it sees it.
CREATE FUNCTION presence_link.remove_unlinked(wanted text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM presence_link.connections WHERE id = wanted FOR UPDATE;
  DELETE FROM presence_link.connections
    WHERE id = wanted
      AND NOT EXISTS (SELECT FROM presence_link.links WHERE connection_id = wanted);
  RETURN FOUND;
END
$$;
