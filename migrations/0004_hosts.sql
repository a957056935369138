-- One heartbeat a host; there is none an action.
CREATE TABLE carabiner.hosts (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    slots       integer NOT NULL DEFAULT 0,
    started_at  timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz NOT NULL,
    lapsed_at   timestamptz,
    sweep_at    timestamptz
) WITH (fillfactor = 50);
COMMENT ON TABLE carabiner.hosts IS 'Processes that take turns or run actions.';
COMMENT ON COLUMN carabiner.hosts.id IS 'New at each start, and after each lapse.';
COMMENT ON COLUMN carabiner.hosts.name IS 'For people: machine and process.';
COMMENT ON COLUMN carabiner.hosts.slots IS 'Actions that its workers can run at once.';
COMMENT ON COLUMN carabiner.hosts.started_at IS 'When it registered.';
COMMENT ON COLUMN carabiner.hosts.lease_until IS 'Until when its claims hold without another heartbeat.';
COMMENT ON COLUMN carabiner.hosts.lapsed_at IS 'When another host found the lease expired; it never comes back under this id.';
COMMENT ON COLUMN carabiner.hosts.sweep_at IS 'When its claims are looked for again: a commit that it had begun may land after the first sweep.';
