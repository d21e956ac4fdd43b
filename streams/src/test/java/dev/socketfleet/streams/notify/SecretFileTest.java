package dev.socketfleet.streams.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

  @TempDir Path folder;

  private SecretFile file(String content) throws IOException {
    return new SecretFile(Files.writeString(folder.resolve("secret"), content));
  }

  @Test
  void theLineEndDoesNotBelongToTheSecret() throws IOException {
    assertThat(file("s3cret \n").read()).isEqualTo("s3cret");
  }

  @Test
  void userAndPasswordAreEncoded() throws IOException {
    assertThat(file("Basic user:pass word\n").authorization())
        .isEqualTo("Basic dXNlcjpwYXNzIHdvcmQ=");
    assertThat(file("Bearer abc:def\n").authorization()).isEqualTo("Bearer abc:def");
    assertThat(file("Basic dXNlcjpwYXNz").authorization()).isEqualTo("Basic dXNlcjpwYXNz");
  }

  @Test
  void aReplacedSecretIsFound() throws IOException {
    SecretFile secret = file("one");
    assertThat(secret.read()).isEqualTo("one");
    Files.writeString(secret.file(), "two");
    assertThat(secret.read()).isEqualTo("two");
  }

  @Test
  void refusesWhatIsNoSecretWithoutShowingIt() throws IOException {
    SecretFile empty = file(" \n");
    assertThatThrownBy(empty::read)
        .hasMessage(empty.file() + " has no content but it must have 1 to 16384 bytes");
    SecretFile large = file("x".repeat(20_000));
    assertThatThrownBy(large::read)
        .hasMessage(large.file() + " has too many bytes but it must have 1 to 16384 bytes");
    SecretFile lines = file("Bearer a\nX-Other: b");
    assertThatThrownBy(lines::authorization)
        .hasMessage(lines.file() + " has several lines but it must have one");
    assertThatThrownBy(() -> new SecretFile(folder.resolve("none")).read())
        .isInstanceOf(NoSuchFileException.class);
  }
}
