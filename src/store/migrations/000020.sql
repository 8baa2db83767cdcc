-- What a person has chosen for themselves; it goes with their last link (KP5).
CREATE TABLE presence_link.preferences (
  tenant_id text NOT NULL,
  person_id text NOT NULL,
  posts text NOT NULL,
  language text,
  PRIMARY KEY (tenant_id, person_id)
);

CREATE FUNCTION presence_link.drop_preferences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM presence_link.preferences AS chosen
  WHERE chosen.tenant_id = OLD.tenant_id AND chosen.person_id = OLD.person_id
    AND NOT EXISTS (
      SELECT FROM presence_link.links AS other
      WHERE other.tenant_id = OLD.tenant_id AND other.person_id = OLD.person_id
    );
  RETURN NULL;
END $$;

CREATE TRIGGER links_drop_preferences AFTER DELETE ON presence_link.links
  FOR EACH ROW EXECUTE FUNCTION presence_link.drop_preferences();
