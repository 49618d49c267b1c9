package dev.watertight.order.remote;

import dev.watertight.chassis.client.Call;
import dev.watertight.chassis.client.RemoteException;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.order.domain.Money;
import dev.watertight.order.domain.Payments;
import java.util.UUID;

/** Payment's charges. */
public final class HttpPayments implements Payments {
    private final RemoteService payment;

    public HttpPayments(RemoteService payment) {
        this.payment = payment;
    }

    private record MoneyJson(long amount, String currency) {}

    private record ChargeJson(UUID orderId, UUID customerId, MoneyJson amount, String paymentMethod) {}

    private record ChargedJson(String status) {}

    private record RefundJson(UUID customerId, String reason) {}

    private record RefundedJson(MoneyJson refunded) {
        Refund done() {
            return new Refund.Done(new Money(refunded.amount(), refunded.currency()));
        }
    }

    @Override
    public Charge charge(UUID orderId, UUID customerId, Money amount, String paymentMethod) {
        var charge =
                new ChargeJson(orderId, customerId, new MoneyJson(amount.amount(), amount.currency()), paymentMethod);
        try {
            var answer = payment.send(Call.keyedPost("/charges", "/charges", charge));
            Refusals.log("payment", orderId, answer);
            return answer.status() == 201 ? outcome(answer.as(ChargedJson.class).status()) : Charge.UNKNOWN;
        } catch (RemoteException e) {
            return Charge.UNKNOWN;
        }
    }

    @Override
    public Refund refund(UUID orderId, UUID customerId, String reason) {
        var refund = new RefundJson(customerId, reason);
        try {
            var answer = payment.send(
                    Call.keyedPost("/charges/{orderId}/refund", "/charges/" + orderId + "/refund", refund));
            Refusals.log("payment", orderId, answer);
            return answer.status() == 200 ? answer.as(RefundedJson.class).done() : new Refund.Unknown();
        } catch (RemoteException e) {
            return new Refund.Unknown();
        }
    }

    private static Charge outcome(String status) {
        return switch (status) {
            case "approved" -> Charge.APPROVED;
            case "declined" -> Charge.DECLINED;
            case "cancelled" -> Charge.REFUNDED;
            default -> Charge.UNKNOWN;
        };
    }
}
