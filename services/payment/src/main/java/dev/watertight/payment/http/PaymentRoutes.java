package dev.watertight.payment.http;

import dev.watertight.chassis.auth.Caller;
import dev.watertight.chassis.auth.Tokens;
import dev.watertight.chassis.http.Ids;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Page;
import dev.watertight.chassis.http.Paths;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.Routes;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.Payments;
import dev.watertight.payment.domain.Refunds;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.UUID;

/** The public API of Payment: customers see their own payments, support sees all. */
public final class PaymentRoutes {
    private static final String SUPPORT = "support";
    private static final String ORDER_ID = "orderId";

    private final Payments payments;
    private final Refunds refunds;
    private final Tokens tokens;

    public PaymentRoutes(Payments payments, Refunds refunds, Tokens tokens) {
        this.payments = payments;
        this.refunds = refunds;
        this.tokens = tokens;
    }

    public Routes routes() {
        return new Routes().on(Method.GET, "/payments", this::list).on(Method.GET, "/payments/{id}", this::get);
    }

    private void list(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        var found = payments.findByOrder(orderId(request)).filter(payment -> maySee(caller, payment));
        Json.send(
                response,
                200,
                new Page.Items<>(
                        found.map(payment -> view(caller, payment)).stream().toList(), null));
    }

    private void get(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        var payment = payments.find(Paths.id(request, "id"))
                .filter(found -> maySee(caller, found))
                .orElseThrow(() -> Problem.notFound().asException());
        Json.send(response, 200, view(caller, payment));
    }

    private PaymentView view(Caller caller, Payment payment) {
        return PaymentView.of(
                payment,
                refunds.of(payment),
                caller.roles().contains(SUPPORT) ? RefundView::forSupport : RefundView::of);
    }

    private static boolean maySee(Caller caller, Payment payment) {
        return caller.roles().contains(SUPPORT) || payment.charge().customerId().equals(caller.userId());
    }

    private static UUID orderId(ServerRequest request) {
        return request.query()
                .first(ORDER_ID)
                .asOptional()
                .flatMap(Ids::parse)
                .orElseThrow(() -> Problem.invalid(
                                List.of(new Problem.Violation("?" + ORDER_ID, "must be the id of an order")))
                        .asException());
    }
}
