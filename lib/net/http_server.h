// An HTTP server for what other programs and devices send to mote. The
// connections are libmicrohttpd's (opened on first use): one thread reads and
// writes all of them, so slow clients only keep a socket busy; complete
// requests are answered on threads of their own, which may wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace mote {

struct HttpRequest {
  std::string method;  // "POST"
  std::string path;    // percent-decoded, without the query: "/api/x"
  std::string client;  // the peer's address: "192.168.1.7"
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  uint64_t mark = 0;  // refuse() may leave one here for answer()

  // A header's value; "" when it is not there.
  const std::string& header(const std::string& name) const;
};

struct HttpReply {
  int status = 200;
  std::string body;
  std::string type = "application/json";
  int retry_after_s = 0;  // above 0: sent as Retry-After
};

struct HttpService {
  // Looks at a request without its body; a reply refuses it. Called on the
  // thread that serves all connections: must not wait.
  std::function<std::optional<HttpReply>(HttpRequest&)> refuse;
  // Called on one of the answering threads. What it throws becomes status 500.
  std::function<HttpReply(const HttpRequest&)> answer;
};

struct HttpLimits {
  size_t body_bytes = size_t{100} << 20;  // of one request; more is 413
  // Of all at once; more is 503. At least body_bytes, whatever is said.
  size_t bodies_bytes = size_t{512} << 20;
  size_t header_bytes = 32 << 10;  // more is refused with 4xx
  int connections = 1000;
  int connections_an_address = 200;  // further ones are closed at once
  int idle_s = 30;                   // without a byte: closed
  // A body that takes longer than idle_s must come faster than this.
  double slowest_bytes_a_second = 1000;
  double requests_a_second = 0;  // of one address; more is 429; 0: any number
};

struct HttpOptions {
  std::string address = "127.0.0.1";  // "0.0.0.0": all interfaces
  int port = 0;                       // 0: any free one
  int threads = 2;                    // that answer
  HttpLimits limits;
};

class HttpServer {
 public:
  // Serves until stop(). Throws Error when the port is no port, is taken or
  // may not be used.
  HttpServer(const HttpOptions& options, HttpService service);
  ~HttpServer();  // stop()
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const;

  // No new connections from now on; requests that have begun to arrive are
  // answered, if they are complete within `seconds`, and then all is closed.
  void stop(double seconds = 5);

 private:
  class Daemon;
  std::unique_ptr<Daemon> daemon_;
};

}  // namespace mote
