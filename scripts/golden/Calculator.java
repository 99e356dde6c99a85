// Answers on stdout, line by line, what other implementations make of the golden vectors: SunJCE and Bouncy Castle.
// In: provider, operation, arguments, separated by tabs. Out: hex, "-" for refused, "?" for an operation it has not.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

public class Calculator {
  static final HexFormat HEX = HexFormat.of();

  /** Gives out the bytes that the vector fixes, and nothing else. */
  static final class Fixed extends SecureRandom {
    private final byte[] bytes;

    Fixed(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] target) {
      if (target.length != bytes.length) throw new IllegalStateException("asked for " + target.length + " bytes");
      System.arraycopy(bytes, 0, target, 0, bytes.length);
    }
  }

  static OAEPParameterSpec oaep(String hash, String mgf1Hash) {
    return new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mgf1Hash), PSource.PSpecified.DEFAULT);
  }

  static byte[] oaepDecrypt(String provider, byte[] key, String hash, String mgf1Hash, byte[] ct) throws Exception {
    PrivateKey privateKey = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    cipher.init(Cipher.DECRYPT_MODE, privateKey, oaep(hash, mgf1Hash));
    return cipher.doFinal(ct);
  }

  static byte[] oaepEncrypt(String provider, byte[] key, String hash, String mgf1Hash, byte[] msg, byte[] seed)
      throws Exception {
    PublicKey publicKey = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(key));
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", provider);
    cipher.init(Cipher.ENCRYPT_MODE, publicKey, oaep(hash, mgf1Hash), new Fixed(seed));
    return cipher.doFinal(msg);
  }

  static byte[] keyWrap(String provider, String mode, int direction, byte[] kek, byte[] input) throws Exception {
    String name = provider.equals("BC") ? (mode.equals("kwp") ? "AESWrapPad" : "AESWrap") : "AES/" + mode.toUpperCase() + "/NoPadding";
    Cipher cipher = Cipher.getInstance(name, provider);
    cipher.init(direction, new SecretKeySpec(kek, "AES"));
    if (direction == Cipher.WRAP_MODE) return cipher.wrap(new SecretKeySpec(input, "RAW"));
    return cipher.unwrap(input, "RAW", Cipher.SECRET_KEY).getEncoded();
  }

  static final ECDomainParameters SM2 = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

  static byte[] sm2Decrypt(byte[] scalar, byte[] der) throws Exception {
    ASN1Sequence parts = ASN1Sequence.getInstance(der);
    byte[] point =
        SM2.getCurve()
            .createPoint(
                ASN1Integer.getInstance(parts.getObjectAt(0)).getPositiveValue(),
                ASN1Integer.getInstance(parts.getObjectAt(1)).getPositiveValue())
            .getEncoded(false);
    byte[] hash = ASN1OctetString.getInstance(parts.getObjectAt(2)).getOctets();
    byte[] ct = ASN1OctetString.getInstance(parts.getObjectAt(3)).getOctets();
    byte[] raw = new byte[point.length + hash.length + ct.length];
    System.arraycopy(point, 0, raw, 0, point.length);
    System.arraycopy(hash, 0, raw, point.length, hash.length);
    System.arraycopy(ct, 0, raw, point.length + hash.length, ct.length);
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(false, new ECPrivateKeyParameters(new BigInteger(1, scalar), SM2));
    return engine.processBlock(raw, 0, raw.length);
  }

  static byte[] sm2Encrypt(byte[] scalar, byte[] k, byte[] msg) throws Exception {
    ECPublicKeyParameters publicKey =
        new ECPublicKeyParameters(SM2.getG().multiply(new BigInteger(1, scalar)).normalize(), SM2);
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(true, new ParametersWithRandom(publicKey, new Fixed(k)));
    byte[] raw = engine.processBlock(msg, 0, msg.length);
    byte[] hash = java.util.Arrays.copyOfRange(raw, 65, 97);
    byte[] ct = java.util.Arrays.copyOfRange(raw, 97, raw.length);
    return new DERSequence(
            new org.bouncycastle.asn1.ASN1Encodable[] {
              new ASN1Integer(new BigInteger(1, raw, 1, 32)),
              new ASN1Integer(new BigInteger(1, raw, 33, 32)),
              new DEROctetString(hash),
              new DEROctetString(ct)
            })
        .getEncoded("DER");
  }

  static byte[] compute(String[] words) throws Exception {
    String provider = words[0].equals("bouncycastle") ? "BC" : "SunJCE";
    byte[][] hex = new byte[words.length][];
    for (int i = 2; i < words.length; i++) if (words[i].matches("([0-9a-f]{2})*")) hex[i] = HEX.parseHex(words[i]);
    switch (words[1]) {
      case "oaep-decrypt":
        return oaepDecrypt(provider, hex[2], words[3], words[4], hex[5]);
      case "oaep-encrypt":
        return oaepEncrypt(provider, hex[2], words[3], words[4], hex[5], hex[6]);
      case "kw-wrap":
      case "kwp-wrap":
        return keyWrap(provider, words[1].split("-")[0], Cipher.WRAP_MODE, hex[2], hex[3]);
      case "kw-unwrap":
      case "kwp-unwrap":
        return keyWrap(provider, words[1].split("-")[0], Cipher.UNWRAP_MODE, hex[2], hex[3]);
      case "sm2-decrypt":
        if (provider.equals("BC")) return sm2Decrypt(hex[2], hex[3]);
        throw new UnsupportedOperationException();
      case "sm2-encrypt":
        if (provider.equals("BC")) return sm2Encrypt(hex[2], hex[3], hex[4]);
        throw new UnsupportedOperationException();
      default:
        throw new UnsupportedOperationException();
    }
  }

  public static void main(String[] args) throws Exception {
    Security.addProvider(new BouncyCastleProvider());
    if (args.length > 0) {
      System.out.println(System.getProperty("java.version") + "\t" + new BouncyCastleProvider().getVersionStr());
      return;
    }
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    StringBuilder out = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      try {
        out.append(HEX.formatHex(compute(line.split("\t", -1))));
      } catch (UnsupportedOperationException none) {
        out.append('?');
      } catch (Exception refused) {
        out.append('-');
      }
      out.append('\n');
    }
    System.out.print(out);
  }
}
