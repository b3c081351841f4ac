"""The first schema: records, head, and what keeps both from being changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def upgrade() -> None:
    """Create the tables and the triggers."""
    server = op.get_bind().dialect.name == "postgresql"
    schema = "audit" if server else None
    _create_log(schema)
    if server:
        _create_contents(schema)
    head = f"{schema}.head" if schema else "head"
    zero = "decode('0000000000000000', 'hex')" if server else "x'0000000000000000'"
    root = f"decode('{_EMPTY_ROOT}', 'hex')" if server else f"x'{_EMPTY_ROOT}'"
    op.execute(
        f"INSERT INTO {head} (id, size, root, frontier) "  # noqa: S608
        f"VALUES (1, 0, {root}, {zero})"
    )
    for statement in (_POSTGRESQL if server else _SQLITE).split("--\n"):
        op.execute(statement)


def _create_log(schema: str | None) -> None:
    op.create_table(
        "records",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("vendor", sa.String),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("recorded_at", sa.String(20), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        schema=schema,
    )
    by_subject = ["kind", "vendor", "subject", "number"]
    op.create_index("records_by_subject", "records", by_subject, schema=schema)
    by_vendor = ["vendor", "number"]
    op.create_index("records_by_vendor", "records", by_vendor, schema=schema)
    op.create_table(
        "head",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("size", _NUMBER, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("frontier", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("id = 1", name="head_is_one_row"),
        schema=schema,
    )


def _create_contents(schema: str | None) -> None:
    op.create_table(
        "blobs",
        sa.Column("address", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        schema=schema,
    )
    op.create_table(
        "settings",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.CheckConstraint("id = 1", name="settings_is_one_row"),
        schema=schema,
    )
    op.create_foreign_key(
        "records_have_contents",
        "records",
        "blobs",
        ["address"],
        ["address"],
        source_schema=schema,
        referent_schema=schema,
    )


_SQLITE = """
CREATE TRIGGER records_stay BEFORE UPDATE ON records
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END
--
CREATE TRIGGER records_remain BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'records are append-only'); END
--
CREATE TRIGGER records_follow BEFORE INSERT ON records
WHEN NEW.number <> (SELECT coalesce(max(number) + 1, 0) FROM records)
BEGIN SELECT RAISE(ABORT, 'record numbers have no gaps'); END
--
CREATE TRIGGER head_grows BEFORE UPDATE ON head
WHEN NEW.size <= OLD.size
  OR NEW.size <> (SELECT coalesce(max(number) + 1, 0) FROM records)
BEGIN SELECT RAISE(ABORT, 'the head follows the records'); END
--
CREATE TRIGGER head_remains BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the head follows the records'); END
"""

_POSTGRESQL = """
CREATE FUNCTION audit.stay() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
--
CREATE FUNCTION audit.reseal() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('audit.resealing', true) = 'on' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
--
CREATE FUNCTION audit.follow() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.number <> (SELECT coalesce(max(number) + 1, 0) FROM audit.records) THEN
    RAISE EXCEPTION 'record numbers have no gaps';
  END IF;
  RETURN NEW;
END $$
--
CREATE FUNCTION audit.grow() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.size <= OLD.size OR octet_length(NEW.root) <> 32
    OR NEW.size <> (SELECT coalesce(max(number) + 1, 0) FROM audit.records) THEN
    RAISE EXCEPTION 'the head follows the records';
  END IF;
  RETURN NEW;
END $$
--
CREATE FUNCTION audit.cover() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.number >= (SELECT size FROM audit.head) THEN
    RAISE EXCEPTION 'the head follows the records';
  END IF;
  RETURN NULL;
END $$
--
CREATE TRIGGER records_stay BEFORE UPDATE OR DELETE ON audit.records
FOR EACH ROW EXECUTE FUNCTION audit.stay()
--
CREATE TRIGGER records_remain BEFORE TRUNCATE ON audit.records
FOR EACH STATEMENT EXECUTE FUNCTION audit.stay()
--
CREATE TRIGGER records_follow BEFORE INSERT ON audit.records
FOR EACH ROW EXECUTE FUNCTION audit.follow()
--
CREATE CONSTRAINT TRIGGER records_covered AFTER INSERT ON audit.records
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.cover()
--
CREATE TRIGGER blobs_stay BEFORE UPDATE OR DELETE ON audit.blobs
FOR EACH ROW EXECUTE FUNCTION audit.reseal()
--
CREATE TRIGGER settings_stay BEFORE UPDATE OR DELETE ON audit.settings
FOR EACH ROW EXECUTE FUNCTION audit.reseal()
--
CREATE TRIGGER settings_remain BEFORE TRUNCATE ON audit.settings
FOR EACH STATEMENT EXECUTE FUNCTION audit.stay()
--
CREATE TRIGGER blobs_remain BEFORE TRUNCATE ON audit.blobs
FOR EACH STATEMENT EXECUTE FUNCTION audit.stay()
--
CREATE TRIGGER head_grows BEFORE UPDATE ON audit.head
FOR EACH ROW EXECUTE FUNCTION audit.grow()
--
CREATE TRIGGER head_stays BEFORE DELETE ON audit.head
FOR EACH ROW EXECUTE FUNCTION audit.stay()
--
CREATE TRIGGER head_remains BEFORE TRUNCATE ON audit.head
FOR EACH STATEMENT EXECUTE FUNCTION audit.stay()
"""
