package io.graphsync.schema;

/** The version of this tool, which is recorded with each applied file. */
public final class ToolVersion {
    private ToolVersion() {}

    /** The version of the build; {@code development} outside of a jar. */
    public static String get() {
        String version = ToolVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
