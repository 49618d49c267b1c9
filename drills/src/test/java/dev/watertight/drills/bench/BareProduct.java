package dev.watertight.drills.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The least a listing can cost: Helidon with nothing around it, and the statements of the Product service over bare JDBC.
 * One socket sends what there is at once; the other one waits as TCP does when nobody says otherwise.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc896">RFC 896, Nagle's algorithm</a>
 */
public final class BareProduct {
    private static final String DELAYED = "delayed";
    private static final int CONNECTIONS = 8;
    private static final String SELECT =
            "SELECT id, sku, name, description, category, price, revision, on_hand, reserved FROM products ";

    private final ObjectMapper mapper = new ObjectMapper();
    private final BlockingQueue<Connection> connections = new ArrayBlockingQueue<>(CONNECTIONS);

    private record Price(long amount, String currency) {}

    private record Item(
            UUID id, String sku, String name, String description, String category, Price price, long available) {}

    private record Listing(List<Item> items) {}

    private record Found(Item item, long revision) {}

    private BareProduct() {}

    /** Says the ports of both sockets, and serves until it is told to end. */
    public static void main(String[] arguments) throws SQLException {
        Logger.getLogger("").setLevel(Level.WARNING);
        var product = new BareProduct();
        for (var number = 0; number < CONNECTIONS; number++) {
            product.connections.add(BareJdbc.connection());
        }
        var server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(product.routing())
                .putSocket(
                        DELAYED,
                        socket -> socket.host("127.0.0.1")
                                .port(0)
                                .connectionOptions(options -> options.tcpNoDelay(false))
                                .routing(product.routing()))
                .build()
                .start();
        System.out.println(server.port() + " " + server.port(DELAYED));
    }

    private HttpRouting.Builder routing() {
        return HttpRouting.builder().get("/products/{id}", this::get).get("/products", this::list);
    }

    private void get(ServerRequest request, ServerResponse response) throws Exception {
        var id = UUID.fromString(request.path().pathParameters().get("id"));
        var found = query(SELECT + "WHERE id = ?", BareJdbc.bytes(id)).getFirst();
        response.header(HeaderNames.ETAG, "\"" + found.revision() + "\"");
        send(response, found.item());
    }

    private void list(ServerRequest request, ServerResponse response) throws Exception {
        var category = request.query().get("category");
        var limit = Integer.parseInt(request.query().get("limit"));
        var found =
                query(SELECT + "WHERE category = ? AND id > ? ORDER BY id LIMIT ?", category, new byte[16], limit + 1);
        send(response, new Listing(found.stream().map(Found::item).limit(limit).toList()));
    }

    private void send(ServerResponse response, Object body) throws JsonProcessingException {
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(mapper.writeValueAsBytes(body));
    }

    private List<Found> query(String sql, Object... parameters) throws SQLException, InterruptedException {
        var connection = connections.take();
        try (var statement = BareJdbc.prepare(connection, sql, parameters)) {
            var found = new ArrayList<Found>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(found(rows));
                }
            }
            connection.commit();
            return found;
        } finally {
            connections.add(connection);
        }
    }

    private static Found found(ResultSet row) throws SQLException {
        var id = ByteBuffer.wrap(row.getBytes("id"));
        return new Found(
                new Item(
                        new UUID(id.getLong(), id.getLong()),
                        row.getString("sku"),
                        row.getString("name"),
                        row.getString("description"),
                        row.getString("category"),
                        new Price(row.getLong("price"), "EUR"),
                        row.getLong("on_hand") - row.getLong("reserved")),
                row.getLong("revision"));
    }
}
