package io.graphsync.console.erase;

import java.util.UUID;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a user's id. */
final class UserIdConverter implements ITypeConverter<UUID> {
    private static final int LENGTH = 36;

    @Override
    public UUID convert(String text) {
        try {
            if (text.length() == LENGTH) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException malformed) {
            // Told below, like a text of another length.
        }
        throw new TypeConversionException("'" + text + "' is no UUID, such as 2f6c1a52-58ac-4f0e-9d3c-0a2b6f0f4b11");
    }
}
