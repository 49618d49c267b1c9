package dev.watertight.user;

import dev.watertight.chassis.Service;
import dev.watertight.chassis.ServiceConfig;
import dev.watertight.chassis.sql.DatabaseConfig;
import dev.watertight.chassis.telemetry.TelemetryConfig;
import dev.watertight.chassis.testing.Http;
import dev.watertight.chassis.testing.TestDatabase;
import dev.watertight.chassis.testing.TestServices;
import dev.watertight.chassis.testing.TestTokens;
import dev.watertight.user.crypto.PemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** User as a whole, on a real database; and those who come to it. */
final class RunningUser implements AutoCloseable {
    static final String PASSWORD = "correct horse battery staple";

    final DatabaseConfig database = TestDatabase.migrated();
    final Path keys;
    final Service service;
    final Http http;

    RunningUser(Path folder) {
        this(folder, TestServices.config("user-1", folder));
    }

    /** Sends its spans to {@code collector}. */
    RunningUser(Path folder, URI collector) {
        this(folder, observedBy(collector, TestServices.config("user-1", folder)));
    }

    private RunningUser(Path folder, ServiceConfig config) {
        keys = directory(folder.resolve("keys"));
        PemFiles.write(keys, "first", Instant.EPOCH);
        service = UserMain.start(new UserConfig(config, database, TestTokens.CONFIG, keys, 0));
        http = new Http(service.http().publicPort());
    }

    static String email() {
        return UUID.randomUUID() + "@example.com";
    }

    Http.Reply register(String email) {
        return http.post("/users", """
                {"email":"%s","password":"%s","name":"Ada Lovelace"}""".formatted(email, PASSWORD));
    }

    Http.Reply logIn(String email, String password) {
        return http.post("/sessions", """
                {"email":"%s","password":"%s"}""".formatted(email, password));
    }

    Http.Reply refresh(String refreshToken) {
        return http.post("/sessions/refresh", "{\"refreshToken\":\"" + refreshToken + "\"}");
    }

    /** Registers {@code email} and logs it in. */
    LoggedIn loggedIn(String email) {
        register(email);
        return LoggedIn.by(http, logIn(email, PASSWORD));
    }

    String metrics() {
        return new Http(service.http().adminPort()).get("/metrics").body();
    }

    @Override
    public void close() {
        service.close();
    }

    /** Somebody's session: a caller with its access token, and its refresh token. */
    record LoggedIn(Http caller, String accessToken, String refreshToken) {
        static LoggedIn by(Http http, Http.Reply reply) {
            var access = reply.json().path("accessToken").asText();
            return new LoggedIn(
                    http.bearer(access),
                    access,
                    reply.json().path("refreshToken").asText());
        }
    }

    private static ServiceConfig observedBy(URI collector, ServiceConfig config) {
        return new ServiceConfig(
                config.instance(),
                config.version(),
                config.http(),
                config.consul(),
                config.stateDir(),
                new TelemetryConfig(collector, true));
    }

    private static Path directory(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
