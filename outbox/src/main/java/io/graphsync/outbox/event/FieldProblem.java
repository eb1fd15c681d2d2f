package io.graphsync.outbox.event;

/**
 * One thing that is wrong with one field.
 *
 * @param field name of the payload's field or of the header; {@code payload} for the payload as a whole
 * @param message what is wrong, without the field's name; quotes at most a few characters of the value
 */
public record FieldProblem(String field, String message) {
    private static final int EXCERPT_CHARS = 40;

    /** Quotes the beginning of a value, its control characters escaped, for use in a message. */
    public static String excerpt(String value) {
        StringBuilder out = new StringBuilder("'");
        value.codePoints()
                .limit(EXCERPT_CHARS)
                .forEach(c -> out.append(
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? String.format("\\u%04x", c)
                                : Character.toString(c)));
        if (value.codePointCount(0, value.length()) > EXCERPT_CHARS) {
            out.append('…');
        }
        return out.append('\'').toString();
    }

    @Override
    public String toString() {
        return field + " " + message;
    }
}
