package dev.socketfleet.collector.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.socketfleet.collector.owner.ToldProcess;
import dev.socketfleet.common.model.Quoted;
import dev.socketfleet.common.model.SocketState;
import java.io.IOException;
import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code Get-NetTCPConnection | ConvertTo-Json}: an array of objects, one alone, or several behind
 * each other. The state is a number or a name. Read as a stream; what is nested is left out.
 */
final class PowerShellFormat implements TextFormat {

  private static final int SYSTEM_PID = 4;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TEXT = 32 * 1024;

  /** Names of its columns, and of the class of a whole object. */
  private static final Pattern SIGNS =
      Pattern.compile("(?i)LocalPort|LocalAddress|MSFT_NetTCPConnection");

  private static final String LOCAL_ADDRESS = "localaddress";
  private static final String LOCAL_PORT = "localport";
  private static final String REMOTE_PORT = "remoteport";
  private static final String VALUE = "value";
  private static final String STATE = "state";
  private static final List<String> COLUMNS =
      List.of(LOCAL_ADDRESS, LOCAL_PORT, "remoteaddress", REMOTE_PORT, STATE, "owningprocess");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private final StateWords states;
  private final SocketEnds ends;

  PowerShellFormat(StateWords states, SocketEnds ends) {
    this.states = states;
    this.ends = ends;
  }

  @Override
  public String name() {
    return "powershell";
  }

  @Override
  public String os() {
    return "Windows";
  }

  @Override
  public int evidence(List<String> head) {
    boolean named = head.stream().anyMatch(line -> SIGNS.matcher(line).find());
    return named && JsonPart.isIn(String.join("\n", head)) ? LineFormat.HEADER : 0;
  }

  @Override
  public void read(Reader in, ReadRows into) throws IOException {
    JsonPart.skipTo(in);
    try (JsonParser json = JSON.createParser(in)) {
      try {
        read(json, into);
      } catch (JsonProcessingException e) {
        boolean behind = json.getParsingContext().inRoot() && into.table().size() > 0;
        if (!behind || JsonPart.hasMore(json, in)) {
          into.faults().incomplete(broken(e));
        }
      }
    }
  }

  private static String broken(JsonProcessingException e) {
    return "the JSON is cut or broken in line %d: %s"
        .formatted(
            e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
            Quoted.of(e.getOriginalMessage()));
  }

  private void read(JsonParser json, ReadRows into) throws IOException {
    Map<String, String> columns = new HashMap<>();
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        columns.clear();
      } else if (token == JsonToken.FIELD_NAME) {
        field(json, columns);
      } else if (token == JsonToken.END_OBJECT) {
        add(columns, json.currentLocation().getLineNr(), into);
        columns.clear();
      }
    }
  }

  /** A field of a socket; one that holds more sockets ("value") is looked into by the caller. */
  private static void field(JsonParser json, Map<String, String> columns) throws IOException {
    String name = json.currentName().toLowerCase(Locale.ROOT);
    JsonToken value = json.nextToken();
    if (value == null || (name.equals(VALUE) && value == JsonToken.START_ARRAY)) {
      return;
    }
    if (name.equals(STATE) && value == JsonToken.START_OBJECT) {
      remoteState(json, columns);
    } else if (value.isStructStart()) {
      json.skipChildren();
    } else if (COLUMNS.contains(name) && value != JsonToken.VALUE_NULL) {
      columns.put(name, json.getText());
    }
  }

  /** PowerShell remoting makes {@code {"value": 2, "Value": "Listen"}} of the state. */
  private static void remoteState(JsonParser json, Map<String, String> columns) throws IOException {
    for (JsonToken token = json.nextToken();
        token != null && token != JsonToken.END_OBJECT;
        token = json.nextToken()) {
      if (token.isStructStart()) {
        json.skipChildren();
      } else if (token.isScalarValue() && VALUE.equalsIgnoreCase(json.currentName())) {
        columns.put(STATE, json.getText());
      }
    }
  }

  private void add(Map<String, String> columns, int line, ReadRows into) {
    boolean tcp = columns.containsKey(REMOTE_PORT) || columns.containsKey(STATE);
    boolean socket = columns.containsKey(LOCAL_PORT) || columns.containsKey(LOCAL_ADDRESS);
    if (!tcp || !socket) {
      return;
    }
    String word = columns.getOrDefault(STATE, "");
    SocketEnd local = end(columns, LOCAL_ADDRESS, LOCAL_PORT);
    SocketEnd remote = end(columns, "remoteaddress", REMOTE_PORT);
    int pid = Math.max(0, Words.number(columns.getOrDefault("owningprocess", "")));
    TextRow row =
        TextRow.of(word, state(word), local, remote, false)
            .withProcess(ToldProcess.of(pid, pid == SYSTEM_PID ? "System" : ""));
    into.add(row, line, columns.toString());
  }

  private SocketEnd end(Map<String, String> columns, String address, String port) {
    return ends.of(columns.getOrDefault(address, ""), columns.getOrDefault(port, ""), false);
  }

  private SocketState state(String word) {
    return Words.isNumber(word) ? states.ofNumber(Words.number(word)) : states.of(word);
  }
}
