package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.socketfleet.common.model.Alert;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.deploy.backtest.Told;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** One transition of a backtest as a line. What a host told loses its control characters. */
record BacktestText(Told told) {

  private static final int MAX_NAME = 300;
  private static final MathContext DIGITS = new MathContext(6);

  String line() {
    Alert alert = told.alert();
    List<String> parts = new ArrayList<>();
    parts.add(told.at().toString());
    parts.add("%-8s".formatted(alert.status().wireName().toUpperCase(Locale.ROOT)));
    parts.add(alert.rule().id());
    parts.add(Quoted.of(told.series(), MAX_NAME));
    told.value().ifPresent(it -> parts.add("value " + number(it)));
    told.baseline().ifPresent(it -> parts.add("usually " + number(it)));
    told.threshold().ifPresent(it -> parts.add("alarm at " + number(it)));
    alert.reason().ifPresent(reason -> parts.add("(" + reason.wireName() + ")"));
    return String.join("  ", parts);
  }

  /** Numbers that do not apply are left out. */
  String json() {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("series", told.series());
    line.put("timestamp", told.at().toString());
    put(line, "value", told.value());
    put(line, "baseline", told.baseline());
    put(line, "threshold", told.threshold());
    line.put("rule", told.alert().rule().id());
    return line.toString();
  }

  private static void put(ObjectNode line, String name, OptionalDouble number) {
    number.ifPresent(it -> line.put(name, rounded(it)));
  }

  /** Large ones without an exponent. */
  private static String number(double number) {
    return rounded(number).toPlainString();
  }

  private static BigDecimal rounded(double number) {
    BigDecimal rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
