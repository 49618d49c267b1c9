package dev.watertight.acquirer.http;

import dev.watertight.acquirer.domain.Books;
import dev.watertight.acquirer.domain.GiveRefund;
import dev.watertight.acquirer.domain.TakeCharge;
import dev.watertight.chassis.http.IdempotencyKeys;
import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.Routes;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The API of the acquirer. */
public final class AcquirerRoutes {
    private final TakeCharge charging;
    private final GiveRefund refunding;
    private final Books books;

    public AcquirerRoutes(TakeCharge charging, GiveRefund refunding, Books books) {
        this.charging = charging;
        this.refunding = refunding;
        this.books = books;
    }

    public Routes routes() {
        return new Routes()
                .on(Method.POST, "/charges", this::charge)
                .on(Method.GET, "/charges/{key}", this::get)
                .on(Method.POST, "/refunds", this::refund);
    }

    private void charge(ServerRequest request, ServerResponse response) {
        var key = IdempotencyKeys.of(request);
        var command = Json.readStrictly(request, ChargeJson.class).toCommand(key);
        switch (charging.charge(command)) {
            case TakeCharge.Result.Decided(var charge) -> Json.send(response, 201, DecisionView.of(charge));
            case TakeCharge.Result.Unheard() -> throw new CloseConnectionException("the answer is lost, as asked");
            case TakeCharge.Result.Broken() ->
                throw Problem.of(500, "internal-error", "This is our fault, as asked.")
                        .asException();
            case TakeCharge.Result.KeyReused() -> throw IdempotencyKeys.reused();
        }
    }

    private void get(ServerRequest request, ServerResponse response) {
        var key = request.path().pathParameters().get("key");
        var charge = books.charge(key).orElseThrow(() -> Problem.notFound().asException());
        Json.send(response, 200, DecisionView.of(charge, books.refunded(key)));
    }

    private void refund(ServerRequest request, ServerResponse response) {
        var key = IdempotencyKeys.of(request);
        var command = Json.readStrictly(request, RefundJson.class).toCommand(key);
        switch (refunding.refund(command)) {
            case GiveRefund.Result.Decided(var refund) -> Json.send(response, 201, DecisionView.of(refund));
            case GiveRefund.Result.UnknownCharge() ->
                throw Problem.of(422, "unknown-charge", "Nothing was ever charged under this chargeKey.")
                        .asException();
            case GiveRefund.Result.KeyReused() -> throw IdempotencyKeys.reused();
        }
    }
}
