import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Prints a new ES256 private key as PKCS#8 PEM. */
class SigningKey {
    static void main() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes());
        System.out.println("-----BEGIN PRIVATE KEY-----");
        System.out.println(lines.encodeToString(generator.generateKeyPair().getPrivate().getEncoded()));
        System.out.println("-----END PRIVATE KEY-----");
    }
}
