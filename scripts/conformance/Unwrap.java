import java.nio.file.*;
import java.security.*;
import java.security.spec.*;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.*;

/** Unwraps with one of Java's providers: Unwrap.java SunJCE|BC ALGORITHM BLOB KEY OUT. 69: it does not have the algorithm. */
class Unwrap {
  public static void main(String[] a) throws Exception {
    boolean bc = a[0].equals("BC");
    if (bc) Security.addProvider((Provider) Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider").getConstructor().newInstance());
    if (a[1].equals("SM2PKE")) System.exit(69);
    byte[] blob = Files.readAllBytes(Path.of(a[2]));
    String sha = a[1].endsWith("SHA_1") ? "SHA-1" : "SHA-256";
    var key = (java.security.interfaces.RSAPrivateKey) KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of(a[3]))));
    var oaep = new OAEPParameterSpec(sha, "MGF1", new MGF1ParameterSpec(sha), PSource.PSpecified.DEFAULT);
    try {
      Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding", a[0]);
      rsa.init(Cipher.DECRYPT_MODE, key, oaep);
      byte[] material;
      if (a[1].startsWith("RSAES")) material = rsa.doFinal(blob);
      else {
        int k = key.getModulus().bitLength() / 8;
        byte[] kek = rsa.doFinal(blob, 0, Math.min(k, blob.length));
        if (kek.length != 32) throw new GeneralSecurityException("the AES key is not 32 bytes long");
        byte[] rest = Arrays.copyOfRange(blob, Math.min(k, blob.length), blob.length);
        Cipher aes = Cipher.getInstance(bc ? "AESWrapPad" : "AES/KWP/NoPadding", a[0]);
        aes.init(Cipher.UNWRAP_MODE, new SecretKeySpec(kek, "AES"));
        material = aes.unwrap(rest, "raw", Cipher.SECRET_KEY).getEncoded();
      }
      Files.write(Path.of(a[4]), material);
    } catch (GeneralSecurityException error) {
      System.err.println(error);
      System.exit(1);
    }
  }
}
