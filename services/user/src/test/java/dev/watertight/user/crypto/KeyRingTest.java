package dev.watertight.user.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.watertight.chassis.config.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyRingTest {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final Duration SEEN_BY_ALL = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private volatile Instant now = START;
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);

    @Test
    void signsAtOnceWithTheOnlyKey() {
        key("first", START);
        assertThat(ring().signing().getKeyID()).isEqualTo("first");
    }

    @Test
    void publishesANewKeyAtOnceAndSignsWithItWhenAllHaveSeenIt() throws ParseException {
        key("first", START.minus(Duration.ofDays(1)));
        var ring = ring();
        key("second", START);
        ring.reread();
        assertThat(published(ring)).containsExactlyInAnyOrder("first", "second");
        now = START.plus(SEEN_BY_ALL).minusMillis(1);
        assertThat(ring.signing().getKeyID()).isEqualTo("first");
        now = START.plus(SEEN_BY_ALL);
        assertThat(ring.signing().getKeyID()).isEqualTo("second");
    }

    @Test
    void isAsOldAsTheKeyThatSigns() {
        key("first", START.minus(Duration.ofDays(1)));
        key("second", START);
        var ring = ring();
        assertThat(ring.age()).isEqualTo(Duration.ofDays(1));
        now = START.plus(SEEN_BY_ALL);
        assertThat(ring.age()).isEqualTo(SEEN_BY_ALL);
    }

    @Test
    void signsWithTheOldestWhileNoneIsOldEnough() {
        key("b-second", START.minusSeconds(1));
        key("a-third", START);
        key("c-first", START.minusSeconds(2));
        assertThat(ring().signing().getKeyID()).isEqualTo("c-first");
    }

    @Test
    void choosesTheSameOfTwoKeysOfOneAgeEverywhere() {
        key("a", START.minus(SEEN_BY_ALL));
        key("b", START.minus(SEEN_BY_ALL));
        assertThat(ring().signing().getKeyID()).isEqualTo("b");
    }

    @Test
    void dropsAKeyWhoseFileIsGone() throws IOException, ParseException {
        key("first", START.minus(Duration.ofDays(1)));
        key("second", START.minus(Duration.ofHours(1)));
        var ring = ring();
        Files.delete(directory.resolve("second.pem"));
        assertThat(ring.signing().getKeyID()).isEqualTo("second");
        ring.reread();
        assertThat(ring.signing().getKeyID()).isEqualTo("first");
        assertThat(ring.publicKey("second")).isEmpty();
        assertThat(published(ring)).containsExactly("first");
    }

    @Test
    void publishesOnlyThePublicHalf() throws ParseException {
        var pair = PemFiles.write(directory, "first", START);
        var ring = ring();
        var key = JWKSet.parse(ring.published()).getKeyByKeyId("first");
        assertThat(key.isPrivate()).isFalse();
        assertThat(key.toECKey().getX().decodeToBigInteger())
                .isEqualTo(((ECPublicKey) pair.getPublic()).getW().getAffineX());
        assertThat(ring.publicKey("first").orElseThrow().isPrivate()).isFalse();
        assertThat(ring.published()).contains("\"use\":\"sig\"", "\"alg\":\"ES256\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rwxrwxrwx", "rw--w----"})
    void refusesAKeyThatIsNotItsOwnersOnly(String permissions) throws IOException {
        key("open", START);
        var file = directory.resolve("open.pem");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatThrownBy(this::ring)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesADirectoryWithoutAKey() {
        assertThatThrownBy(this::ring)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keys-dir " + directory);
    }

    @Test
    void refusesADirectoryThatIsNotThere() {
        var nowhere = directory.resolve("nowhere");
        assertThatThrownBy(() -> new KeyRing(nowhere, clock))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("keys-dir " + nowhere);
    }

    @Test
    void refusesWhatIsNoKeyForEs256AndNamesItsFile() {
        PemFiles.write(directory, "broken", "no key".getBytes(StandardCharsets.UTF_8), START);
        assertThatThrownBy(this::ring).isInstanceOf(SettingsException.class).hasMessageContaining("broken.pem");
        PemFiles.write(
                directory, "broken", PemFiles.keyPair("secp384r1").getPrivate().getEncoded(), START);
        assertThatThrownBy(this::ring).isInstanceOf(SettingsException.class).hasMessageContaining("broken.pem");
    }

    @Test
    void keepsWhatItKnowsWhileTheDirectoryCannotBeUsed() {
        key("first", START);
        var ring = ring();
        PemFiles.write(directory, "half", new byte[0], START);
        assertThatThrownBy(ring::reread).isInstanceOf(SettingsException.class);
        assertThat(ring.signing().getKeyID()).isEqualTo("first");
    }

    @Test
    void leavesOtherFilesAlone() throws IOException, ParseException {
        key("first", START);
        Files.writeString(directory.resolve("README"), "keys");
        assertThat(published(ring())).containsExactly("first");
    }

    private KeyRing ring() {
        return new KeyRing(directory, clock);
    }

    private void key(String id, Instant since) {
        PemFiles.write(directory, id, since);
    }

    private static java.util.List<String> published(KeyRing ring) throws ParseException {
        return JWKSet.parse(ring.published()).getKeys().stream()
                .map(JWK::getKeyID)
                .toList();
    }
}
