package dev.watertight.order.remote;

import dev.watertight.chassis.client.Answer;
import dev.watertight.chassis.client.Call;
import dev.watertight.chassis.client.RemoteException;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.order.domain.Money;
import dev.watertight.order.domain.OrderLine;
import dev.watertight.order.domain.Stock;
import java.util.List;
import java.util.UUID;

/** Product's reservations. */
public final class HttpStock implements Stock {
    private static final String RESERVATION = "/reservations/{orderId}";

    private final RemoteService product;

    public HttpStock(RemoteService product) {
        this.product = product;
    }

    private record LineJson(UUID productId, int quantity) {}

    private record ReserveJson(UUID orderId, List<LineJson> lines) {}

    private record MoneyJson(long amount, String currency) {}

    private record HeldLineJson(UUID productId, int quantity, String name, MoneyJson unitPrice) {}

    private record HeldJson(List<HeldLineJson> lines) {}

    @Override
    public Reservation reserve(UUID orderId, List<OrderLine> lines) {
        var wanted = lines.stream()
                .map(line -> new LineJson(line.productId(), line.quantity()))
                .toList();
        try {
            return reservation(
                    orderId,
                    product.send(Call.keyedPost("/reservations", "/reservations", new ReserveJson(orderId, wanted))));
        } catch (RemoteException e) {
            return new Reservation.NoAnswer();
        }
    }

    @Override
    public boolean commit(UUID orderId) {
        return succeeds(orderId, Call.keyedPost(RESERVATION + "/commit", "/reservations/" + orderId + "/commit"));
    }

    @Override
    public boolean release(UUID orderId) {
        return succeeds(orderId, Call.delete(RESERVATION, "/reservations/" + orderId));
    }

    private static Reservation reservation(UUID orderId, Answer answer) {
        if (answer.status() == 201) {
            return new Reservation.Held(answer.as(HeldJson.class).lines().stream()
                    .map(HttpStock::line)
                    .toList());
        }
        if (answer.isProblem("out-of-stock")) {
            return new Reservation.OutOfStock();
        }
        if (answer.isProblem("unknown-product")) {
            return new Reservation.UnknownProduct();
        }
        Refusals.log("product", orderId, answer);
        return new Reservation.NoAnswer();
    }

    private static OrderLine line(HeldLineJson held) {
        var price = new Money(held.unitPrice().amount(), held.unitPrice().currency());
        return new OrderLine(held.productId(), held.quantity(), held.name(), price);
    }

    private boolean succeeds(UUID orderId, Call call) {
        try {
            var answer = product.send(call);
            Refusals.log("product", orderId, answer);
            return answer.status() < 300;
        } catch (RemoteException e) {
            return false;
        }
    }
}
