package dev.watertight.product.http;

import dev.watertight.chassis.http.Json;
import dev.watertight.chassis.http.Paths;
import dev.watertight.chassis.http.Problem;
import dev.watertight.chassis.http.ProblemException;
import dev.watertight.chassis.http.Routes;
import dev.watertight.product.domain.ReservationLine;
import dev.watertight.product.domain.Reservations.Reservation;
import dev.watertight.product.domain.ReserveStock;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** What only other services call: stock held for orders. */
public final class ReservationRoutes {
    private static final String RESERVATION = "/reservations/{orderId}";

    private final ReserveStock reserving;

    public ReservationRoutes(ReserveStock reserving) {
        this.reserving = reserving;
    }

    public Routes routes() {
        return new Routes()
                .on(Method.POST, "/reservations", this::reserve)
                .on(Method.GET, RESERVATION, this::get)
                .on(Method.POST, RESERVATION + "/commit", this::commit)
                .on(Method.DELETE, RESERVATION, this::release);
    }

    private void reserve(ServerRequest request, ServerResponse response) {
        var asked = Json.readTolerantly(request, ReserveJson.class).checked();
        var lines = asked.toLines();
        switch (reserving.reserve(asked.order(), lines)) {
            case Reservation.Held held -> Json.send(response, 201, ReservationView.of(asked.order(), held));
            case Reservation.OutOfStock refused ->
                throw refused(409, "out-of-stock", "is more than is available", lines, refused.products());
            case Reservation.UnknownProduct refused ->
                throw refused(422, "unknown-product", "names no product", lines, refused.products());
            case Reservation.Released() -> throw released();
            case Reservation.Different() ->
                throw Problem.of(409, "reservation-differs", "The order asked for other lines before.")
                        .asException();
        }
    }

    private void get(ServerRequest request, ServerResponse response) {
        var orderId = Paths.id(request, "orderId");
        var found = reserving.find(orderId).orElseThrow(() -> Problem.notFound().asException());
        Json.send(response, 200, ReservationStateView.of(orderId, found));
    }

    private void commit(ServerRequest request, ServerResponse response) {
        switch (reserving.commit(Paths.id(request, "orderId"))) {
            case COMMITTED, COMMITTED_BEFORE -> response.status(204).send();
            case UNKNOWN -> throw Problem.notFound().asException();
            case RELEASED -> throw released();
            case EXPIRED ->
                throw Problem.of(409, "reservation-expired", "It expired, and there is not enough left.")
                        .asException();
        }
    }

    private void release(ServerRequest request, ServerResponse response) {
        reserving.release(Paths.id(request, "orderId"));
        response.status(204).send();
    }

    private static ProblemException released() {
        return Problem.of(409, "reservation-released", "The order was released.")
                .asException();
    }

    private static ProblemException refused(
            int status, String slug, String why, List<ReservationLine> lines, Set<UUID> products) {
        var errors = IntStream.range(0, lines.size())
                .filter(line -> products.contains(lines.get(line).productId()))
                .mapToObj(line -> new Problem.Violation("/lines/" + line, why))
                .toList();
        return new Problem(slug, status, "Nothing is reserved: see the lines named in errors.", errors, 0)
                .asException();
    }
}
