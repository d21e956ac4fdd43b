package dev.socketfleet.streams.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.HostReader.Held;
import dev.socketfleet.streams.query.Locations;
import dev.socketfleet.streams.query.Locations.Location;
import dev.socketfleet.streams.query.StoresUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Puts together what several instances have of all hosts. Each partition of the hosts is answered
 * for by one instance only, so no host counts twice: by its owner, or where that is away by one
 * that has a copy. What nobody answered for in time is named. Safe for any thread.
 */
final class Gathering {

  private static final Duration WITHIN = Duration.ofSeconds(4);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HostReader own;
  private final HostReader copies;
  private final Locations locations;
  private final Peers peers;

  Gathering(HostReader own, HostReader copies, Locations locations, Peers peers) {
    this.own = own;
    this.copies = copies;
    this.locations = locations;
    this.peers = peers;
  }

  /**
   * What was gathered.
   *
   * @param local from this instance
   * @param remote answers of others, as of {@link #part}
   */
  record Gathered<T>(List<T> local, List<JsonNode> remote, Completeness completeness) {}

  /** Who is asked for which partitions. */
  private record Request(String instance, Set<Integer> partitions, Forwarding forwarding) {}

  /**
   * Asks all.
   *
   * @param path of the resource that answers other instances by {@link #part}; with a question mark
   * @param read reads the hosts of some partitions that this instance holds
   * @throws StoresUnavailableException when nobody can tell anything
   */
  <T> Gathered<T> gather(String path, Function<HostReader, T> read) {
    Map<Integer, Location> all = locations.partitions();
    boolean alone = all.values().stream().allMatch(it -> it.owner().map(this::isSelf).orElse(true));
    return alone ? gather(all, path, read) : peers.waiting(() -> gather(all, path, read));
  }

  private <T> Gathered<T> gather(
      Map<Integer, Location> all, String path, Function<HostReader, T> read) {
    Deadline deadline = Deadline.in(WITHIN);
    Map<Integer, List<Request>> candidates = new TreeMap<>();
    all.forEach((partition, location) -> candidates.put(partition, candidates(location)));
    List<T> local = new ArrayList<>();
    List<JsonNode> remote = new ArrayList<>();
    List<StoresUnavailableException> refusals = new ArrayList<>();
    Set<Integer> owned = new TreeSet<>();
    Set<String> failed = new TreeSet<>();
    Set<Integer> open = new TreeSet<>(all.keySet());
    for (int round = 0; !open.isEmpty() && !deadline.isOver(); round++) {
      List<Request> requests = requests(open, candidates, round);
      if (requests.isEmpty()) {
        break;
      }
      Map<Request, CompletableFuture<Optional<Answer>>> asked = new LinkedHashMap<>();
      for (Request request : requests) {
        if (!isSelf(request.instance())) {
          asked.put(
              request,
              peers.begin(request.instance(), target(path, request), request.forwarding()));
        }
      }
      for (Request request : requests) {
        Set<Integer> answered;
        CompletableFuture<Optional<Answer>> answer = asked.get(request);
        if (answer == null) {
          answered = readHere(request, read, local, refusals);
        } else {
          Optional<JsonNode> part =
              peers.await(request.instance(), answer, deadline).flatMap(Gathering::tree);
          answered = new HashSet<>();
          part.ifPresent(it -> it.path("partitions").forEach(p -> answered.add(p.asInt())));
          if (answered.isEmpty() || !request.partitions().containsAll(answered)) {
            answered.clear();
            failed.add(request.instance());
          } else {
            remote.add(part.orElseThrow());
          }
        }
        open.removeAll(answered);
        if (request.forwarding() == Forwarding.OWNER) {
          owned.addAll(answered);
        }
      }
    }
    if (open.size() == all.size()) {
      throw refusals.stream()
          .findFirst()
          .orElseGet(
              () -> new StoresUnavailableException("no instance can tell", Duration.ofSeconds(2)));
    }
    return new Gathered<>(local, remote, new Completeness(owned.size() < all.size(), failed, open));
  }

  private <T> Set<Integer> readHere(
      Request request,
      Function<HostReader, T> read,
      List<T> local,
      List<StoresUnavailableException> refusals) {
    try {
      Held held =
          (request.forwarding() == Forwarding.OWNER ? own : copies).held(request.partitions());
      if (!held.partitions().isEmpty()) {
        local.add(read.apply(held.hosts()));
      }
      return held.partitions();
    } catch (StoresUnavailableException e) {
      refusals.add(e);
      return Set.of();
    }
  }

  /** The owner, then the copies, those here first, then whatever the owner has. */
  private List<Request> candidates(Location location) {
    List<Request> candidates = new ArrayList<>();
    String owner = location.owner().orElse(locations.self());
    candidates.add(new Request(owner, Set.of(), Forwarding.OWNER));
    Set<String> holders = new LinkedHashSet<>();
    location.copies().stream().filter(this::isSelf).forEach(holders::add);
    holders.addAll(location.copies());
    holders.add(locations.self());
    holders.add(owner);
    holders.forEach(it -> candidates.add(new Request(it, Set.of(), Forwarding.COPY)));
    return candidates;
  }

  private static List<Request> requests(
      Set<Integer> open, Map<Integer, List<Request>> candidates, int round) {
    Map<Request, Set<Integer>> wanted = new LinkedHashMap<>();
    for (int partition : open) {
      List<Request> own = candidates.getOrDefault(partition, List.of());
      if (round < own.size()) {
        wanted.computeIfAbsent(own.get(round), any -> new TreeSet<>()).add(partition);
      }
    }
    return wanted.entrySet().stream()
        .map(it -> new Request(it.getKey().instance(), it.getValue(), it.getKey().forwarding()))
        .toList();
  }

  private boolean isSelf(String instance) {
    return instance.equals(locations.self());
  }

  private static String target(String path, Request request) {
    return path
        + "partitions="
        + request.partitions().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static Optional<JsonNode> tree(Answer answer) {
    try {
      return answer.status() == 200
          ? Optional.of(MAPPER.readTree(answer.body()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What this instance has of the partitions that another one asks for.
   *
   * @param write writes the fields of the answer beside {@code partitions}
   */
  JsonBody part(Call call, Function<HostReader, JsonBody> write) {
    Held held =
        (call.forwarding() == Forwarding.OWNER ? own : copies).held(call.parameters().partitions());
    JsonBody fields = write.apply(held.hosts());
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("partitions");
      for (int partition : held.partitions()) {
        json.writeNumber(partition);
      }
      json.writeEndArray();
      fields.writeTo(json);
      json.writeEndObject();
    };
  }
}
