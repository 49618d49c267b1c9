package dev.watertight.product.mysql;

import dev.watertight.chassis.sql.Database;
import dev.watertight.chassis.sql.DuplicateKeyException;
import dev.watertight.chassis.sql.Row;
import dev.watertight.chassis.sql.Session;
import dev.watertight.product.domain.Listing;
import dev.watertight.product.domain.Money;
import dev.watertight.product.domain.Product;
import dev.watertight.product.domain.Products;
import dev.watertight.product.domain.SearchText;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Products in MySQL. Listing and stock share a row but never a statement. */
public final class MySqlProducts implements Products {
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final Database database;
    private final StockMovements movements;
    private final String currency;

    /** @param currency the shop's one currency, in which every stored price is */
    public MySqlProducts(Database database, StockMovements movements, String currency) {
        this.database = database;
        this.movements = movements;
        this.currency = currency;
    }

    @Override
    public Optional<Product> find(UUID id) {
        return database.transaction(session -> session.first("""
                SELECT id, sku, name, description, category, price, revision, on_hand, reserved
                FROM products WHERE id = ?
                """, this::product, id));
    }

    @Override
    public List<Product> list(Search search, @Nullable UUID after, int limit) {
        var start = Objects.requireNonNullElse(after, BEFORE_ALL);
        var beginning = search.beginning();
        var category = search.category();
        return database.transaction(session -> {
            if (beginning != null) {
                return found(session, beginning, category, start, limit);
            }
            return category == null ? all(session, start, limit) : inCategory(session, category, start, limit);
        });
    }

    private List<Product> all(Session session, UUID start, int limit) throws SQLException {
        return session.query("""
                SELECT id, sku, name, description, category, price, revision, on_hand, reserved
                FROM products WHERE id > ? ORDER BY id LIMIT ?
                """, this::product, start, limit);
    }

    private List<Product> inCategory(Session session, String category, UUID start, int limit) throws SQLException {
        return session.query("""
                SELECT id, sku, name, description, category, price, revision, on_hand, reserved
                FROM products WHERE category = ? AND id > ? ORDER BY id LIMIT ?
                """, this::product, category, start, limit);
    }

    /** What to look for holds no wildcard: letters, digits and spaces are all that is left of it. */
    private List<Product> found(Session session, String beginning, @Nullable String category, UUID start, int limit)
            throws SQLException {
        return session.query("""
                SELECT id, sku, name, description, category, price, revision, on_hand, reserved
                FROM (SELECT DISTINCT product_id FROM product_words WHERE name_end LIKE ? AND product_id > ?) found
                JOIN products ON id = product_id
                WHERE (? IS NULL OR category = ?) ORDER BY id LIMIT ?
                """, this::product, beginning + "%", start, category, category, limit);
    }

    @Override
    public boolean add(Product product) {
        try {
            database.transaction(session -> {
                insert(session, List.of(product), 0);
                return product;
            });
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    @Override
    public boolean change(UUID id, long revision, Listing listing) {
        return database.transaction(session -> {
            var changed = session.update(
                    """
                    UPDATE products SET name = ?, description = ?, category = ?, price = ?, revision = revision + 1
                    WHERE id = ? AND revision = ?
                    """,
                    listing.name(),
                    listing.description(),
                    listing.category(),
                    listing.price().amount(),
                    id,
                    revision);
            if (changed == 1) {
                session.update("DELETE FROM product_words WHERE product_id = ?", id);
                insertWords(session, wordRows(id, listing.name()));
            }
            return changed == 1;
        });
    }

    @Override
    public StockChange setStock(UUID id, long onHand, UUID merchandiser) {
        return database.transaction(session -> {
            var found = session.first(
                    "SELECT on_hand, reserved FROM products WHERE id = ? FOR UPDATE",
                    row -> new Stock(row.number("on_hand"), row.number("reserved")),
                    id);
            if (found.isEmpty()) {
                return new StockChange.UnknownProduct();
            }
            var stock = found.get();
            if (onHand < stock.reserved()) {
                return new StockChange.BelowReserved(stock.reserved());
            }
            if (onHand != stock.onHand()) {
                movements.set(session, id, onHand - stock.onHand(), merchandiser);
            }
            return new StockChange.Changed(new Stock(onHand, stock.reserved()));
        });
    }

    @Override
    public int load(List<Product> products, long onHand) {
        return database.transaction(session -> {
            var known = new HashSet<>(session.query("SELECT id FROM products", row -> row.uuid("id")));
            var missing = products.stream()
                    .filter(product -> !known.contains(product.id()))
                    .toList();
            if (!missing.isEmpty()) {
                insert(session, missing, onHand);
                movements.loaded(session, missing.stream().map(Product::id).toList(), onHand);
            }
            return missing.size();
        });
    }

    private static void insert(Session session, List<Product> products, long onHand) throws SQLException {
        session.batch(
                """
                INSERT INTO products (id, sku, name, description, category, price, revision, on_hand, reserved)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)
                """, products.stream().map(product -> columns(product, onHand)).toList());
        insertWords(
                session,
                products.stream()
                        .flatMap(product ->
                                wordRows(product.id(), product.listing().name())));
    }

    private static List<@Nullable Object> columns(Product product, long onHand) {
        var listing = product.listing();
        return Arrays.asList(
                product.id(),
                product.sku(),
                listing.name(),
                listing.description(),
                listing.category(),
                listing.price().amount(),
                product.revision(),
                onHand);
    }

    private static void insertWords(Session session, Stream<List<@Nullable Object>> rows) throws SQLException {
        session.batch("INSERT INTO product_words (name_end, product_id) VALUES (?, ?)", rows.toList());
    }

    private static Stream<List<@Nullable Object>> wordRows(UUID id, String name) {
        return SearchText.endsOf(name).stream().map(end -> Arrays.asList(end, id));
    }

    private Product product(Row row) throws SQLException {
        var listing = new Listing(
                row.text("name"),
                row.text("description"),
                row.text("category"),
                new Money(row.number("price"), currency));
        return new Product(
                row.uuid("id"),
                row.text("sku"),
                listing,
                row.number("revision"),
                row.number("on_hand") - row.number("reserved"));
    }
}
