package dev.watertight.payment.http;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.auth.Tokens;
import dev.watertight.chassis.http.IdempotencyKeys;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Paths;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.ProblemException;
import dev.watertight.chassis.http.Routes;
import dev.watertight.payment.domain.RefundPayment;
import dev.watertight.payment.domain.RefundPayment.Result;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;

/** How support gives money back. */
public final class RefundRoutes {
    private static final String SUPPORT = "support";

    /** Kept back from the acquirer for the SQL around it, so that a 202 arrives in time on a busy machine too. */
    private static final Duration TO_ANSWER = Duration.ofMillis(800);

    private final RefundPayment refunding;
    private final Tokens tokens;
    private final String currency;
    private final Clock clock;

    public RefundRoutes(RefundPayment refunding, Tokens tokens, String currency, Clock clock) {
        this.refunding = refunding;
        this.tokens = tokens;
        this.currency = currency;
        this.clock = clock;
    }

    public Routes addTo(Routes routes) {
        return routes.on(Method.POST, "/payments/{id}/refunds", this::refund);
    }

    private void refund(ServerRequest request, ServerResponse response) {
        var caller = tokens.authorize(request, SUPPORT);
        var paymentId = Paths.id(request, "id");
        var key = IdempotencyKeys.of(request);
        var deadline = Deadline.current().earlier(TO_ANSWER);
        var answerBy = clock.instant().plus(deadline.remaining());
        var command = Json.readStrictly(request, RefundJson.class)
                .toCommand(paymentId, caller.userId(), key, currency, answerBy);
        send(response, deadline.call(() -> refunding.refund(command)));
    }

    private static void send(ServerResponse response, Result result) {
        switch (result) {
            case Result.Answered(var paymentId, var answer) -> {
                response.header(HeaderNames.LOCATION.defaultCase(), "/payments/" + paymentId);
                Json.sendText(response, answer.settled() ? 201 : 202, answer.body());
            }
            case Result.UnknownPayment() -> throw Problem.notFound().asException();
            case Result.Undecided() ->
                throw notRefundable(
                        "This payment is not decided yet: look at it later, and ask again if it is approved.");
            case Result.NotRefundable() -> throw notRefundable("Nothing was taken by this payment that could go back.");
            case Result.ExceedsCharge() ->
                throw Problem.of(422, "refund-exceeds-charge", "Less than that is left of the charge.")
                        .asException();
            case Result.KeyReused() -> throw IdempotencyKeys.reused();
            case Result.InProgress() -> throw IdempotencyKeys.inProgress();
        }
    }

    private static ProblemException notRefundable(String why) {
        return Problem.of(409, "not-refundable", why).asException();
    }
}
