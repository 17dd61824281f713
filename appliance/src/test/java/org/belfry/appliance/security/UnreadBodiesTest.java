package org.belfry.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stranger promises to send is neither waited for nor given memory. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class UnreadBodiesTest {
  private static final int PATIENCE_MS = 5000;

  @ParameterizedTest
  @CsvSource({
    "PUT, /api/v1/users, application/x-www-form-urlencoded, 100000000",
    "PATCH, /api/v1/users/1, application/x-www-form-urlencoded, 100000000",
    "DELETE, /p/x/y, application/x-www-form-urlencoded, 100000000",
    "PUT, /p/x/y, application/x-www-form-urlencoded, 900000",
    "PUT, /login, application/x-www-form-urlencoded, 60000",
    "POST, /api/v1/users, application/x-www-form-urlencoded, 2000000",
    "POST, /actuator/health, application/x-www-form-urlencoded, 2000000",
    "POST, /api/v1/users, multipart/form-data; boundary=x, 60000000",
    "PUT, /api/v1/users, application/x-www-form-urlencoded, 0",
    "POST, /p/x/y, multipart/form-data; boundary=x, 60000000",
    "GET, /actuator/health, multipart/form-data; boundary=x, 60000000",
    "POST, /api/v1/openapi.json, multipart/mixed; boundary=x, 0",
  })
  void aStrangersFormIsNotWaitedFor(
      String method, String path, String type, int length, LocalAppliance appliance)
      throws IOException {
    String body = length > 0 ? "Content-Length: " + length : "Transfer-Encoding: chunked";
    try (Socket socket =
        appliance
            .https()
            .tls()
            .getSocketFactory()
            .createSocket("127.0.0.1", appliance.httpsPort())) {
      socket.setSoTimeout(PATIENCE_MS);
      String head =
          "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\n%s\r\n\r\n"
              .formatted(method, path, type, body);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(answer.readLine()).matches("HTTP/1\\.1 [34]\\d\\d .*");
    }
  }
}
