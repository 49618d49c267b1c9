package dev.watertight.payment.domain;

import dev.watertight.payment.domain.Payments.Lease;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Refunds in memory beside their payments, with the same promises as those in MySQL. */
public class InMemoryRefunds implements Refunds {
    private record Id(UUID userId, String key) {}

    private record Key(IdempotencyRecord record, Instant createdAt) {
        Key answered(RecordedAnswer answer) {
            return record.answer() != null
                    ? this
                    : new Key(new IdempotencyRecord(record.refundId(), record.fingerprint(), answer), createdAt);
        }
    }

    private final InMemoryPayments payments;
    private final Map<Id, Key> keys = new HashMap<>();

    public InMemoryRefunds(InMemoryPayments payments) {
        this.payments = payments;
    }

    @Override
    public Opening open(Refund wanted, IdempotencyKey key, Lease lease, String origin) {
        synchronized (payments) {
            var known = keys.get(id(key));
            if (known != null) {
                return new Opening.Known(known.record());
            }
            var payment = payments.findByOrder(wanted.orderId()).orElseThrow();
            if (!payment.isDecided()) {
                return new Opening.Undecided();
            }
            if (payment.status() != PaymentStatus.APPROVED) {
                return new Opening.NotRefundable();
            }
            if (wanted.amount().amount() > payment.charge().amount().amount() - payment.refundPromised()) {
                return new Opening.ExceedsCharge();
            }
            keys.put(id(key), new Key(new IdempotencyRecord(wanted.id(), key.fingerprint(), null), wanted.createdAt()));
            payments.put(InMemoryPayments.promised(payment, wanted.amount().amount()));
            payments.put(wanted);
            payments.work(wanted.orderId(), wanted.createdAt(), lease, origin);
            return new Opening.Opened();
        }
    }

    @Override
    public Payment cancel(Payment tombstone, Lease lease, String origin) {
        synchronized (payments) {
            var orderId = tombstone.orderId();
            var known = payments.findByOrder(orderId).orElse(tombstone);
            payments.put(cancelled(known, tombstone));
            payments.openRefundOfTheRest(orderId, tombstone.createdAt());
            if (payments.isPending(orderId)) {
                payments.work(orderId, tombstone.createdAt(), lease, origin);
            }
            return payments.findByOrder(orderId).orElseThrow();
        }
    }

    @Override
    public List<Refund> of(UUID orderId) {
        return payments.refunds(orderId);
    }

    @Override
    public Optional<Refund> find(UUID id) {
        return payments.refund(id);
    }

    @Override
    public boolean finish(Refund done, Movement movement, RecordedAnswer answer) {
        synchronized (payments) {
            var known = payments.refund(done.id());
            if (known.isEmpty() || known.get().isDone()) {
                return false;
            }
            payments.put(known.get().done(Objects.requireNonNull(done.decidedAt())));
            payments.book(movement);
            keys.replaceAll((_, key) -> key.record().refundId().equals(done.id()) ? key.answered(answer) : key);
            payments.finish(done.orderId());
            return true;
        }
    }

    @Override
    public boolean refuse(UUID id, Instant at) {
        synchronized (payments) {
            var known = payments.refund(id).orElseThrow();
            if (known.isDone() || known.refusedAt() != null) {
                return false;
            }
            payments.put(known.refused(at));
            return true;
        }
    }

    @Override
    public RecordedAnswer recordAnswer(IdempotencyKey key, RecordedAnswer answer) {
        synchronized (payments) {
            keys.computeIfPresent(id(key), (_, known) -> known.answered(answer));
            return recordedAnswer(key).orElseThrow();
        }
    }

    @Override
    public Optional<RecordedAnswer> recordedAnswer(IdempotencyKey key) {
        synchronized (payments) {
            return Optional.ofNullable(keys.get(id(key)))
                    .flatMap(known -> Optional.ofNullable(known.record().answer()));
        }
    }

    @Override
    public int forgetKeys(Instant before, int limit) {
        synchronized (payments) {
            var old = keys.entrySet().stream()
                    .filter(entry -> entry.getValue().createdAt().isBefore(before))
                    .filter(entry -> entry.getValue().record().answer() != null)
                    .map(Map.Entry::getKey)
                    .limit(limit)
                    .toList();
            old.forEach(keys::remove);
            return old.size();
        }
    }

    private static Id id(IdempotencyKey key) {
        return new Id(key.userId(), key.key());
    }

    private static Payment cancelled(Payment known, Payment tombstone) {
        return known.isCancelled()
                ? known
                : new Payment(
                        known.id(),
                        known.charge(),
                        known.status(),
                        known.reason(),
                        known.createdAt(),
                        known.decidedAt(),
                        known.refundPromised(),
                        tombstone.cancellation());
    }
}
