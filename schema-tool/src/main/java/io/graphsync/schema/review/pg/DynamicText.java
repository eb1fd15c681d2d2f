package io.graphsync.schema.review.pg;

import io.graphsync.schema.parse.PgNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The text that an expression makes, as far as it is written out; a name stands for what is only known at run time.
 *
 * @param exact whether nothing is left open
 */
record DynamicText(String text, boolean exact) {
    private static final String NAME = "anything";
    private static final Pattern PLACEHOLDER = Pattern.compile("%(?:\\d+\\$)?-?\\d*([sIL%])");

    /** Reads an expression. */
    static DynamicText of(PgNode expression) {
        return switch (expression.type()) {
            case "A_Const" -> new DynamicText(ConstantValue.text(expression).orElse(NAME), expression.has("sval"));
            case "TypeCast", "CollateClause" ->
                expression.child("arg").map(DynamicText::of).orElse(new DynamicText(NAME, false));
            case "A_Expr" -> ofOperator(expression);
            case "FuncCall" -> ofCall(expression);
            default -> new DynamicText(NAME, false);
        };
    }

    private static DynamicText ofOperator(PgNode operation) {
        boolean joins = operation.names("name").contains("||");
        return joins
                ? join(Stream.of("lexpr", "rexpr")
                        .flatMap(side -> operation.child(side).stream())
                        .toList())
                : new DynamicText(NAME, false);
    }

    private static DynamicText join(List<PgNode> parts) {
        List<DynamicText> texts = parts.stream().map(DynamicText::of).toList();
        return new DynamicText(
                String.join("", texts.stream().map(DynamicText::text).toList()),
                texts.stream().allMatch(DynamicText::exact));
    }

    private static DynamicText ofCall(PgNode call) {
        List<PgNode> arguments = call.children("args");
        return switch (Expressions.name(call)) {
            case "concat" -> join(arguments);
            case "concat_ws" -> join(separated(arguments));
            case "format" -> format(arguments);
            case "quote_literal", "quote_nullable" -> new DynamicText("'" + NAME + "'", false);
            case "lower", "upper", "trim", "btrim", "ltrim", "rtrim", "initcap" ->
                arguments.size() == 1 ? of(arguments.getFirst()) : new DynamicText(NAME, false);
            case "replace" -> {
                List<DynamicText> texts =
                        arguments.stream().map(DynamicText::of).toList();
                boolean exact = texts.stream().allMatch(DynamicText::exact) && texts.size() == 3;
                String template = texts.getFirst().text();
                yield exact
                        ? new DynamicText(
                                template.replace(
                                        texts.get(1).text(), texts.get(2).text()),
                                true)
                        : new DynamicText(template, false);
            }
            default -> new DynamicText(NAME, false);
        };
    }

    private static List<PgNode> separated(List<PgNode> arguments) {
        List<PgNode> parts = new ArrayList<>();
        for (int i = 1; i < arguments.size(); i++) {
            if (i > 1) {
                parts.add(arguments.getFirst());
            }
            parts.add(arguments.get(i));
        }
        return parts;
    }

    private static DynamicText format(List<PgNode> arguments) {
        Optional<String> template = arguments.stream().findFirst().flatMap(ConstantValue::text);
        if (template.isEmpty()) {
            return new DynamicText(NAME, false);
        }
        StringBuilder text = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(template.get());
        boolean exact = true;
        int next = 1;
        while (matcher.find()) {
            String kind = matcher.group(1);
            if (kind.equals("%")) {
                matcher.appendReplacement(text, "%");
                continue;
            }
            DynamicText value = next < arguments.size() ? of(arguments.get(next)) : new DynamicText(NAME, false);
            next++;
            exact &= value.exact() && matcher.group().length() == 2;
            String written = kind.equals("L") ? "'" + value.text().replace("'", "''") + "'" : value.text();
            matcher.appendReplacement(text, Matcher.quoteReplacement(written));
        }
        matcher.appendTail(text);
        return new DynamicText(text.toString(), exact);
    }
}
