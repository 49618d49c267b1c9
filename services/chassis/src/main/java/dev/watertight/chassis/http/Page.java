package dev.watertight.chassis.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for: {@code ?limit=} (1 to 100, 20 unless said) and {@code ?after=} (the {@code next} of
 * the page before).
 */
public record Page(@Nullable UUID after, int limit) {
    private static final int USUAL = 20;
    private static final int MAX = 100;

    /** A part of a list, and where the next one begins if there is more. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Items<T>(List<T> items, @Nullable UUID next) {}

    /** @throws ProblemException 422 when they are not what they must be */
    public static Page asked(ServerRequest request) {
        var query = request.query();
        var limit = query.contains("limit") ? number(query.get("limit")) : USUAL;
        var after = query.contains("after") ? Ids.parse(query.get("after")).orElse(null) : null;
        new Violations()
                .require(limit >= 1 && limit <= MAX, "?limit", "must be 1 to " + MAX)
                .require(after != null || !query.contains("after"), "?after", "must be the next of another page")
                .throwIfAny();
        return new Page(after, limit);
    }

    /** Makes the page of {@code found}, which holds up to one more than was asked for. */
    public <T> Items<T> of(List<T> found, Function<T, UUID> id) {
        if (found.size() <= limit) {
            return new Items<>(found, null);
        }
        var items = found.subList(0, limit);
        return new Items<>(items, id.apply(items.getLast()));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
