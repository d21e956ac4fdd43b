package dev.socketfleet.deploy.cli;

import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.drill.Rate;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 1/s} or {@code 30/m}. */
final class RateConverter implements ITypeConverter<Rate> {

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,2})/([sm])");

  @Override
  public Rate convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'%s' is not a rate: a number in 1..999 and /s or /m, for example 1/s"
              .formatted(Quoted.of(text)));
    }
    Duration per = matcher.group(2).equals("s") ? Duration.ofSeconds(1) : Duration.ofMinutes(1);
    return new Rate(Integer.parseInt(matcher.group(1)), per);
  }
}
