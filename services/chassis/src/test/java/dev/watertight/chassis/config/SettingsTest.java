package dev.watertight.chassis.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {
    @TempDir
    private Path folder;

    record Door(
            @Default("80") int publicPort, @Default("1.5s") Duration patience) {
        Door {
            if (publicPort < 0) {
                throw new IllegalArgumentException("a port is not negative");
            }
        }
    }

    record Common(String name) {}

    record House(
            @Inline Common common,
            Door door,
            @Default("http://127.0.0.1:9") URI url,
            @Default("/tmp") Path home,
            @Default("7") long rooms,
            @Default("true") boolean lit,
            @Default("") Secret key) {}

    record Cellar(Secret bottle) {}

    @Test
    void usesDefaultsForWhatIsNotSet() {
        assertThat(house(Map.of("SHOP_NAME", "a")))
                .isEqualTo(new House(
                        new Common("a"),
                        new Door(80, Duration.ofMillis(1500)),
                        URI.create("http://127.0.0.1:9"),
                        Path.of("/tmp"),
                        7,
                        true,
                        new Secret("")));
    }

    @Test
    void readsEveryKeyFromTheFile() throws IOException {
        var file = """
                name: b
                door: {public-port: 8080, patience: 2m}
                url: http://example.test
                home: /home
                rooms: 12
                lit: false
                key: sesame
                """;

        assertThat(house(Map.of("SHOP_CONFIG", write(file))))
                .isEqualTo(new House(
                        new Common("b"),
                        new Door(8080, Duration.ofMinutes(2)),
                        URI.create("http://example.test"),
                        Path.of("/home"),
                        12,
                        false,
                        new Secret("sesame")));
    }

    @Test
    void takesTheEnvironmentOverTheFile() throws IOException {
        var read = house(Map.of("SHOP_CONFIG", write("{name: file, rooms: 3}"), "SHOP_NAME", "environment"));

        assertThat(read.common().name()).isEqualTo("environment");
    }

    @Test
    void keepsTheFilesOtherKeys() throws IOException {
        var read = house(Map.of("SHOP_CONFIG", write("{name: file, rooms: 3}"), "SHOP_NAME", "environment"));

        assertThat(read.rooms()).isEqualTo(3);
    }

    @Test
    void ignoresTheRestOfTheEnvironment() {
        assertThat(house(Map.of("SHOP_NAME", "a", "PATH", "/bin", "SHOPPING", "later")))
                .isEqualTo(house(Map.of("SHOP_NAME", "a")));
    }

    @ParameterizedTest
    @CsvSource({
        "SHOP_DOOR_PUBLIC_PROT, SHOP_DOOR_PUBLIC_PORT",
        "SHOP_NAMES,            SHOP_NAME",
        "SHOP_DOOR_PATIENTS,    SHOP_DOOR_PATIENCE",
        "SHOP_KEY_FIL,          SHOP_KEY_FILE"
    })
    void namesAnUnknownVariableAndTheNearestRightOne(String wrong, String right) {
        refuses(Map.of("SHOP_NAME", "a", wrong, "1")).hasMessageContainingAll("'" + wrong + "'", "'" + right + "'");
    }

    @Test
    void namesAnUnknownKeyOfTheFileAndTheNearestRightOne() throws IOException {
        refuses(Map.of("SHOP_CONFIG", write("{name: a, door: {public-prot: 1}}")))
                .hasMessageContainingAll("'door.public-prot'", "'door.public-port'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name:                         | name",
                "name: null                    | name",
                "name: [a, b]                  | name",
                "name: []                      | name",
                "{name: a, door: {patience: }} | door.patience",
                "{name: a, door: }             | door"
            })
    void namesAKeyOfTheFileWithoutAValue(String yaml, String key) throws IOException {
        refuses(Map.of("SHOP_CONFIG", write(yaml))).hasMessageContainingAll("'" + key + "'", "takes a value");
    }

    @Test
    void takesAnEmptyTextForAValue() throws IOException {
        assertThat(house(Map.of("SHOP_CONFIG", write("name: ''"))).common().name())
                .isEmpty();
    }

    @Test
    void namesAMissingKeyAndItsVariable() {
        refuses(Map.of()).hasMessageContainingAll("'name'", "SHOP_NAME");
    }

    @ParameterizedTest
    @CsvSource({
        "SHOP_DOOR_PUBLIC_PORT, eighty,       door.public-port",
        "SHOP_DOOR_PUBLIC_PORT, 99999999999,  door.public-port",
        "SHOP_ROOMS,            1.5,          rooms",
        "SHOP_LIT,              maybe,        lit",
        "SHOP_DOOR_PATIENCE,    soon,         door.patience",
        "SHOP_DOOR_PATIENCE,    5,            door.patience",
        "SHOP_URL,              http://a b,   url"
    })
    void namesAMalformedValueAndItsKey(String variable, String value, String key) {
        refuses(Map.of("SHOP_NAME", "a", variable, value)).hasMessageContainingAll("'" + key + "'", "'" + value + "'");
    }

    @Test
    void saysWhatARecordItselfRefuses() {
        refuses(Map.of("SHOP_NAME", "a", "SHOP_DOOR_PUBLIC_PORT", "-1"))
                .hasMessageContainingAll("door", "a port is not negative");
    }

    @Test
    void refusesAFileThatIsNotThere() {
        refuses(Map.of("SHOP_CONFIG", folder.resolve("absent.yaml").toString())).hasMessageContaining("absent.yaml");
    }

    @Test
    void refusesAFileThatIsNotYaml() throws IOException {
        refuses(Map.of("SHOP_CONFIG", write("{name: [")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("settings.yaml");
    }

    @Test
    void takesAnEmptyFileForNoKeys() throws IOException {
        assertThat(house(Map.of("SHOP_CONFIG", write(""), "SHOP_NAME", "a")).rooms())
                .isEqualTo(7);
    }

    @Test
    void readsASecretFromTheFileThatIsNamed() throws IOException {
        var file = Files.writeString(folder.resolve("key"), "sesame\n");

        assertThat(house(Map.of("SHOP_NAME", "a", "SHOP_KEY_FILE", file.toString()))
                        .key())
                .isEqualTo(new Secret("sesame"));
    }

    @Test
    void namesTheFileOfASecretThatCannotBeRead() {
        refuses(Map.of("SHOP_NAME", "a", "SHOP_KEY_FILE", "/absent/key"))
                .hasMessageContainingAll("'key-file'", "/absent/key");
    }

    @Test
    void namesAMissingSecret() {
        assertThatThrownBy(() -> Settings.read(Cellar.class, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("SHOP_BOTTLE");
    }

    @Test
    void neverPrintsASecret() {
        assertThat(house(Map.of("SHOP_NAME", "a", "SHOP_KEY", "sesame")).toString())
                .doesNotContain("sesame");
    }

    @Test
    void letsKeysOfOtherCommandsStand() {
        var environment = new HashMap<>(Map.of("SHOP_BOTTLE", "wine", "SHOP_NAME", "a"));

        assertThat(Settings.read(Cellar.class, environment, House.class)).isEqualTo(new Cellar(new Secret("wine")));
    }

    private static House house(Map<String, String> environment) {
        return Settings.read(House.class, environment);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refuses(Map<String, String> environment) {
        return assertThatThrownBy(() -> house(environment)).isInstanceOf(SettingsException.class);
    }

    private String write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("settings.yaml"), yaml).toString();
    }
}
