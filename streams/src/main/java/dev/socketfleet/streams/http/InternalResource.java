package dev.socketfleet.streams.http;

import java.util.ArrayList;
import java.util.List;

/** What instances ask each other: a part of an answer, for some partitions of the hosts. */
abstract class InternalResource implements Resource {

  private final List<QueryParameter> parameters;

  InternalResource(List<QueryParameter> parameters) {
    List<QueryParameter> all = new ArrayList<>(parameters);
    all.add(QueryParameter.text("partitions", "Numbers separated by commas.", "0"));
    this.parameters = List.copyOf(all);
  }

  @Override
  public List<QueryParameter> parameters() {
    return parameters;
  }

  abstract JsonBody answerPart(Call call);

  @Override
  public Answer answer(Call call) {
    return Answer.ok(answerPart(call));
  }
}
