package dev.watertight.order.http;

import dev.watertight.chassis.Deadline;
import dev.watertight.chassis.auth.Tokens;
import dev.watertight.chassis.http.IdempotencyKeys;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Page;
import dev.watertight.chassis.http.Paths;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.Routes;
import dev.watertight.order.domain.CancelOrder;
import dev.watertight.order.domain.Orders;
import dev.watertight.order.domain.PlaceOrder;
import dev.watertight.order.domain.PlaceOrder.Result;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;

/** The public API of Order. */
public final class OrderRoutes {
    /** Kept back from settlement for the SQL around it, so that a 202 arrives in time on a busy machine too. */
    private static final Duration TO_ANSWER = Duration.ofMillis(800);

    private final PlaceOrder placing;
    private final CancelOrder cancelling;
    private final Orders orders;
    private final Tokens tokens;
    private final String currency;
    private final Clock clock;

    public OrderRoutes(UseCases useCases, Orders orders, Tokens tokens, String currency, Clock clock) {
        this.placing = useCases.placing();
        this.cancelling = useCases.cancelling();
        this.orders = orders;
        this.tokens = tokens;
        this.currency = currency;
        this.clock = clock;
    }

    /** What customers can do with orders. */
    public record UseCases(PlaceOrder placing, CancelOrder cancelling) {}

    public Routes routes() {
        return new Routes()
                .on(Method.POST, "/orders", this::place)
                .on(Method.GET, "/orders", this::list)
                .on(Method.GET, "/orders/{id}", this::get)
                .on(Method.POST, "/orders/{id}/cancellation", this::cancel);
    }

    private void place(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        var key = IdempotencyKeys.of(request);
        var deadline = Deadline.current().earlier(TO_ANSWER);
        var command = Json.readStrictly(request, PlaceOrderJson.class)
                .toCommand(caller.userId(), key, currency, clock.instant().plus(deadline.remaining()));
        switch (deadline.call(() -> placing.place(command))) {
            case Result.Answered answered -> send(response, answered);
            case Result.KeyReused() -> throw IdempotencyKeys.reused();
            case Result.InProgress() -> throw IdempotencyKeys.inProgress();
        }
    }

    private static void send(ServerResponse response, Result.Answered answered) {
        response.header(HeaderNames.LOCATION.defaultCase(), "/orders/" + answered.orderId());
        Json.sendText(
                response,
                answered.answer().settled() ? 201 : 202,
                answered.answer().body());
    }

    private void get(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        var order = orders.find(Paths.id(request, "id"))
                .filter(found -> found.customerId().equals(caller.userId()))
                .orElseThrow(() -> Problem.notFound().asException());
        Json.send(response, 200, OrderView.of(order));
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        switch (cancelling.cancel(caller.userId(), Paths.id(request, "id"))) {
            case CancelOrder.Result.Cancelling(var order) -> {
                response.header(HeaderNames.LOCATION.defaultCase(), "/orders/" + order.id());
                Json.send(response, 202, OrderView.of(order));
            }
            case CancelOrder.Result.TooLate() ->
                throw Problem.of(409, "cancellation-too-late", "The order was confirmed more than 10 minutes ago.")
                        .asException();
            case CancelOrder.Result.Rejected() ->
                throw Problem.of(409, "not-cancellable", "The order was rejected: there is nothing to cancel.")
                        .asException();
            case CancelOrder.Result.Unknown() -> throw Problem.notFound().asException();
        }
    }

    private void list(ServerRequest request, ServerResponse response) {
        var caller = tokens.authenticate(request);
        var page = Page.asked(request);
        var found = orders.list(caller.userId(), page.after(), page.limit() + 1).stream()
                .map(OrderView::of)
                .toList();
        Json.send(response, 200, page.of(found, OrderView::id));
    }
}
