package dev.watertight.drills;

import com.fasterxml.jackson.databind.JsonNode;
import dev.watertight.drills.history.Answer;
import dev.watertight.drills.history.Evidence;
import dev.watertight.drills.history.SeenOrder;
import dev.watertight.drills.report.Mark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers of a run, by heading. */
final class Tables {
    private Tables() {}

    static Map<String, String> orders(Evidence evidence) {
        var table = counts(evidence.orders().stream().map(SeenOrder::status));
        table.put("all orders", "%,d".formatted(evidence.orders().size()));
        return table;
    }

    static Map<String, String> answers(Evidence evidence) {
        var table = counts(evidence.operations().stream().map(operation -> {
            Answer answer = operation.answer();
            return answer == null ? "no answer" : Integer.toString(answer.status());
        }));
        table.put("all requests", "%,d".formatted(evidence.operations().size()));
        return table;
    }

    static Map<String, String> faults(List<Mark> marks) {
        var table = counts(marks.stream()
                .map(mark -> mark.part() + " " + mark.kind().name().toLowerCase(Locale.ROOT)));
        table.put("all faults", Integer.toString(marks.size()));
        var slow = marks.stream().filter(mark -> !mark.healed()).count();
        table.put("not healthy in 15 s", Long.toString(slow));
        return table;
    }

    /** A table of the audit: its numbers, with thousands told apart. */
    static Map<String, String> sums(JsonNode sums) {
        var table = new LinkedHashMap<String, String>();
        sums.properties()
                .forEach(sum ->
                        table.put(sum.getKey(), "%,d".formatted(sum.getValue().asLong())));
        return table;
    }

    private static Map<String, String> counts(Stream<String> things) {
        var table = new LinkedHashMap<String, String>();
        things.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()))
                .forEach((thing, count) -> table.put(thing, "%,d".formatted(count)));
        return table;
    }
}
