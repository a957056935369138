-- What instances refer to: the interpreter and the code that they began with. Written once, never changed.
CREATE SCHEMA IF NOT EXISTS carabiner;

COMMENT ON SCHEMA carabiner IS 'Everything that carabiner keeps. Nothing else writes here.';
COMMENT ON TABLE carabiner.migrations IS 'The migrations that were applied, kept by the migrator.';
COMMENT ON COLUMN carabiner.migrations.version IS 'The number in the file name.';
COMMENT ON COLUMN carabiner.migrations.description IS 'The rest of the file name.';
COMMENT ON COLUMN carabiner.migrations.installed_on IS 'When it was applied.';
COMMENT ON COLUMN carabiner.migrations.success IS 'False while it runs, and after it failed.';
COMMENT ON COLUMN carabiner.migrations.checksum IS 'Of the file: one that was applied never changes.';
COMMENT ON COLUMN carabiner.migrations.execution_time IS 'Nanoseconds.';

CREATE TABLE carabiner.guest_modules (
    hash       bytea PRIMARY KEY CHECK (length(hash) = 32),
    bytes      bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE carabiner.guest_modules ALTER COLUMN bytes SET STORAGE EXTERNAL;
COMMENT ON TABLE carabiner.guest_modules IS 'Interpreters (wasm modules): an instance goes on under the one that it began with.';
COMMENT ON COLUMN carabiner.guest_modules.hash IS 'SHA-256 of the module.';
COMMENT ON COLUMN carabiner.guest_modules.bytes IS 'The module, zstd-compressed.';
COMMENT ON COLUMN carabiner.guest_modules.created_at IS 'When a host first brought it.';

CREATE TABLE carabiner.workflow_versions (
    hash       bytea PRIMARY KEY CHECK (length(hash) = 32),
    workflow   text NOT NULL,
    ir         bytea NOT NULL,
    unit_json  text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE carabiner.workflow_versions IS 'Lowered workflows: an instance keeps the code that it began with.';
COMMENT ON COLUMN carabiner.workflow_versions.hash IS 'SHA-256 of the IR.';
COMMENT ON COLUMN carabiner.workflow_versions.workflow IS 'The class, as "module:qualname".';
COMMENT ON COLUMN carabiner.workflow_versions.ir IS 'The encoded program.';
COMMENT ON COLUMN carabiner.workflow_versions.unit_json IS 'The sources and symbols that it was lowered from.';
COMMENT ON COLUMN carabiner.workflow_versions.created_at IS 'When it was first registered.';
