import PostgresClient

extension PostgresSchema {
    /// Texts are compared and ordered by their bytes (`COLLATE "C"`), and `lower` changes ASCII letters alone. Times are whole
    /// milliseconds since 1970. Rows that are written again have room for that on their page.
    static let store = PostgresSchema(component: "store", steps: [first])

    private static let first = """
        CREATE TABLE claim (
            organization TEXT COLLATE "C" NOT NULL, event BYTEA NOT NULL, owner TEXT COLLATE "C" NOT NULL, until BIGINT NOT NULL,
            result_line TEXT, finished_at BIGINT, subject TEXT COLLATE "C",
            PRIMARY KEY (organization, event)) WITH (fillfactor = 80);
        CREATE INDEX claim_by_subject ON claim (organization, subject) WHERE subject IS NOT NULL;
        CREATE INDEX claim_by_finish ON claim (organization, finished_at) WHERE finished_at IS NOT NULL;
        CREATE TABLE turn (
            organization TEXT COLLATE "C" NOT NULL, thread_id TEXT COLLATE "C" NOT NULL, message_id TEXT COLLATE "C" NOT NULL,
            outcome TEXT NOT NULL, recorded_at BIGINT NOT NULL,
            PRIMARY KEY (organization, thread_id, message_id));
        CREATE TABLE lease (
            organization TEXT COLLATE "C" NOT NULL, name TEXT COLLATE "C" NOT NULL, owner TEXT COLLATE "C" NOT NULL,
            until BIGINT NOT NULL,
            PRIMARY KEY (organization, name)) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
        CREATE TABLE effect (
            organization TEXT COLLATE "C" NOT NULL, key TEXT COLLATE "C" NOT NULL, started_at BIGINT NOT NULL,
            looks BIGINT NOT NULL DEFAULT 0, looked_at BIGINT, hubspot_id TEXT COLLATE "C",
            PRIMARY KEY (organization, key)) WITH (fillfactor = 80);
        CREATE INDEX effect_by_hubspot_id ON effect (organization, hubspot_id) WHERE hubspot_id IS NOT NULL;
        CREATE TABLE session (
            organization TEXT COLLATE "C" NOT NULL, id TEXT COLLATE "C" NOT NULL, thread_id TEXT, channel TEXT NOT NULL,
            state TEXT COLLATE "C" NOT NULL, state_since BIGINT NOT NULL, reopened_at BIGINT, contact_id TEXT COLLATE "C",
            other_contact_ids TEXT[] COLLATE "C" NOT NULL, contact_email TEXT COLLATE "C", other_emails TEXT[] COLLATE "C" NOT NULL,
            contact_name TEXT, contact_phone TEXT, ticket_id TEXT, known_until BIGINT, language TEXT, sentiment TEXT,
            is_disclosed BOOLEAN NOT NULL, created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL, version BIGINT NOT NULL,
            PRIMARY KEY (organization, id)) WITH (fillfactor = 70);
        CREATE INDEX session_by_contact ON session (organization, contact_id) WHERE contact_id IS NOT NULL;
        CREATE INDEX session_by_email ON session (organization, lower(contact_email)) WHERE contact_email IS NOT NULL;
        CREATE INDEX session_by_activity ON session (organization, updated_at, id);
        CREATE INDEX session_by_state ON session (organization, state, updated_at, id);
        CREATE INDEX session_with_other_emails ON session (organization, id) WHERE other_emails <> '{}';
        CREATE INDEX session_with_other_contacts ON session (organization, id) WHERE other_contact_ids <> '{}';
        CREATE TABLE timeline (
            organization TEXT COLLATE "C" NOT NULL, session_id TEXT COLLATE "C" NOT NULL, id TEXT COLLATE "C" NOT NULL,
            role TEXT NOT NULL, text TEXT NOT NULL, attachment_names TEXT[] NOT NULL, created_at BIGINT NOT NULL, envelope TEXT,
            PRIMARY KEY (organization, session_id, id));
        CREATE INDEX timeline_by_time ON timeline (organization, session_id, created_at, id);
        CREATE TABLE custom_data (
            organization TEXT COLLATE "C" NOT NULL, session_id TEXT COLLATE "C" NOT NULL, property TEXT COLLATE "C" NOT NULL,
            value TEXT COLLATE "C", label TEXT COLLATE "C", is_redacted BOOLEAN NOT NULL, origin TEXT NOT NULL,
            occurred_at BIGINT NOT NULL,
            PRIMARY KEY (organization, session_id, property));
        CREATE TABLE ticket_link (
            organization TEXT COLLATE "C" NOT NULL, ticket_id TEXT COLLATE "C" NOT NULL, session_id TEXT COLLATE "C" NOT NULL,
            is_former BOOLEAN NOT NULL DEFAULT FALSE,
            PRIMARY KEY (organization, ticket_id, session_id));
        CREATE INDEX ticket_link_by_session ON ticket_link (organization, session_id);
        CREATE TABLE ticket_property (
            organization TEXT COLLATE "C" NOT NULL, ticket_id TEXT COLLATE "C" NOT NULL, property TEXT COLLATE "C" NOT NULL,
            value TEXT COLLATE "C", label TEXT COLLATE "C", is_redacted BOOLEAN NOT NULL, occurred_at BIGINT NOT NULL,
            recorded_at BIGINT NOT NULL,
            PRIMARY KEY (organization, ticket_id, property));
        CREATE INDEX ticket_property_by_time ON ticket_property (organization, recorded_at);
        CREATE TABLE erasure (
            organization TEXT COLLATE "C" NOT NULL, session_id TEXT COLLATE "C" NOT NULL, erased_at BIGINT NOT NULL,
            PRIMARY KEY (organization, session_id));
        CREATE TABLE rate_limits (
            organization TEXT COLLATE "C" PRIMARY KEY, known TEXT NOT NULL, version BIGINT NOT NULL)
            WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
        """
}
