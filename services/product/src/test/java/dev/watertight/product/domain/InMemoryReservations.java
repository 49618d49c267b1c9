package dev.watertight.product.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reservations in memory, with the same promises as those in MySQL. */
final class InMemoryReservations implements Reservations {
    /** Listed when first asked for, which fixes name and price. */
    private record Line(ReservationLine asked, @Nullable Listing listing) {
        UUID product() {
            return asked.productId();
        }
    }

    private record Entry(Standing standing, Instant expiresAt, List<Line> lines, Set<UUID> refused) {
        Entry as(Standing next) {
            return new Entry(next, expiresAt, lines, refused);
        }

        Entry heldUntil(Instant until) {
            return new Entry(Standing.HELD, until, lines, Set.of());
        }

        Entry refused(Standing why, Set<UUID> products) {
            return new Entry(why, expiresAt, lines, products);
        }
    }

    private final InMemoryProducts products;
    private final Map<UUID, Entry> entries = new HashMap<>();

    InMemoryReservations(InMemoryProducts products) {
        this.products = products;
    }

    @Override
    public synchronized Reservation reserve(UUID orderId, List<ReservationLine> lines, Term term) {
        var entry = entries.get(orderId);
        if (entry == null) {
            return first(orderId, lines, term.until());
        }
        if (entry.standing() == Standing.RELEASED) {
            return new Reservation.Released();
        }
        if (!new HashSet<>(asked(entry)).equals(new HashSet<>(lines))) {
            return new Reservation.Different();
        }
        return switch (entry.standing()) {
            case HELD -> hold(orderId, entry.heldUntil(term.renewed(entry.expiresAt())), false);
            case COMMITTED -> new Reservation.Held(held(entry), entry.expiresAt(), false);
            case EXPIRED -> holdOrRefuse(orderId, entry, term.until());
            case OUT_OF_STOCK -> new Reservation.OutOfStock(entry.refused(), false);
            case UNKNOWN_PRODUCT -> new Reservation.UnknownProduct(entry.refused());
            case RELEASED -> new Reservation.Released();
        };
    }

    private Reservation first(UUID orderId, List<ReservationLine> asked, Instant until) {
        var lines = asked.stream()
                .map(line -> new Line(line, products.listing(line.productId()).orElse(null)))
                .toList();
        var unknown = lines.stream()
                .filter(line -> line.listing() == null)
                .map(Line::product)
                .collect(Collectors.toSet());
        var entry = new Entry(Standing.UNKNOWN_PRODUCT, until, lines, unknown);
        if (!unknown.isEmpty()) {
            entries.put(orderId, entry);
            return new Reservation.UnknownProduct(unknown);
        }
        return holdOrRefuse(orderId, entry, until);
    }

    private Reservation holdOrRefuse(UUID orderId, Entry entry, Instant until) {
        var lacking = lacking(entry);
        if (!lacking.isEmpty()) {
            entries.put(orderId, entry.refused(Standing.OUT_OF_STOCK, lacking));
            return new Reservation.OutOfStock(lacking, true);
        }
        move(entry, 0, 1);
        return hold(orderId, entry.heldUntil(until), true);
    }

    private Reservation hold(UUID orderId, Entry entry, boolean anew) {
        entries.put(orderId, entry);
        return new Reservation.Held(held(entry), entry.expiresAt(), anew);
    }

    @Override
    public synchronized Commitment commit(UUID orderId) {
        var entry = entries.get(orderId);
        if (entry == null) {
            return Commitment.UNKNOWN;
        }
        return switch (entry.standing()) {
            case HELD -> sell(orderId, entry);
            case EXPIRED -> {
                if (!lacking(entry).isEmpty()) {
                    yield Commitment.EXPIRED;
                }
                move(entry, 0, 1);
                yield sell(orderId, entry);
            }
            case COMMITTED -> Commitment.COMMITTED_BEFORE;
            case RELEASED -> Commitment.RELEASED;
            case OUT_OF_STOCK, UNKNOWN_PRODUCT -> Commitment.UNKNOWN;
        };
    }

    private Commitment sell(UUID orderId, Entry entry) {
        move(entry, -1, -1);
        entries.put(orderId, entry.as(Standing.COMMITTED));
        return Commitment.COMMITTED;
    }

    @Override
    public synchronized boolean release(UUID orderId) {
        var entry = entries.getOrDefault(orderId, new Entry(Standing.EXPIRED, Instant.EPOCH, List.of(), Set.of()));
        switch (entry.standing()) {
            case HELD -> move(entry, 0, -1);
            case COMMITTED -> move(entry, 1, 0);
            case EXPIRED, OUT_OF_STOCK, UNKNOWN_PRODUCT, RELEASED -> {}
        }
        entries.put(orderId, entry.as(Standing.RELEASED));
        return entry.standing() != Standing.RELEASED;
    }

    @Override
    public synchronized int expire(Instant now, int limit) {
        var expired = entries.entrySet().stream()
                .filter(entry -> entry.getValue().standing() == Standing.HELD
                        && !entry.getValue().expiresAt().isAfter(now))
                .sorted(Comparator.comparing(entry -> entry.getValue().expiresAt()))
                .limit(limit)
                .toList();
        expired.forEach(entry -> {
            move(entry.getValue(), 0, -1);
            entries.put(entry.getKey(), entry.getValue().as(Standing.EXPIRED));
        });
        return expired.size();
    }

    @Override
    public synchronized Optional<Snapshot> find(UUID orderId) {
        return Optional.ofNullable(entries.get(orderId))
                .map(entry -> new Snapshot(
                        entry.standing(),
                        entry.expiresAt(),
                        entry.lines().stream().map(InMemoryReservations::shown).toList()));
    }

    private Set<UUID> lacking(Entry entry) {
        return entry.lines().stream()
                .filter(line ->
                        products.available(line.product()) < line.asked().quantity())
                .map(Line::product)
                .collect(Collectors.toSet());
    }

    private void move(Entry entry, long onHand, long reserved) {
        for (var line : asked(entry)) {
            products.move(line.productId(), onHand * line.quantity(), reserved * line.quantity());
        }
    }

    private static List<ReservationLine> asked(Entry entry) {
        return entry.lines().stream().map(Line::asked).toList();
    }

    private static AskedLine shown(Line line) {
        var listing = line.listing();
        return new AskedLine(line.product(), line.asked().quantity(), listing == null ? null : listing.price());
    }

    private static List<HeldLine> held(Entry entry) {
        return entry.lines().stream()
                .map(line -> {
                    var listing = Objects.requireNonNull(line.listing());
                    return new HeldLine(line.product(), line.asked().quantity(), listing.name(), listing.price());
                })
                .toList();
    }
}
