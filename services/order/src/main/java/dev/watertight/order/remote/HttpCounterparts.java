package dev.watertight.order.remote;

import dev.watertight.chassis.client.Answer;
import dev.watertight.chassis.client.Call;
import dev.watertight.chassis.client.RemoteException;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.order.domain.Counterparts;
import java.util.Optional;
import java.util.UUID;

/** The books of Payment and Product, read without moving anything. */
public final class HttpCounterparts implements Counterparts {
    private final RemoteService product;
    private final RemoteService payment;

    public HttpCounterparts(RemoteService product, RemoteService payment) {
        this.product = product;
        this.payment = payment;
    }

    private record MoneyJson(long amount) {}

    private record ChargeJson(String status, MoneyJson amount) {}

    private record ReservationJson(String status) {}

    @Override
    public Optional<Long> charged(UUID orderId) {
        return ask(payment, Call.get("/charges/{orderId}", "/charges/" + orderId))
                .flatMap(HttpCounterparts::charged);
    }

    @Override
    public Optional<Goods> goods(UUID orderId) {
        return ask(product, Call.get("/reservations/{orderId}", "/reservations/" + orderId))
                .flatMap(HttpCounterparts::goods);
    }

    private static Optional<Answer> ask(RemoteService service, Call call) {
        try {
            return Optional.of(service.send(call));
        } catch (RemoteException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> charged(Answer answer) {
        return switch (answer.status()) {
            case 200 -> charged(answer.as(ChargeJson.class));
            case 404 -> Optional.of(0L);
            default -> Optional.empty();
        };
    }

    private static Optional<Long> charged(ChargeJson charge) {
        return switch (charge.status()) {
            case "approved" -> Optional.of(charge.amount().amount());
            case "declined", "cancelled" -> Optional.of(0L);
            default -> Optional.empty();
        };
    }

    private static Optional<Goods> goods(Answer answer) {
        return switch (answer.status()) {
            case 200 -> Optional.of(goods(answer.as(ReservationJson.class).status()));
            case 404 -> Optional.of(Goods.IN_STOCK);
            default -> Optional.empty();
        };
    }

    private static Goods goods(String status) {
        return switch (status) {
            case "committed" -> Goods.SOLD;
            case "held" -> Goods.HELD;
            default -> Goods.IN_STOCK;
        };
    }
}
