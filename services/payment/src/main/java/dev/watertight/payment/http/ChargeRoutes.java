package dev.watertight.payment.http;

import dev.watertight.chassis.http.Deadline;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Paths;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.Routes;
import dev.watertight.payment.domain.ChargeOrder;
import dev.watertight.payment.domain.ChargeOrder.Result;
import dev.watertight.payment.domain.Payments;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;

/** What Payment does for other services. */
public final class ChargeRoutes {
    private static final Duration USUAL_DEADLINE = Duration.ofMillis(2500);

    /** Kept back from the acquirer, so that the caller still hears that its answer is not known. */
    private static final Duration TO_ANSWER = Duration.ofMillis(100);

    private final ChargeOrder charging;
    private final Payments payments;
    private final String currency;

    public ChargeRoutes(ChargeOrder charging, Payments payments, String currency) {
        this.charging = charging;
        this.payments = payments;
        this.currency = currency;
    }

    public Routes routes() {
        return new Routes().on(Method.POST, "/charges", this::charge).on(Method.GET, "/charges/{orderId}", this::get);
    }

    private void charge(ServerRequest request, ServerResponse response) {
        var charge = Json.readTolerantly(request, ChargeJson.class).toCharge(currency);
        var deadline = Deadline.current(USUAL_DEADLINE).earlier(TO_ANSWER);
        switch (deadline.call(() -> charging.charge(charge))) {
            case Result.Charged(var payment) ->
                Json.send(response, payment.isDecided() ? 201 : 202, ChargeView.of(payment));
            case Result.Differs() ->
                throw Problem.of(422, "charge-differs", "This order was charged before, in another way.")
                        .asException();
        }
    }

    private void get(ServerRequest request, ServerResponse response) {
        var payment = payments.findByOrder(Paths.id(request, "orderId"))
                .orElseThrow(() -> Problem.notFound().asException());
        Json.send(response, 200, ChargeView.of(payment));
    }
}
