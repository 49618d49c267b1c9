package dev.watertight.user.crypto;

import java.util.Base64;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.util.Arrays;

/**
 * Argon2id, version 19, at one cost; hashes of 32 bytes. Written as the reference implementation writes it:
 * {@code $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, the last two in Base64 without padding.
 *
 * @param memoryKib what one hash fills, in KiB
 * @param passes how often it goes over its memory
 * @param lanes how much of it could be done side by side
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9106">RFC 9106</a>
 */
record Argon2id(int memoryKib, int passes, int lanes) {
    private static final int HASH_BYTES = 32;
    private static final Pattern ENCODED = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    /** The salted hash with its cost and salt. */
    String encode(byte[] password, byte[] salt) {
        var base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
                .formatted(
                        memoryKib,
                        passes,
                        lanes,
                        base64.encodeToString(salt),
                        base64.encodeToString(hash(password, salt, HASH_BYTES)));
    }

    /**
     * Whether the hash is this password's. The comparison takes as long whatever differs.
     *
     * @param encoded by this or any other program, at whatever cost
     * @throws IllegalArgumentException when it is not written as Argon2id is
     */
    static boolean matches(byte[] password, String encoded) {
        var parts = ENCODED.matcher(encoded);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        var cost = new Argon2id(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        var base64 = Base64.getDecoder();
        var expected = base64.decode(parts.group(5));
        return Arrays.constantTimeAreEqual(
                expected, cost.hash(password, base64.decode(parts.group(4)), expected.length));
    }

    private byte[] hash(byte[] password, byte[] salt, int length) {
        var argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        var hash = new byte[length];
        argon2.generateBytes(password, hash);
        return hash;
    }
}
