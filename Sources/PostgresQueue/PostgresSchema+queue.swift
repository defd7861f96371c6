import PostgresClient

extension PostgresSchema {
    /// Queue and history. Times are milliseconds since 1970. An event is told apart by a digest (`key`): ids may be longer than an index
    /// takes. Rows of the queue are written several times and then deleted: there is room on their page, and it is cleared often.
    static let queue = PostgresSchema(component: "queue", steps: [first])

    private static let first = """
        CREATE TABLE queue_event (
            id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key BYTEA NOT NULL UNIQUE, function TEXT COLLATE "C" NOT NULL,
            organization TEXT COLLATE "C" NOT NULL, source TEXT NOT NULL, event_id TEXT NOT NULL, type TEXT NOT NULL,
            body BYTEA NOT NULL, queued BIGINT NOT NULL, due BIGINT NOT NULL, attempts BIGINT NOT NULL DEFAULT 0,
            lease_owner TEXT COLLATE "C", lease_end BIGINT, leases BIGINT NOT NULL DEFAULT 0,
            wait_code TEXT COLLATE "C", wait_since BIGINT, waits BIGINT NOT NULL DEFAULT 0,
            dead_code TEXT COLLATE "C", dead_since BIGINT, message TEXT)
            WITH (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
        CREATE INDEX queue_event_by_due ON queue_event (function, due, id) WHERE dead_code IS NULL;
        CREATE INDEX queue_event_by_wait ON queue_event (wait_code, organization) WHERE wait_code IS NOT NULL;
        CREATE INDEX queue_event_by_death ON queue_event (dead_code, dead_since) WHERE dead_code IS NOT NULL;
        CREATE TABLE queue_noted_erasure (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, organization TEXT COLLATE "C" NOT NULL, erasure TEXT NOT NULL);
        CREATE TABLE queue_leader (
            work TEXT COLLATE "C" PRIMARY KEY, owner TEXT COLLATE "C" NOT NULL, leads_until BIGINT NOT NULL) WITH (fillfactor = 50);
        CREATE TABLE history (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, function TEXT COLLATE "C" NOT NULL, event_id TEXT NOT NULL,
            source TEXT NOT NULL, organization TEXT COLLATE "C" NOT NULL, type TEXT COLLATE "C" NOT NULL, cause TEXT,
            trace_parent TEXT, thread TEXT COLLATE "C", session TEXT COLLATE "C", message TEXT COLLATE "C", ticket TEXT COLLATE "C",
            contact_id TEXT COLLATE "C", contact TEXT COLLATE "C", attempt BIGINT NOT NULL, queued BIGINT NOT NULL,
            due BIGINT NOT NULL, started BIGINT NOT NULL, ended BIGINT NOT NULL, status TEXT COLLATE "C" NOT NULL,
            code TEXT COLLATE "C", effect TEXT COLLATE "C", note TEXT, outcome TEXT NOT NULL, until BIGINT, size BIGINT NOT NULL);
        CREATE INDEX history_by_event ON history USING hash (event_id);
        CREATE INDEX history_by_cause ON history USING hash (cause) WHERE cause IS NOT NULL;
        CREATE INDEX history_by_thread ON history USING hash (thread) WHERE thread IS NOT NULL;
        CREATE INDEX history_by_session ON history USING hash (session) WHERE session IS NOT NULL;
        CREATE INDEX history_by_message ON history USING hash (message) WHERE message IS NOT NULL;
        CREATE INDEX history_by_ticket ON history USING hash (ticket) WHERE ticket IS NOT NULL;
        CREATE INDEX history_by_contact_id ON history USING hash (contact_id) WHERE contact_id IS NOT NULL;
        CREATE INDEX history_by_contact ON history USING hash (contact) WHERE contact IS NOT NULL;
        CREATE TABLE history_text (
            number BIGINT PRIMARY KEY REFERENCES history ON DELETE CASCADE, event BYTEA NOT NULL, result BYTEA NOT NULL,
            log TEXT NOT NULL, size BIGINT NOT NULL);
        CREATE INDEX history_text_size ON history_text (number) INCLUDE (size);
        CREATE TABLE history_erasure (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, organization TEXT COLLATE "C" NOT NULL, digest BYTEA NOT NULL,
            erasure TEXT NOT NULL, noted BIGINT NOT NULL, UNIQUE (organization, digest));
        """
}
