package dev.watertight.payment.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Money that moved from accounts to accounts, in double entry: its entries sum to zero.
 *
 * @param id of what moved it: for a charge the payment's, for a refund its own
 */
public record Movement(UUID id, UUID paymentId, String currency, List<Entry> entries, Instant bookedAt) {

    /** What one account gained or, if negative, lost, in minor units. */
    public record Entry(Account account, long amount) {}

    public Movement {
        entries = List.copyOf(entries);
        if (entries.stream().mapToLong(Entry::amount).reduce(0, Math::addExact) != 0) {
            throw new IllegalArgumentException("the entries of a movement sum to zero");
        }
    }

    /** The acquirer took the money of an approved charge. */
    static Movement ofCharge(Payment approved, Instant at) {
        var money = approved.charge().amount();
        return new Movement(
                approved.id(),
                approved.id(),
                money.currency(),
                List.of(
                        new Entry(Account.ACQUIRER_RECEIVABLE, money.amount()),
                        new Entry(Account.CUSTOMER_PAYMENTS, -money.amount())),
                at);
    }

    /** The acquirer gave a refund back to the customer. */
    static Movement ofRefund(Refund done, Instant at) {
        var money = done.amount();
        return new Movement(
                done.id(),
                done.paymentId(),
                money.currency(),
                List.of(
                        new Entry(Account.ACQUIRER_RECEIVABLE, -money.amount()),
                        new Entry(Account.CUSTOMER_PAYMENTS, money.amount())),
                at);
    }
}
