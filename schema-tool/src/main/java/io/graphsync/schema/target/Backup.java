package io.graphsync.schema.target;

/**
 * A backup that was made before red statements.
 *
 * @param place the file
 * @param restore the command that brings back what it holds
 */
public record Backup(String place, String restore) {}
