package io.graphsync.schema.file;

import java.util.Optional;

/** The rule for names of migration files: {@code NN_name.sql}, {@code NN_name.cypher}. */
final class FileName {
    static final String RULE = "a migration's name is NN_name, with two digits or more, then a-z, 0-9 and _";

    /** What stands between the name and the extension of a file that takes the one of that name back. */
    static final String DOWN = ".down.";

    private FileName() {}

    /** The name of the file that takes another one back. */
    static String down(String upName, Store store) {
        return upName.substring(0, upName.length() - store.extension().length() - 1) + DOWN + store.extension();
    }

    /** The name of the file that is taken back. */
    static String up(String downName, Store store) {
        return downName.substring(
                        0, downName.length() - DOWN.length() - store.extension().length()) + "." + store.extension();
    }

    /** Reads a number of at least two and at most nine digits. */
    static Optional<Integer> number(String digits) {
        boolean fits =
                digits.length() >= 2 && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return fits ? Optional.of(Integer.valueOf(digits)) : Optional.empty();
    }

    /** The number in a file's name, empty if the name does not follow the rule. */
    static Optional<Integer> numberOf(String fileName, Store store) {
        int underscore = fileName.indexOf('_');
        int dot = fileName.length() - store.extension().length() - 1;
        if (underscore < 0 || underscore + 1 >= dot) {
            return Optional.empty();
        }
        boolean nameFits = fileName.substring(underscore + 1, dot)
                .chars()
                .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
        return nameFits ? number(fileName.substring(0, underscore)) : Optional.empty();
    }
}
