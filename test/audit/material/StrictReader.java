import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;

/** Reads one key a line (`RSA` or `EC`, then hexadecimal PKCS#8) and prints 1 where the JDK accepts it, 0 where it does not. */
public class StrictReader {
  public static void main(String[] args) throws Exception {
    var lines = new BufferedReader(new InputStreamReader(System.in));
    var answers = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split(" ");
      try {
        KeyFactory.getInstance(parts[0]).generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(parts[1])));
        answers.append("1\n");
      } catch (Exception | Error refused) {
        answers.append("0\n");
      }
    }
    System.out.print(answers);
  }
}
