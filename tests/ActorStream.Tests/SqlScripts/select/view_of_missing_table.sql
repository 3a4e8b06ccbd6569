-- fail
CREATE VIEW v AS SELECT * FROM nowhere;
