package dev.socketfleet.streams.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The answer to what is no HTTP request at all, in the same form as every other error. */
final class JettyErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    write(response, status, callback);
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    write(response, code, callback);
  }

  private static void write(Response response, int status, Callback callback) {
    ApiException error = error(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.JSON);
    SecurityHeaders.ALL.forEach(response.getHeaders()::put);
    response.write(true, ByteBuffer.wrap(error.body().bytes()), callback);
  }

  /** The error of a status that the server gives by itself. */
  static ApiException error(int status) {
    return switch (status) {
      case 404 ->
          of(
              status,
              "not_found",
              "there is nothing here",
              "GET /openapi.json lists what there is.");
      case 408 -> of(status, "timeout", "the request did not arrive in time", "");
      case 413 -> of(status, "body_not_allowed", "the request has a body", "Leave it out.");
      case 414 -> of(status, "uri_too_long", "the URI is longer than 8 KiB", "Shorten it.");
      case 431 ->
          of(status, "headers_too_large", "the headers are larger than 8 KiB", "Leave some out.");
      case 505 -> of(status, "version", "the version of HTTP is not spoken here", "Use HTTP/1.1.");
      default ->
          status >= 500
              ? of(status, "internal", "the request failed", "")
              : of(status, "bad_request", "the request was not understood", "");
    };
  }

  private static ApiException of(int status, String code, String message, String hint) {
    return new ApiException(status, code, message, hint);
  }
}
