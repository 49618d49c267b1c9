package dev.watertight.drills;

import dev.watertight.drills.secrets.Canaries;
import dev.watertight.drills.secrets.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** What the stack lets its own parts in with: the passwords of its databases, and the keys that sign tokens. */
final class StackSecrets {
    private final Path folder;

    StackSecrets(Path state) {
        this.folder = state.resolve("secrets");
    }

    /** Makes canaries of them; a key in every form that it is written in. */
    void addTo(Canaries canaries) {
        files().stream()
                .filter(Files::isRegularFile)
                .forEach(file -> forms(file)
                        .forEach(form -> canaries.add(
                                Kind.SECRET, form, folder.relativize(file).toString(), "")));
    }

    /** The folder and all that is in it. */
    List<Path> files() {
        try (var files = Files.walk(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who may do what with it, as {@code rwx------}. */
    static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** None of what anybody may know: certificates, and where files are. */
    private static List<String> forms(Path file) {
        var text = text(file);
        if (text.contains("PRIVATE KEY")) {
            return keyForms(text);
        }
        return text.contains("CERTIFICATE") || file.toString().endsWith(".json") ? List.of() : List.of(text.strip());
    }

    /** The first line, for the last one holds a part of the public key; and of one that signs tokens the number. */
    private static List<String> keyForms(String pem) {
        var lines = pem.lines().filter(line -> !line.startsWith("-")).toList();
        return pem.contains("EC PRIVATE KEY")
                ? List.of(lines.getFirst())
                : List.of(lines.getFirst(), number(lines), inWebKey(number(lines)));
    }

    private static String number(List<String> lines) {
        return "%064x".formatted(key(String.join("", lines)).getS());
    }

    /** As it would stand in a JSON web key. */
    private static String inWebKey(String number) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of().parseHex(number));
    }

    private static ECPrivateKey key(String base64) {
        try {
            var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
