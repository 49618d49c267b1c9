package dev.watertight.payment.http;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Paths;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.Routes;
import dev.watertight.payment.domain.CancelCharge;
import dev.watertight.payment.domain.ChargeOrder;
import dev.watertight.payment.domain.ChargeOrder.Result;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.Payments;
import dev.watertight.payment.domain.Refunds;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.UUID;

/** What Payment does for other services. */
public final class ChargeRoutes {
    /** Kept back from the acquirer, so that the caller still hears that its answer is not known. */
    private static final Duration TO_ANSWER = Duration.ofMillis(100);

    private final ChargeOrder charging;
    private final CancelCharge cancelling;
    private final Payments payments;
    private final Refunds refunds;
    private final String currency;

    public ChargeRoutes(
            ChargeOrder charging, CancelCharge cancelling, Payments payments, Refunds refunds, String currency) {
        this.charging = charging;
        this.cancelling = cancelling;
        this.payments = payments;
        this.refunds = refunds;
        this.currency = currency;
    }

    public Routes routes() {
        return new Routes()
                .on(Method.POST, "/charges", this::charge)
                .on(Method.GET, "/charges/{orderId}", this::get)
                .on(Method.POST, "/charges/{orderId}/refund", this::cancel);
    }

    private void charge(ServerRequest request, ServerResponse response) {
        var charge = Json.readTolerantly(request, ChargeJson.class).toCharge(currency);
        var deadline = Deadline.current().earlier(TO_ANSWER);
        switch (deadline.call(() -> charging.charge(charge))) {
            case Result.Charged(var payment) ->
                Json.send(response, payment.isDecided() || payment.isCancelled() ? 201 : 202, view(payment));
            case Result.Differs() ->
                throw Problem.of(422, "charge-differs", "This order was charged before, in another way.")
                        .asException();
        }
    }

    private void get(ServerRequest request, ServerResponse response) {
        Json.send(response, 200, view(payment(Paths.id(request, "orderId"))));
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        var orderId = Paths.id(request, "orderId");
        var command = Json.readTolerantly(request, CancelJson.class).toCommand(orderId, currency);
        var deadline = Deadline.current().earlier(TO_ANSWER);
        var done = deadline.call(() -> cancelling.cancel(command));
        var refunded = view(payment(orderId)).refunded();
        Json.send(response, done ? 200 : 202, new CancelView(orderId, done ? "refunded" : "refunding", refunded));
    }

    private Payment payment(UUID orderId) {
        return payments.findByOrder(orderId)
                .orElseThrow(() -> Problem.notFound().asException());
    }

    private ChargeView view(Payment payment) {
        return ChargeView.of(payment, payment.refunded(refunds.of(payment)));
    }
}
