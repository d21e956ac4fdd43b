package dev.socketfleet.streams.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.socketfleet.common.model.Endpoint;
import dev.socketfleet.common.model.Owner;
import dev.socketfleet.common.model.OwnerKind;
import dev.socketfleet.common.model.Role;
import dev.socketfleet.common.model.SocketState;
import dev.socketfleet.common.wire.WireFields;
import dev.socketfleet.streams.query.HostReader;
import dev.socketfleet.streams.query.Ranking;
import dev.socketfleet.streams.query.Ranking.Place;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A thing that can be ranked, as JSON and back: instances tell each other their places. */
interface Ranked<T> {

  /** Those of some hosts, the first ones only. */
  List<Place<T>> places(HostReader hosts, Set<SocketState> states, int limit);

  /** Orders places with the same count; unique. */
  String name(T of);

  /** The fields that name it. */
  void fields(JsonGenerator json, T of) throws IOException;

  /** What {@link #fields} wrote; empty where it is none. */
  Optional<T> of(JsonNode fields);

  /** A place as an item of a list. */
  default void write(JsonGenerator json, Place<T> place) throws IOException {
    json.writeStartObject();
    fields(json, place.of());
    json.writeNumberField("count", place.count());
    json.writeNumberField("hosts", place.hosts());
    json.writeObjectFieldStart("topHost");
    json.writeStringField("host", place.topHost());
    json.writeNumberField("count", place.topHostCount());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** The place of an item. */
  default Optional<Place<T>> place(JsonNode item) {
    return of(item)
        .map(
            it ->
                new Place<>(
                    it,
                    item.path("count").asLong(),
                    item.path("hosts").asInt(),
                    item.path("topHost").path("host").asText(),
                    item.path("topHost").path("count").asLong()));
  }

  Ranked<String> HOSTS =
      new Ranked<>() {
        @Override
        public List<Place<String>> places(HostReader hosts, Set<SocketState> states, int limit) {
          return new Ranking(hosts).byHost(states, limit);
        }

        @Override
        public String name(String of) {
          return of;
        }

        @Override
        public void fields(JsonGenerator json, String of) throws IOException {
          json.writeStringField("host", of);
        }

        @Override
        public Optional<String> of(JsonNode fields) {
          return Optional.of(fields.path("host").asText());
        }

        @Override
        public void write(JsonGenerator json, Place<String> place) throws IOException {
          json.writeStartObject();
          fields(json, place.of());
          json.writeNumberField("count", place.count());
          json.writeEndObject();
        }

        @Override
        public Optional<Place<String>> place(JsonNode item) {
          long count = item.path("count").asLong();
          return of(item).map(it -> new Place<>(it, count, 1, it, count));
        }
      };

  Ranked<Endpoint> ENDPOINTS =
      new Ranked<>() {
        @Override
        public List<Place<Endpoint>> places(HostReader hosts, Set<SocketState> states, int limit) {
          return new Ranking(hosts).byEndpoint(states, limit);
        }

        @Override
        public String name(Endpoint of) {
          return of.role().wireName() + " " + of.port();
        }

        @Override
        public void fields(JsonGenerator json, Endpoint of) throws IOException {
          json.writeStringField("role", of.role().wireName());
          json.writeNumberField("port", of.port());
        }

        @Override
        public Optional<Endpoint> of(JsonNode fields) {
          int port = fields.path("port").asInt(-1);
          return Role.ofWireName(fields.path("role").asText())
              .filter(role -> port >= 0 && port <= 65_535)
              .map(role -> new Endpoint(role, port));
        }
      };

  Ranked<Owner> OWNERS =
      new Ranked<>() {
        @Override
        public List<Place<Owner>> places(HostReader hosts, Set<SocketState> states, int limit) {
          return new Ranking(hosts).byOwner(states, limit);
        }

        @Override
        public String name(Owner of) {
          return of.name() + " " + of.kind().wireName();
        }

        @Override
        public void fields(JsonGenerator json, Owner of) throws IOException {
          WireFields.owner(json, of, Optional.empty());
        }

        @Override
        public Optional<Owner> of(JsonNode fields) {
          return Optional.of(
              new Owner(
                  OwnerKind.ofWireName(fields.path("kind").asText()),
                  fields.path("name").asText()));
        }
      };
}
