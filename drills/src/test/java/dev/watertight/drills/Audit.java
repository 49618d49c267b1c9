package dev.watertight.drills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.watertight.drills.history.Violation;
import dev.watertight.drills.history.Violation.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code ./watertight audit} says of the books of all parts.
 *
 * @param sums as it printed them, for the report
 */
record Audit(JsonNode sums, List<Violation> violations) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Audit ask() {
        var output = Operator.report("audit", "--json");
        try {
            return of(MAPPER.readTree(output.substring(Math.max(0, output.indexOf('{')))));
        } catch (JsonProcessingException e) {
            return failed(output);
        }
    }

    static Audit of(JsonNode audit) {
        if (!audit.path("even").isBoolean()) {
            return failed(audit.toString());
        }
        var violations = new ArrayList<Violation>();
        audit.path("differences").properties().forEach(difference -> {
            var kind = kind(difference.getKey());
            var shown = difference.getValue().path("shown");
            shown.forEach(one -> violations.add(violation(
                    kind,
                    one.path("id").asText(),
                    difference.getKey() + ": " + one.path("detail").asText(),
                    1)));
            var more = difference.getValue().path("count").asLong() - shown.size();
            if (more > 0) {
                violations.add(violation(kind, "", difference.getKey() + ": " + more + " more", more));
            }
        });
        if (violations.isEmpty() && !audit.path("even").asBoolean()) {
            return failed(audit.toString());
        }
        return new Audit(audit, violations);
    }

    private static Kind kind(String difference) {
        return switch (difference) {
            case "no-order" -> Kind.LOST;
            case "overdue" -> Kind.OVERDUE;
            case "charge" -> Kind.CHARGED_TWICE;
            case "money", "ledger", "stray", "currency", "undecided" -> Kind.CENTS_OFF;
            case "units", "on-hand", "reserved", "reservation" -> Kind.UNITS_OFF;
            default -> Kind.BOOKS_DIFFER;
        };
    }

    private static Audit failed(String output) {
        return new Audit(
                MissingNode.getInstance(), List.of(violation(Kind.BOOKS_DIFFER, "", "failed: " + output.strip(), 1)));
    }

    private static Violation violation(Kind kind, String orderId, String what, long size) {
        return new Violation(kind, "", orderId, size, "audit: " + what);
    }
}
