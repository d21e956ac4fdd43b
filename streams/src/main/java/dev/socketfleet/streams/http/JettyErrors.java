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
    ApiException error =
        new ApiException(
            status,
            status >= 500 ? "internal" : "bad_request",
            status >= 500 ? "the request failed" : "the request was not understood",
            "");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, ApiServer.JSON);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(error.body().bytes()), callback);
  }
}
