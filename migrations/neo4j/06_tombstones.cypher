// What was deleted is remembered by its key until it is older than the topics' retention.

CREATE CONSTRAINT graphsync_tombstone_key_unique IF NOT EXISTS FOR (t:GraphsyncTombstone) REQUIRE t.key IS UNIQUE;

// By this the old ones are found and removed.
CREATE INDEX graphsync_tombstone_deleted_at_index IF NOT EXISTS FOR (t:GraphsyncTombstone) ON (t.deleted_at);
