package dev.watertight.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.chassis.testing.Http.Reply;
import io.helidon.http.Method;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PageTest {
    private static final UUID ID = UUID.fromString("0199a5d5-0000-7000-8000-000000000001");
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = new RunningServer(new Routes()
                .on(Method.GET, "/page", (request, response) -> Json.send(response, 200, Page.asked(request))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void has20UnlessSaid() {
        assertThat(get("").json().path("limit").asInt()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 100})
    void hasAsManyAsSaid(int limit) {
        assertThat(get("?limit=" + limit).json().path("limit").asInt()).isEqualTo(limit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "101", "many", "", "1.5", "99999999999", "%00"})
    void refusesAnotherLimit(String limit) {
        assertThat(get("?limit=" + limit).json().at("/errors/0/pointer").asText())
                .isEqualTo("?limit");
    }

    @Test
    void beginsAfterTheNextOfThePageBefore() {
        assertThat(get("?after=" + ID).json().path("after").asText()).isEqualTo(ID.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1-1-1-1-1", "%27OR%201=1"})
    void refusesAnotherBeginning(String after) {
        assertThat(get("?after=" + after).json().at("/errors/0/pointer").asText())
                .isEqualTo("?after");
    }

    @Test
    void refusesWith422() {
        assertThat(get("?limit=0&after=1").status()).isEqualTo(422);
    }

    @Test
    void tellsAllThatIsWrong() {
        assertThat(get("?limit=0&after=1").json().path("errors")).hasSize(2);
    }

    @Test
    void namesTheLastItemAsTheNextBeginning() {
        var ids = Stream.generate(UUID::randomUUID).limit(3).toList();

        assertThat(new Page(null, 2).of(ids, Function.identity()))
                .isEqualTo(new Page.Items<>(ids.subList(0, 2), ids.get(1)));
    }

    @Test
    void endsWhenNothingIsLeft() {
        var ids = List.of(ID);

        assertThat(new Page(null, 1).of(ids, Function.identity())).isEqualTo(new Page.Items<>(ids, null));
    }

    private static Reply get(String query) {
        return server.http().get("/page" + query);
    }
}
