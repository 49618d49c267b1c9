package dev.watertight.drills.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class InputsTest {
    private static final Path SERVICES = Path.of("../services");

    @TempDir
    private Path folder;

    @Test
    void areThoseOfTheDocuments() {
        assertThat(Inputs.in(Path.of("secrets.yaml")).differences(Documents.operations(SERVICES)))
                .isEmpty();
    }

    @Test
    void missAFieldThatIsNew() throws IOException {
        var inputs = declared(text -> text.replace("    reason: typed\n", ""));
        assertThat(inputs.differences(Documents.operations(SERVICES)))
                .containsExactlyInAnyOrder(
                        "payment.refundPayment takes reason: of which kind is it?",
                        "payment.cancelCharge takes reason: of which kind is it?");
    }

    @Test
    void missAFieldThatIsGone() throws IOException {
        var inputs = declared(text -> text.replace("    reason: typed\n", "    reason: typed\n    cause: typed\n"));
        assertThat(inputs.differences(Documents.operations(SERVICES)))
                .containsExactly("nothing of payment takes cause");
    }

    private Inputs declared(UnaryOperator<String> change) throws IOException {
        var text = change.apply(Files.readString(Path.of("secrets.yaml")));
        return Inputs.in(Files.writeString(folder.resolve("secrets.yaml"), text));
    }
}
