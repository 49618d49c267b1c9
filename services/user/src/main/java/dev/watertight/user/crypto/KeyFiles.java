package dev.watertight.user.crypto;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import dev.watertight.chassis.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The directory of {@code <kid>.pem} files: private keys for ES256 (PKCS#8), which only their owner may read. */
final class KeyFiles {
    private static final String SUFFIX = ".pem";
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path directory;

    KeyFiles(Path directory) {
        this.directory = directory;
    }

    /** @throws SettingsException when there is no key, or one that cannot be used */
    List<SigningKey> read() {
        var keys = new ArrayList<SigningKey>();
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var file : files) {
                keys.add(read(file));
            }
        } catch (IOException e) {
            throw new SettingsException("Cannot read the signing keys in keys-dir %s: %s".formatted(directory, e));
        }
        if (keys.isEmpty()) {
            throw new SettingsException(
                    "There is no signing key in keys-dir %s: put one there as <key id>.pem (P-256, PKCS#8, mode 600)."
                            .formatted(directory));
        }
        return List.copyOf(keys);
    }

    private static SigningKey read(Path file) throws IOException {
        if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
            throw new SettingsException(
                    "The signing key %s must be for its owner only: run chmod 600 on it.".formatted(file));
        }
        var name = file.getFileName().toString();
        var id = name.substring(0, name.length() - SUFFIX.length());
        return new SigningKey(key(file, id), Files.getLastModifiedTime(file).toInstant());
    }

    private static ECKey key(Path file, String id) throws IOException {
        try {
            var spec = new PKCS8EncodedKeySpec(decoded(Files.readString(file)));
            var secret = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
            return new ECKey.Builder(Curve.P_256, PublicKeys.of(secret))
                    .privateKey(secret)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .build();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SettingsException("The signing key %s is no P-256 key in PKCS#8 PEM.".formatted(file));
        }
    }

    private static byte[] decoded(String pem) {
        var base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        return Base64.getDecoder().decode(base64);
    }
}
