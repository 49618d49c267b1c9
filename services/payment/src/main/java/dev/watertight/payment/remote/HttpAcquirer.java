package dev.watertight.payment.remote;

import dev.watertight.chassis.client.Call;
import dev.watertight.chassis.client.RemoteException;
import dev.watertight.chassis.client.RemoteService;
import dev.watertight.payment.domain.Acquirer;
import dev.watertight.payment.domain.Decline;
import dev.watertight.payment.domain.Money;
import dev.watertight.payment.domain.Payment;
import dev.watertight.payment.domain.Refund;
import dev.watertight.payment.domain.Statements;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sandbox acquirer. A real one comes with another adapter. */
public final class HttpAcquirer implements Acquirer, Statements {
    private static final String KEY = "Idempotency-Key";

    private final RemoteService acquirer;

    public HttpAcquirer(RemoteService acquirer) {
        this.acquirer = acquirer;
    }

    private record MoneyJson(long amount, String currency) {}

    private record ChargeJson(MoneyJson amount, String paymentMethod) {}

    private record RefundJson(String chargeKey, MoneyJson amount) {}

    private record StatementJson(
            String status,
            @Nullable MoneyJson amount,
            @Nullable Long refunded) {}

    private record DecisionJson(String status, @Nullable String reason) {}

    @Override
    public Answer charge(Payment.Charge charge) {
        var body = new ChargeJson(json(charge.amount()), charge.method().token());
        return ask(Call.keyedPost("/charges", "/charges", body)
                .with(KEY, charge.orderId().toString()));
    }

    @Override
    public Answer find(UUID orderId) {
        return ask(Call.get("/charges/{key}", "/charges/" + orderId));
    }

    @Override
    public RefundAnswer refund(Refund refund) {
        var body = new RefundJson(refund.orderId().toString(), json(refund.amount()));
        // The refund of a cancelled order has the order's id, and under that as key its charge was asked for.
        var key = "refund-" + refund.id();
        var call = Call.keyedPost("/refunds", "/refunds", body).with(KEY, key);
        try {
            return refundAnswer(acquirer.send(call));
        } catch (RemoteException e) {
            return RefundAnswer.NOTHING;
        }
    }

    @Override
    public Statement statement(UUID orderId) {
        try {
            var said = acquirer.send(Call.get("/charges/{key}", "/charges/" + orderId));
            return switch (said.status()) {
                case 200 -> statement(said.as(StatementJson.class));
                case 404 -> new Statement.NeverSeen();
                default -> new Statement.Silent();
            };
        } catch (RemoteException e) {
            return new Statement.Silent();
        }
    }

    private static Statement statement(StatementJson json) {
        if (json.status().equals("declined")) {
            return new Statement.Declined();
        }
        return json.status().equals("approved") && json.amount() != null && json.refunded() != null
                ? new Statement.Taken(
                        new Money(json.amount().amount(), json.amount().currency()), json.refunded())
                : new Statement.Silent();
    }

    private static RefundAnswer refundAnswer(dev.watertight.chassis.client.Answer said) {
        return switch (said.status()) {
            case 200, 201 ->
                switch (said.as(DecisionJson.class).status()) {
                    case "approved" -> RefundAnswer.GRANTED;
                    case "declined" -> RefundAnswer.REFUSED;
                    default -> RefundAnswer.NOTHING;
                };
            // Refused for what it says, such as a charge it has never heard of.
            case 400, 401, 403, 404, 405, 413, 415, 422 -> RefundAnswer.REFUSED;
            default -> RefundAnswer.NOTHING;
        };
    }

    private static MoneyJson json(Money money) {
        return new MoneyJson(money.amount(), money.currency());
    }

    private Answer ask(Call call) {
        try {
            return answer(acquirer.send(call));
        } catch (RemoteException e) {
            return new Answer.Nothing();
        }
    }

    private static Answer answer(dev.watertight.chassis.client.Answer said) {
        return switch (said.status()) {
            case 200, 201 -> decision(said.as(DecisionJson.class));
            case 404 -> new Answer.NeverSeen();
            // Refused for what it says: no repetition will help, somebody has to look.
            case 400, 401, 403, 405, 413, 415, 422 ->
                throw new IllegalStateException("The acquirer refuses our request: " + said.status());
            default -> new Answer.Nothing();
        };
    }

    private static Answer decision(DecisionJson decision) {
        return switch (decision.status()) {
            case "approved" -> new Answer.Approved();
            case "declined" -> new Answer.Declined(reason(decision.reason()));
            default -> new Answer.Nothing();
        };
    }

    private static Decline reason(@Nullable String reason) {
        return switch (reason) {
            case "insufficient-funds" -> Decline.INSUFFICIENT_FUNDS;
            case "invalid-method" -> Decline.INVALID_METHOD;
            case null, default -> Decline.REFUSED;
        };
    }
}
