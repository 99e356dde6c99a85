// Wraps key material as Java programs do. Arguments: public key (SubjectPublicKeyInfo) and key material in hex.
// Prints a name and a blob in hex on each line.
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

public class Wrap {
  static PublicKey publicKey;

  static byte[] rsa(String transformation, AlgorithmParameterSpec parameters, byte[] message) throws Exception {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(Cipher.ENCRYPT_MODE, publicKey, parameters, new SecureRandom());
    return cipher.doFinal(message);
  }

  static OAEPParameterSpec oaep(String hash, MGF1ParameterSpec mgf1) {
    return new OAEPParameterSpec(hash, "MGF1", mgf1, PSource.PSpecified.DEFAULT);
  }

  static byte[] hybrid(String wrapCipher, AlgorithmParameterSpec parameters, byte[] material) throws Exception {
    byte[] kek = new byte[32];
    new SecureRandom().nextBytes(kek);
    byte[] block = rsa("RSA/ECB/OAEPPadding", parameters, kek);
    Cipher cipher = Cipher.getInstance(wrapCipher);
    cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
    byte[] wrapped = cipher.wrap(new SecretKeySpec(material, "RAW"));
    byte[] blob = new byte[block.length + wrapped.length];
    System.arraycopy(block, 0, blob, 0, block.length);
    System.arraycopy(wrapped, 0, blob, block.length, wrapped.length);
    return blob;
  }

  static void print(String name, byte[] blob) {
    System.out.println(name + " " + HexFormat.of().formatHex(blob));
  }

  public static void main(String[] args) throws Exception {
    publicKey = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(args[0])));
    byte[] material = HexFormat.of().parseHex(args[1]);
    OAEPParameterSpec sha1 = oaep("SHA-1", MGF1ParameterSpec.SHA1);
    OAEPParameterSpec sha256 = oaep("SHA-256", MGF1ParameterSpec.SHA256);
    print("OAEPPadding", rsa("RSA/ECB/OAEPPadding", null, material));
    print("OAEPWithSHA-256AndMGF1Padding", rsa("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", null, material));
    print("OAEPParameterSpec(SHA-256,MGF1-SHA256)", rsa("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", sha256, material));
    print("PKCS1Padding", rsa("RSA/ECB/PKCS1Padding", null, material));
    print("AES/KWP/NoPadding", hybrid("AES/KWP/NoPadding", sha256, material));
    print("AES/KW/NoPadding", hybrid("AES/KW/NoPadding", sha256, material));
    print("AES/KW/PKCS5Padding", hybrid("AES/KW/PKCS5Padding", sha1, material));
  }
}
