package dev.watertight.user;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.watertight.chassis.Launcher;
import dev.watertight.chassis.Service;
import dev.watertight.chassis.auth.Tokens;
import dev.watertight.chassis.http.Routes;
import dev.watertight.user.crypto.Argon2Passwords;
import dev.watertight.user.crypto.JwtAccessTokens;
import dev.watertight.user.crypto.KeyRing;
import dev.watertight.user.domain.Accounts;
import dev.watertight.user.domain.ChangePassword;
import dev.watertight.user.domain.OpenSession;
import dev.watertight.user.domain.Parts;
import dev.watertight.user.domain.RefreshSession;
import dev.watertight.user.domain.RegisterUser;
import dev.watertight.user.http.KeyRoutes;
import dev.watertight.user.http.SessionRoutes;
import dev.watertight.user.http.UserRoutes;
import dev.watertight.user.mysql.MySqlSessions;
import dev.watertight.user.mysql.MySqlUsers;
import java.security.SecureRandom;
import java.time.Duration;

/** Puts User together. */
public final class UserMain {
    /** Under the 2.5 s a request has, and long enough to wait while another replica starts beside us. */
    private static final Duration WAIT_TO_HASH = Duration.ofMillis(1500);

    private static final Duration LOOK_FOR_KEYS = Duration.ofSeconds(5);
    private static final Duration FORGET_SESSIONS = Duration.ofMinutes(1);
    private static final int SESSIONS_AT_ONCE = 100;

    private UserMain() {}

    public static void main(String[] arguments) {
        new Launcher<>("user", UserConfig.class)
                .serve(UserMain::start)
                .migrate()
                .run(arguments);
    }

    static Service start(UserConfig config) {
        var service = new Service("user", config.service());
        var clock = service.clock();
        var random = new SecureRandom();
        var keys = new KeyRing(config.keysDir(), clock);
        var database = service.database(config.database());
        var users = new MySqlUsers(database);
        var sessions = new MySqlSessions(database);
        var accounts = new Accounts(users, sessions);
        var passwords = passwords(config, random).warmedUp();
        var issued = new JwtAccessTokens(config.tokens(), keys, clock);
        var verified = new Tokens(config.tokens(), keys::publicKey, clock);
        var journal = new UserTelemetry(service.meters()).watching(keys);
        var parts = new Parts(UuidCreator::getTimeOrderedEpoch, random, clock);
        var opening = new OpenSession(accounts, passwords, issued, journal, parts);
        var refreshing = new RefreshSession(accounts, issued, journal, parts);
        var registration = new RegisterUser(users, passwords, journal, parts);
        var publicRoutes = new Routes();
        new UserRoutes(registration, new ChangePassword(users, passwords), users, verified).addTo(publicRoutes);
        new SessionRoutes(opening, refreshing, sessions, verified).addTo(publicRoutes);
        var published = new KeyRoutes(keys::published);
        service.every("signing-keys", LOOK_FOR_KEYS, keys::reread);
        service.every(
                "expired-sessions",
                FORGET_SESSIONS,
                () -> sessions.forgetExpired(clock.instant(), SESSIONS_AT_ONCE) == SESSIONS_AT_ONCE);
        return service.start(published.addTo(publicRoutes), published.addTo(new Routes()));
    }

    /** Log-ins, those that hash and those that wait, take half of what is answered at once. */
    private static Argon2Passwords passwords(UserConfig config, SecureRandom random) {
        var most = Math.max(1, config.service().http().maxConcurrent() / 2);
        var cores = Runtime.getRuntime().availableProcessors();
        var hashing = config.hashesAtOnce() == 0 ? Math.min(cores, most) : config.hashesAtOnce();
        return new Argon2Passwords(random, hashing, Math.max(0, most - hashing), WAIT_TO_HASH);
    }
}
