package dev.watertight.user.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;

/**
 * The public half of a private key, which the JDK does not tell: the curve's base point, added to itself as often as the
 * secret says. Not in constant time; it runs when a key is read, where nobody can measure it.
 *
 * @see <a href="https://www.secg.org/sec1-v2.pdf">SEC 1, section 2.2.1 and 3.2.1</a>
 */
final class PublicKeys {
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private final BigInteger prime;
    private final BigInteger a;

    private PublicKeys(ECParameterSpec curve) {
        this.prime = ((ECFieldFp) curve.getCurve().getField()).getP();
        this.a = curve.getCurve().getA();
    }

    static ECPublicKey of(ECPrivateKey secret) throws GeneralSecurityException {
        var curve = secret.getParams();
        if (!curve.getCurve().equals(p256().getCurve())) {
            throw new InvalidKeySpecException("another curve");
        }
        var point = new PublicKeys(curve).times(curve.getGenerator(), secret.getS());
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private ECPoint times(ECPoint point, BigInteger scalar) {
        var sum = ECPoint.POINT_INFINITY;
        for (var bit = scalar.bitLength() - 1; bit >= 0; bit--) {
            sum = plus(sum, sum);
            if (scalar.testBit(bit)) {
                sum = plus(sum, point);
            }
        }
        return sum;
    }

    /** The sum of two points that are not each other's inverse, which never meet below the curve's order. */
    private ECPoint plus(ECPoint left, ECPoint right) {
        if (left.equals(ECPoint.POINT_INFINITY)) {
            return right;
        }
        var slope = left.equals(right) ? tangent(left) : chord(left, right);
        var x = slope.pow(2)
                .subtract(left.getAffineX())
                .subtract(right.getAffineX())
                .mod(prime);
        var y = slope.multiply(left.getAffineX().subtract(x))
                .subtract(left.getAffineY())
                .mod(prime);
        return new ECPoint(x, y);
    }

    private BigInteger tangent(ECPoint point) {
        var rise = point.getAffineX().pow(2).multiply(THREE).add(a);
        return rise.multiply(point.getAffineY().shiftLeft(1).modInverse(prime)).mod(prime);
    }

    private BigInteger chord(ECPoint left, ECPoint right) {
        var rise = right.getAffineY().subtract(left.getAffineY());
        return rise.multiply(right.getAffineX().subtract(left.getAffineX()).modInverse(prime))
                .mod(prime);
    }
}
