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
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Products and reservations in memory, with the same promises as those in MySQL. */
final class InMemoryStore implements Products, Reservations {
    private sealed interface State {
        record Held(List<HeldLine> lines, Instant until) implements State {}

        record Committed(List<HeldLine> lines, Instant until) implements State {}

        record Expired(List<HeldLine> lines) implements State {}

        record Refused(Set<ReservationLine> asked, Reservation answer) implements State {}

        record Gone() implements State {}
    }

    private final Map<String, Product> listings = new TreeMap<>();
    private final Map<UUID, Stock> stocks = new HashMap<>();
    private final Map<UUID, State> states = new HashMap<>();

    @Override
    public synchronized Optional<Product> find(UUID id) {
        return Optional.ofNullable(listings.get(id.toString())).map(this::stocked);
    }

    @Override
    public synchronized List<Product> list(Search search, @Nullable UUID after, int limit) {
        var category = search.category();
        var beginning = search.beginning();
        return listings.values().stream()
                .filter(product -> after == null || product.id().toString().compareTo(after.toString()) > 0)
                .filter(product ->
                        category == null || product.listing().category().equals(category))
                .filter(product -> beginning == null
                        || SearchText.endsOf(product.listing().name()).stream()
                                .anyMatch(end -> end.startsWith(beginning)))
                .limit(limit)
                .map(this::stocked)
                .toList();
    }

    @Override
    public synchronized boolean add(Product product) {
        if (listings.values().stream().anyMatch(other -> other.sku().equals(product.sku()))) {
            return false;
        }
        listings.put(product.id().toString(), product);
        stocks.put(product.id(), new Stock(0, 0));
        return true;
    }

    @Override
    public synchronized boolean change(UUID id, long revision, Listing listing) {
        var known = listings.get(id.toString());
        if (known == null || known.revision() != revision) {
            return false;
        }
        listings.put(id.toString(), known.changed(listing));
        return true;
    }

    @Override
    public synchronized StockChange setStock(UUID id, long onHand, UUID merchandiser) {
        var stock = stocks.get(id);
        if (stock == null) {
            return new StockChange.UnknownProduct();
        }
        if (onHand < stock.reserved()) {
            return new StockChange.BelowReserved(stock.reserved());
        }
        var changed = new Stock(onHand, stock.reserved());
        stocks.put(id, changed);
        return new StockChange.Changed(changed);
    }

    @Override
    public synchronized int load(List<Product> products, long onHand) {
        var added = products.stream()
                .filter(product -> !stocks.containsKey(product.id()) && add(product))
                .toList();
        added.forEach(product -> stocks.put(product.id(), new Stock(onHand, 0)));
        return added.size();
    }

    @Override
    public synchronized Reservation reserve(UUID orderId, List<ReservationLine> lines, Instant now, Instant until) {
        var state = states.get(orderId);
        if (state == null) {
            return first(orderId, lines, until);
        }
        return switch (state) {
            case State.Gone() -> new Reservation.Released();
            case State.Refused(var asked, var answer) -> asked.equals(Set.copyOf(lines)) ? known(answer) : different();
            case State.Held(var held, var expiry) -> {
                var expiresAt = expiry.isAfter(now) ? expiry : until;
                yield same(held, lines) ? hold(orderId, held, expiresAt, false) : different();
            }
            case State.Committed(var held, var expiry) ->
                same(held, lines) ? new Reservation.Held(held, expiry, false) : different();
            case State.Expired(var held) -> same(held, lines) ? anew(orderId, held, until) : different();
        };
    }

