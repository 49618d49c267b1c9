package dev.watertight.product.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Products in memory, with the same promises as those in MySQL. */
final class InMemoryProducts implements Products {
    private final Map<String, Product> listings = new TreeMap<>();
    private final Map<UUID, Stock> stocks = new HashMap<>();

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

    synchronized Optional<Listing> listing(UUID id) {
        return Optional.ofNullable(listings.get(id.toString())).map(Product::listing);
    }

    synchronized long available(UUID id) {
        return Objects.requireNonNull(stocks.get(id)).available();
    }

    /** What {@link Stock} cannot bear fails. */
    synchronized void move(UUID id, long onHand, long reserved) {
        stocks.computeIfPresent(id, (_, stock) -> new Stock(stock.onHand() + onHand, stock.reserved() + reserved));
    }

    private Product stocked(Product product) {
        var available = Objects.requireNonNull(stocks.get(product.id())).available();
        return new Product(product.id(), product.sku(), product.listing(), product.revision(), available);
    }
}
