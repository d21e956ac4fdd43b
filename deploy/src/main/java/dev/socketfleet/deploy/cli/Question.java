package dev.socketfleet.deploy.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a command asks the API.
 *
 * @param parameters those with an empty value are left out; several lines are several values
 * @param limit items of a list, 0 for all; absent for what is no list
 */
record Question(String path, Map<String, String> parameters, Optional<Integer> limit) {

  Question {
    parameters = new LinkedHashMap<>(parameters);
  }

  static Question of(String path, Map<String, String> parameters) {
    return new Question(path, parameters, Optional.empty());
  }

  static Question list(String path, Map<String, String> parameters, int limit) {
    return new Question(path, parameters, Optional.of(limit));
  }

  JsonNode ask(ApiClient client) throws InterruptedException {
    return limit.isPresent()
        ? client.list(path, parameters, limit.get())
        : client.get(path, parameters);
  }
}