    private Reservation first(UUID orderId, List<ReservationLine> lines, Instant until) {
        var unknown = lines.stream()
                .map(ReservationLine::productId)
                .filter(product -> !stocks.containsKey(product))
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            return refuse(orderId, lines, new Reservation.UnknownProduct(unknown));
        }
        return anew(orderId, lines.stream().map(this::priced).toList(), until);
    }

    private Reservation anew(UUID orderId, List<HeldLine> lines, Instant until) {
        var lacking = lacking(lines);
        if (!lacking.isEmpty()) {
            return refuse(orderId, asked(lines), new Reservation.OutOfStock(lacking, true));
        }
        lines.forEach(line -> move(line.productId(), 0, line.quantity()));
        return hold(orderId, lines, until, true);
    }

    private Reservation hold(UUID orderId, List<HeldLine> lines, Instant until, boolean anew) {
        states.put(orderId, new State.Held(lines, until));
        return new Reservation.Held(lines, until, anew);
    }

    private Reservation refuse(UUID orderId, List<ReservationLine> lines, Reservation answer) {
        states.put(orderId, new State.Refused(Set.copyOf(lines), answer));
        return answer;
    }

    @Override
    public synchronized Commitment commit(UUID orderId) {
        return switch (states.get(orderId)) {
            case null -> Commitment.UNKNOWN;
            case State.Refused _ -> Commitment.UNKNOWN;
            case State.Gone() -> Commitment.RELEASED;
            case State.Committed _ -> Commitment.COMMITTED_BEFORE;
            case State.Held(var lines, var until) -> {
                lines.forEach(line -> move(line.productId(), -line.quantity(), -line.quantity()));
                states.put(orderId, new State.Committed(lines, until));
                yield Commitment.COMMITTED;
            }
            case State.Expired(var lines) -> {
                if (!lacking(lines).isEmpty()) {
                    yield Commitment.EXPIRED;
                }
                anew(orderId, lines, Instant.EPOCH);
                yield commit(orderId);
            }
        };
    }

    @Override
    public synchronized boolean release(UUID orderId) {
        var state = states.put(orderId, new State.Gone());
        switch (state) {
            case State.Held held -> held.lines().forEach(line -> move(line.productId(), 0, -line.quantity()));
            case State.Committed sold -> sold.lines().forEach(line -> move(line.productId(), line.quantity(), 0));
            case null -> {}
            case State.Expired _, State.Refused _, State.Gone _ -> {}
        }
        return !(state instanceof State.Gone);
    }

    @Override
    public synchronized int expire(Instant now, int limit) {
        var expired = states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof State.Held held
                        && !held.until().isAfter(now))
                .sorted(Comparator.comparing(entry -> ((State.Held) entry.getValue()).until()))
                .limit(limit)
                .toList();
        expired.forEach(entry -> {
            var lines = ((State.Held) entry.getValue()).lines();
            lines.forEach(line -> move(line.productId(), 0, -line.quantity()));
            states.put(entry.getKey(), new State.Expired(lines));
        });
        return expired.size();
    }

    private Product stocked(Product product) {
        var available = Objects.requireNonNull(stocks.get(product.id())).available();
        return new Product(product.id(), product.sku(), product.listing(), product.revision(), available);
    }

    private HeldLine priced(ReservationLine line) {
        var listing = Objects.requireNonNull(listings.get(line.productId().toString()))
                .listing();
        return new HeldLine(line.productId(), line.quantity(), listing.name(), listing.price());
    }

    private Set<UUID> lacking(List<HeldLine> lines) {
        return lines.stream()
                .filter(line ->
                        Objects.requireNonNull(stocks.get(line.productId())).available() < line.quantity())
                .map(HeldLine::productId)
                .collect(Collectors.toSet());
    }

    private void move(UUID productId, long onHand, long reserved) {
        stocks.computeIfPresent(
                productId, (id, stock) -> new Stock(stock.onHand() + onHand, stock.reserved() + reserved));
    }

    private static boolean same(List<HeldLine> held, List<ReservationLine> lines) {
        return new HashSet<>(asked(held)).equals(new HashSet<>(lines));
    }

    private static List<ReservationLine> asked(List<HeldLine> lines) {
        return lines.stream()
                .map(line -> new ReservationLine(line.productId(), line.quantity()))
                .toList();
    }

    private static Reservation known(Reservation answer) {
        return answer instanceof Reservation.OutOfStock refused
                ? new Reservation.OutOfStock(refused.products(), false)
                : answer;
    }

    private static Reservation different() {
        return new Reservation.Different();
    }
}
