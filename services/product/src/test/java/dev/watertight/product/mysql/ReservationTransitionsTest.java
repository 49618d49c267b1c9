package dev.watertight.product.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.product.mysql.ReservationRows.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A transition that is not in the diagram cannot be written, whatever the code above the rows believes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReservationTransitionsTest {
    private static final Instant UNTIL = Instant.parse("2026-11-01T10:00:00Z");

    private final ProductTables tables = new ProductTables();
    private final ReservationRows rows = new ReservationRows("EUR");

    @AfterAll
    void close() {
        tables.close();
    }

    @ParameterizedTest
    @EnumSource
    void writesTheArrowsOfTheDiagramAndNoOthers(Status from) {
        var written = Arrays.stream(Status.values())
                .filter(next -> {
                    var order = stored(from);
                    if (!from.leadsTo(next)) {
                        assertThatIllegalStateException().isThrownBy(() -> become(order, from, next));
                        assertThat(status(order)).isEqualTo(from.name());
                        return false;
                    }
                    become(order, from, next);
                    return status(order).equals(next.name());
                })
                .toList();
        assertThat(written).containsExactlyInAnyOrderElementsOf(arrows(from));
    }

    @Test
    void writesNothingOverWhatBecameOfItMeanwhile() {
        var order = stored(Status.RELEASED);
        assertThatIllegalStateException().isThrownBy(() -> become(order, Status.HELD, Status.COMMITTED));
        assertThatIllegalStateException()
                .isThrownBy(() -> tables.database.transaction(session -> {
                    rows.hold(session, order, Status.HELD, UNTIL.plusSeconds(1));
                    return true;
                }));
        assertThat(status(order)).isEqualTo("RELEASED");
    }

    /** The diagram once more, and by hand: what was taken is never held or expired, what was released stays so. */
    private static List<Status> arrows(Status from) {
        return switch (from) {
            case NEW -> List.of(Status.HELD, Status.OUT_OF_STOCK, Status.UNKNOWN_PRODUCT, Status.RELEASED);
            case HELD -> List.of(Status.HELD, Status.COMMITTED, Status.EXPIRED, Status.RELEASED);
            case EXPIRED -> List.of(Status.HELD, Status.COMMITTED, Status.OUT_OF_STOCK, Status.RELEASED);
            case COMMITTED, OUT_OF_STOCK, UNKNOWN_PRODUCT -> List.of(Status.RELEASED);
            case RELEASED -> List.of();
        };
    }

    private UUID stored(Status status) {
        var order = UuidCreator.getTimeOrderedEpoch();
        tables.database.transaction(session -> session.update(
                "INSERT INTO reservations (order_id, status, expires_at) VALUES (?, ?, ?)", order, status, UNTIL));
        return order;
    }

    private void become(UUID order, Status from, Status next) {
        tables.database.transaction(session -> {
            rows.become(session, order, from, next);
            return true;
        });
    }

    private String status(UUID order) {
        return tables.query("SELECT status FROM reservations WHERE order_id = ?", row -> row.text("status"), order)
                .getFirst();
    }
}
