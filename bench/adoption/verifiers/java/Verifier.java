import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.mindrot.jbcrypt.BCrypt;

/** Hashes and verifies with jBCrypt, one line each. */
public class Verifier {
    public static void main(String[] arguments) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line; (line = lines.readLine()) != null; ) {
            String answer;
            try {
                answer = answer(line.split(" "));
            } catch (RuntimeException error) {
                answer = "error " + error.getMessage();
            }
            System.out.println(answer);
        }
    }

    private static String answer(String[] fields) {
        String password = decoded(fields[2]);
        if (fields[0].equals("hash")) {
            int cost = fields.length > 3 ? Integer.parseInt(fields[3]) : 10;
            byte[] hash = BCrypt.hashpw(password, BCrypt.gensalt(cost)).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder().encodeToString(hash);
        }
        return String.valueOf(BCrypt.checkpw(password, decoded(fields[3])));
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
}
