package dev.watertight.drills.oncall;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What causes an alert, and what ends it.
 *
 * @param alert its name
 * @param labels those it must have beside its name, if it is of one thing among several
 * @param cause the words after {@code ./watertight}; {@code ORDER} stands for one that is confirmed
 * @param load a workload and its journeys each second, beside every journey at its steady rate; none if empty
 * @param firesWithin seconds, from the cause until somebody is told
 * @param mendedBy the step of the runbook whose condition holds, and which mends it, from 1
 * @param endsWithin seconds, from that step
 * @param longOnly whether it takes too long, or too much of the machine, to be drilled at random
 * @param unscaled whether the error budgets are looked at over the windows they have in production
 */
public record Incident(
        String alert,
        Map<String, String> labels,
        String cause,
        String load,
        int firesWithin,
        int mendedBy,
        int endsWithin,
        boolean longOnly,
        boolean unscaled) {
    private static final Pattern WORDS = Pattern.compile(" +");
    private static final Pattern LOAD = Pattern.compile("|[a-z]+ [1-9]\\d*");

    /** What the file leaves out comes as null, or 0. */
    public Incident {
        if (alert == null || cause == null || firesWithin < 1 || mendedBy < 1 || endsWithin < 1) {
            throw new IllegalArgumentException(
                    "needs alert, cause, firesWithin, mendedBy and endsWithin, all from 1 on");
        }
        labels = orNone(labels);
        load = load == null ? "" : load;
        if (!LOAD.matcher(load).matches()) {
            throw new IllegalArgumentException("load is '%s', not a workload and its rate, as shop 60".formatted(load));
        }
    }

    private static Map<String, String> orNone(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : Map.copyOf(labels);
    }

    /** All, in the order of the file; what is wrong in it is told with its line. */
    public static List<Incident> in(Path yaml) {
        var mapper = YAMLMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
        try {
            return mapper.readValue(yaml.toFile(), new TypeReference<List<Incident>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("%s: %s".formatted(yaml, e.getMessage()), e);
        }
    }

    /** One of them at random, which is the same for the same seed; none that takes too long, or too much of the machine. */
    public static Incident drawn(List<Incident> incidents, long seed) {
        var brief = incidents.stream().filter(incident -> !incident.longOnly()).toList();
        return brief.get(new Random(seed).nextInt(brief.size()));
    }

    /** The words after {@code ./watertight} that cause it. */
    public List<String> causing(String orderId) {
        return typed(cause, orderId);
    }

    /** A command as it is typed, for that order if it is about one. */
    public static List<String> typed(String command, String orderId) {
        return WORDS.splitAsStream(command.strip())
                .map(word -> word.equals("ORDER") ? orderId : word)
                .toList();
    }

    /** Whether whoever is told of an alert is told of this one; of a page by a page. */
    public boolean isToldBy(Pager.Message message) {
        return message.firing().stream()
                .anyMatch(told -> isOf(told)
                        && message.receiver().equals("page".equals(told.get("severity")) ? "pages" : "tickets"));
    }

    /** Whether an alert is this one. */
    public boolean isOf(Map<String, String> told) {
        return alert.equals(told.get("alertname")) && told.entrySet().containsAll(labels.entrySet());
    }

    /** The alert and the labels it must have, as PromQL matches them. */
    public String selector() {
        var matchers = new StringBuilder("alertname=\"%s\"".formatted(alert));
        labels.forEach((label, value) -> matchers.append(", %s=\"%s\"".formatted(label, value)));
        return "ALERTS{%s, alertstate=\"firing\"}".formatted(matchers);
    }

    @Override
    public String toString() {
        return labels.isEmpty() ? alert : alert + labels;
    }
}
