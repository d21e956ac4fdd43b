package dev.socketfleet.streams.http;

/** What every instance has in full: nobody else is asked. */
interface LocalResource extends Resource {

  JsonBody answer(Parameters parameters);

  @Override
  default Answer answer(Call call) {
    return Answer.ok(answer(call.parameters()));
  }
}
