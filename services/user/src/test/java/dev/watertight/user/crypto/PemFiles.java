package dev.watertight.user.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;

/** Signing keys as an operator makes them. */
public final class PemFiles {
    private PemFiles() {}

    /** A new key in its file, written at {@code since}. */
    public static KeyPair write(Path directory, String keyId, Instant since) {
        var pair = keyPair("secp256r1");
        write(directory, keyId, pair.getPrivate().getEncoded(), since);
        return pair;
    }

    static void write(Path directory, String keyId, byte[] pkcs8, Instant since) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8);
        var file = directory.resolve(keyId + ".pem");
        try {
            Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.setLastModifiedTime(file, FileTime.from(since));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeyPair keyPair(String curve) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
