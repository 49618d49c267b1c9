package dev.watertight.chassis.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotsTest {
    private static final List<Endpoint> SOME = List.of(new Endpoint("a-1", "127.0.0.1", 1));

    @TempDir
    private Path folder;

    @Test
    void loadsWhatWasSaved() {
        new Snapshots(folder).save("a", SOME);

        assertThat(new Snapshots(folder).load("a")).isEqualTo(SOME);
    }

    @Test
    void keepsServicesApart() {
        new Snapshots(folder).save("a", SOME);

        assertThat(new Snapshots(folder).load("b")).isEmpty();
    }

    @Test
    void makesItsFolder() {
        var deep = new Snapshots(folder.resolve("not/there"));
        deep.save("a", SOME);

        assertThat(deep.load("a")).isEqualTo(SOME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[{\"instance\":\"a-1\",\"ho", "{}", "nonsense", "null"})
    void takesATornFileForNone(String content) throws IOException {
        Files.writeString(folder.resolve("instances-a.json"), content);

        assertThat(new Snapshots(folder).load("a")).isEmpty();
    }

    @Test
    void leavesNothingElseBehind() throws IOException {
        new Snapshots(folder).save("a", SOME);

        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void leavesNothingBehindOfWhatItCouldNotKeep() throws IOException {
        var inTheWay = Files.createDirectory(folder.resolve("instances-a.json"));

        assertThatThrownBy(() -> new Snapshots(folder).save("a", SOME)).isInstanceOf(UncheckedIOException.class);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(inTheWay);
        }
    }
}
