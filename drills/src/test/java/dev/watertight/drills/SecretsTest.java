package dev.watertight.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watertight.drills.Traffic.Answered;
import dev.watertight.drills.secrets.Finding;
import dev.watertight.drills.secrets.Operation;
import dev.watertight.drills.secrets.Place.Where;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * No secret is in any signal: canaries in everything that a client can send, well or badly and while the databases are down,
 * and then a look at everything that the stack tells of itself. Others are planted where none may be: they must be found.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class SecretsTest {
    /** What leaks once may do so in each of thousands of spans. */
    private static final int SHOWN = 50;

    private final SecretsRun run = SecretsRun.make();

    @Test
    void findsNothingWhereItMayNotBe() {
        var leaks = run.findings().stream()
                .filter(Finding::isLeak)
                .filter(leak -> !isPlanted(leak))
                .limit(SHOWN);
        assertThat(leaks).isEmpty();
    }

    @Test
    void findsWhatWasPlanted() {
        var found = run.findings().stream()
                .map(finding ->
                        Map.entry(finding.place().where(), finding.canary().core()));
        assertThat(found).containsAll(run.planted().entrySet());
    }

    /** A search that looks at nothing finds nothing. */
    @Test
    void looksEverywhere() {
        assertThat(run.seen()).containsExactlyInAnyOrder(Where.values());
    }

    @Test
    void findsWhatMayBeSeenWhereItMayBe() {
        assertThat(run.findings())
                .extracting(finding -> finding.place().where())
                .contains(Where.ANSWER, Where.REFUSAL, Where.LOG, Where.SPAN);
    }

    @Test
    void masksInASpanWhatNoneMayHold() {
        assertThat(run.masked())
                .singleElement()
                .satisfies(span -> assertThat(span.tags().get("user.password")).isEqualTo("****"));
    }

    /** Else an operation that is new has no canary where it does as it is told. */
    @Test
    void hasEveryOperationDoneAtLeastOnce() {
        var done = run.traffic().answered().stream()
                .filter(Answered::isDone)
                .map(answer -> answer.operation().name());
        assertThat(done)
                .containsAll(
                        run.traffic().operations().stream().map(Operation::name).toList());
    }

    @Test
    void isRefusedInEveryWay() {
        var refused = run.traffic().answered().stream()
                .filter(answer -> !answer.isDone())
                .map(answer -> answer.reply().status());
        assertThat(refused).contains(400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 503);
    }

    @Test
    void keepsTheStacksOwnSecretsFromOthers() {
        assertThat(StackSecrets.permissions(Addresses.state())).isEqualTo("rwx------");
        assertThat(new StackSecrets(Addresses.state()).files())
                .allSatisfy(file -> assertThat(StackSecrets.permissions(file))
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
    }

    private boolean isPlanted(Finding finding) {
        return run.planted().containsValue(finding.canary().core());
    }
}
