package dev.watertight.drills.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class SamplesTest {
    /** As k6 2.2 writes it. */
    private static final String CSV = """
            metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata
            http_reqs,1700000000100,1.000000,,,,true,,GET,GET /orders,HTTP/1.1,history,,200,,,http://localhost:8080/orders,,
            journey_duration,1700000000120,20.000000,,,,,,,,,history,,,,,,seen=refused 503,
            journey_answered,1700000000120,0.000000,,,,,,,,,history,,,,,,,
            dropped_iterations,1700000000500,1.000000,,,,,,,,,order,,,,,,,
            journey_duration,1700000000620,500.000000,,,,,,,,,login,,,,,,k6_feature_native_histograms=true&seen=answered,
            """;

    @TempDir
    private Path folder;

    @Test
    void areWhatCustomersSawAndWhenTheyAsked() {
        var samples = Samples.read(CSV);
        assertThat(samples.all())
                .containsExactly(
                        new Sample("history", 1_700_000_000_100L, 20, "refused 503"),
                        new Sample("login", 1_700_000_000_120L, 500, "answered"));
        assertThat(samples.of("login")).hasSize(1);
    }

    @Test
    void tellWhatWasNotSent() {
        assertThat(Samples.read(CSV).dropped()).containsExactly(1_700_000_000_500L);
    }

    @Test
    void leaveALineThatIsNotYetWhole() throws IOException {
        var file = Files.writeString(folder.resolve("samples.csv"), CSV.substring(0, CSV.length() - 9));
        assertThat(Samples.in(file).all()).hasSize(1);
    }

    @Test
    void areNoneBeforeThereIsAFile() {
        assertThat(Samples.in(folder.resolve("samples.csv")).all()).isEmpty();
    }
}
