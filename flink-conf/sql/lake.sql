-- Fills the lake: every row of the record's topics into the Iceberg table of its name, exactly once. 'sightline lake' reads this
-- text (docs/how-to/fill-a-lake.md): alerts, measurements and stream_states are the topics, lake_... the tables of the lake, with
-- the same columns in the same order. A WHERE keeps rows out; what is kept out once never comes in later.

EXECUTE STATEMENT SET
BEGIN
INSERT INTO lake_alerts SELECT * FROM alerts;
INSERT INTO lake_measurements SELECT * FROM measurements;
INSERT INTO lake_stream_states SELECT * FROM stream_states;
END;
