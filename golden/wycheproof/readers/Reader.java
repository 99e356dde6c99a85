import java.nio.ByteBuffer; import java.nio.file.*; import java.util.*; import java.util.regex.*;
import java.security.*; import java.security.spec.*; import javax.crypto.Cipher; import javax.crypto.spec.*;
/** Runs the vector files named on the command line; SM2 where Bouncy Castle is on the class path. Needs Java 17. */
class Reader {
  static Map<String, String> f = new HashMap<>(); // fields of the group and of the test
  static int bytes(String name) { return Integer.parseInt(f.get(name)) / 8; }
  static byte[] hex(String name) { return HexFormat.of().parseHex(f.get(name)); }
  static byte[] decrypt(Cipher cipher, Key key, AlgorithmParameterSpec spec, byte[] data) throws Exception {
    cipher.init(Cipher.DECRYPT_MODE, key, spec);
    return cipher.doFinal(data);
  }
  static byte[] oaep(byte[] block) throws Exception {
    Key key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(hex("privateKeyPkcs8")));
    if (block.length != bytes("keySize")) throw new GeneralSecurityException("length of the RSA block");
    return decrypt(Cipher.getInstance("RSA/ECB/OAEPPadding"), key, new OAEPParameterSpec(f.get("sha"), f.get("mgf"),
        new MGF1ParameterSpec(f.get("mgfSha")), PSource.PSpecified.DEFAULT), block);
  }
  static byte[] composite(byte[] ct) throws Exception {
    byte[] aesKey = oaep(Arrays.copyOf(ct, bytes("keySize")));
    if (aesKey.length != bytes("aesKeySize")) throw new GeneralSecurityException("length of the AES key");
    return decrypt(Cipher.getInstance("AES/KWP/NoPadding"), new SecretKeySpec(aesKey, "AES"), null,
        Arrays.copyOfRange(ct, bytes("keySize"), ct.length));
  }
  static byte[] element(ByteBuffer der, int tag) throws Exception {
    int found = der.get(), length = der.get() & 0xff;
    if (length > 0x80) for (int n = length - 0x80, all = length = 0; n > 0; n--) length = length << 8 | der.get() & 0xff;
    byte[] content = new byte[length];
    der.get(content);
    if (found != tag) throw new GeneralSecurityException("DER");
    return content;
  }
  static byte[] sm2(byte[] ct, Provider provider) throws Exception {
    ByteBuffer der = ByteBuffer.wrap(element(ByteBuffer.wrap(ct), 0x30)), raw = ByteBuffer.allocate(ct.length + 64).put((byte) 4);
    for (int n = 0; n < 2; n++) raw.put(HexFormat.of().parseHex("%064x".formatted(new java.math.BigInteger(1, element(der, 2)))));
    byte[] c3 = element(der, 4);
    raw.put(element(der, 4)).put(c3); // Bouncy Castle reads C1 || C2 || C3
    Key key = KeyFactory.getInstance("EC", provider).generatePrivate(new PKCS8EncodedKeySpec(hex("privateKeyPkcs8")));
    return decrypt(Cipher.getInstance("SM2", provider), key, null, Arrays.copyOf(raw.array(), raw.position()));
  }
  public static void main(String[] files) throws Exception {
    Provider provider = null;
    try { provider = (Provider) Class.forName("org.bouncycastle.jce.provider.BouncyCastleProvider").getConstructor().newInstance(); }
    catch (ClassNotFoundException without) { }
    int passed = 0, failed = 0, skipped = 0;
    for (String file : files) for (String line : Files.readAllLines(Path.of(file))) { // one field a line
      Matcher field = Pattern.compile("^ *\"(\\w+)\": \"?([^\"\\[{]*)\"?,?$").matcher(line);
      if (!field.find()) continue;
      f.put(field.group(1), field.group(2).replaceAll(",$", ""));
      if (!field.group(1).equals("result")) continue;
      String type = f.get("type"), result = f.get("result"), found = null;
      if (type.equals("Sm2Decrypt") && provider == null) { skipped++; continue; }
      try { found = HexFormat.of().formatHex(type.equals("Sm2Decrypt") ? sm2(hex("ct"), provider) : type.equals("RsaesOaepDecrypt") ? oaep(hex("ct")) : composite(hex("ct"))); }
      catch (GeneralSecurityException | RuntimeException refused) { }
      boolean good = found == null ? !result.equals("valid") : found.equals(f.get("msg")) && !result.equals("invalid");
      if (good) passed++; else { failed++; System.out.println(file + " " + f.get("tcId") + " " + f.get("comment")); }
    }
    System.out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    System.exit(failed > 0 ? 1 : 0);
  }
}
