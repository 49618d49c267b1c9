package dev.watertight.chassis.http;

import dev.watertight.chassis.Deadline;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;

/** Every request has a deadline; one that has passed is refused before its handler. */
final class DeadlineRule implements Filter {
    private static final HeaderName DEADLINE = HeaderNames.create(Deadline.HEADER);

    private final Duration longest;

    DeadlineRule(Duration longest) {
        this.longest = longest;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var deadline = deadline(request);
        if (deadline.isExpired()) {
            Problems.send(response, Problem.unavailable("deadline-expired", "The deadline passed before work began."));
            return;
        }
        deadline.run(chain::proceed);
    }

    private Deadline deadline(RoutingRequest request) {
        return Deadline.in(request.headers().first(DEADLINE).map(this::asked).orElse(longest));
    }

    private Duration asked(String milliseconds) {
        try {
            return Duration.ofMillis(Math.clamp(Long.parseLong(milliseconds), 0, longest.toMillis()));
        } catch (NumberFormatException e) {
            throw Problem.of(400, "bad-deadline", Deadline.HEADER + " is a number of milliseconds.")
                    .asException();
        }
    }
}
