#include "lib/net/http_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <microhttpd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "lib/base/error.h"
#include "lib/base/shared_library.h"
#include "lib/base/text.h"
#include "lib/net/request_rate.h"

namespace mote {
namespace {

using Clock = std::chrono::steady_clock;

#define MOTE_MHD(name) \
  decltype(::name)* name = library.function<decltype(::name)>(#name)

// libmicrohttpd, opened on first use.
struct MicroHttpd {
  SharedLibrary library{"libmicrohttpd.so.12", "libmicrohttpd12"};
  MOTE_MHD(MHD_start_daemon);
  MOTE_MHD(MHD_stop_daemon);
  MOTE_MHD(MHD_quiesce_daemon);
  MOTE_MHD(MHD_get_daemon_info);
  MOTE_MHD(MHD_get_connection_info);
  MOTE_MHD(MHD_get_connection_values);
  MOTE_MHD(MHD_suspend_connection);
  MOTE_MHD(MHD_resume_connection);
  MOTE_MHD(MHD_create_response_from_buffer);
  MOTE_MHD(MHD_add_response_header);
  MOTE_MHD(MHD_queue_response);
  MOTE_MHD(MHD_destroy_response);
};

#undef MOTE_MHD

const MicroHttpd& mhd() {
  static const MicroHttpd instance;
  return instance;
}

std::string address_of(const sockaddr* peer) {
  char text[INET6_ADDRSTRLEN] = "";
  if (peer->sa_family == AF_INET) {
    const auto* four = reinterpret_cast<const sockaddr_in*>(peer);
    ::inet_ntop(AF_INET, &four->sin_addr, text, sizeof text);
  } else if (peer->sa_family == AF_INET6) {
    const auto* six = reinterpret_cast<const sockaddr_in6*>(peer);
    ::inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
  }
  return text;
}

MHD_Result take_header(void* headers, MHD_ValueKind, const char* name,
                       const char* value) {
  (*static_cast<std::map<std::string, std::string>*>(
      headers))[lower_case(name)] = value != nullptr ? value : "";
  return MHD_YES;
}

HttpRequest read_head(MHD_Connection* connection, const char* method,
                      const char* path) {
  HttpRequest request;
  request.method = method;
  request.path = path;
  const auto* info = mhd().MHD_get_connection_info(
      connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (info != nullptr) request.client = address_of(info->client_addr);
  mhd().MHD_get_connection_values(connection, MHD_HEADER_KIND, take_header,
                                  &request.headers);
  return request;
}

HttpReply plain(int status, const std::string& text) {
  return {status, text + "\n", "text/plain; charset=utf-8"};
}

MHD_Result send(MHD_Connection* connection, const HttpReply& reply) {
  MHD_Response* response = mhd().MHD_create_response_from_buffer(
      reply.body.size(), const_cast<char*>(reply.body.data()),
      MHD_RESPMEM_MUST_COPY);
  if (response == nullptr) return MHD_NO;
  mhd().MHD_add_response_header(response, "Content-Type", reply.type.c_str());
  if (reply.retry_after_s > 0) {
    mhd().MHD_add_response_header(response, "Retry-After",
                                  std::to_string(reply.retry_after_s).c_str());
  }
  const MHD_Result result = mhd().MHD_queue_response(
      connection, static_cast<unsigned>(reply.status), response);
  mhd().MHD_destroy_response(response);
  return result;
}

// One request on its way through the server.
struct Exchange {
  HttpRequest request;
  MHD_Connection* connection = nullptr;
  Clock::time_point began = Clock::now();
  size_t received_bytes = 0;
  size_t counted_bytes = 0;  // of what all requests hold
  std::optional<HttpReply> reply;
};

}  // namespace

const std::string& HttpRequest::header(const std::string& name) const {
  static const std::string nothing;
  const auto found = headers.find(name);
  return found != headers.end() ? found->second : nothing;
}

class HttpServer::Daemon {
 public:
  Daemon(const HttpOptions& options, HttpService service)
      : limits_(consistent(options.limits)),
        service_(std::move(service)),
        rate_(limits_.requests_a_second) {
    start(options);
    for (int i = 0; i < std::max(options.threads, 1); ++i) {
      threads_.emplace_back([this] { answer_requests(); });
    }
  }

  ~Daemon() { stop(0); }

  int port() const { return port_; }

  void stop(double seconds) {
    if (daemon_ == nullptr) return;
    closing_ = true;
    const MHD_socket listening = mhd().MHD_quiesce_daemon(daemon_);
    wait_for_requests(seconds);
    {
      std::lock_guard guard(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    mhd().MHD_stop_daemon(daemon_);
    daemon_ = nullptr;
    if (listening != MHD_INVALID_SOCKET) ::close(listening);
  }

 private:
  // A request that may be sent must be taken when it is the only one.
  static HttpLimits consistent(HttpLimits limits) {
    limits.bodies_bytes = std::max(limits.bodies_bytes, limits.body_bytes);
    return limits;
  }

  void start(const HttpOptions& options) {
    if (options.port < 0 || options.port > 65535) {
      throw Error(fmt::format("{} is no port", options.port), "",
                  "Ports are from 0 (any free one) to 65535.");
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(options.port));
    if (::inet_pton(AF_INET, options.address.c_str(), &address.sin_addr) != 1) {
      throw Error("'" + options.address + "' is not an IPv4 address", "",
                  "127.0.0.1 is this computer alone, 0.0.0.0 any network.");
    }
    const unsigned flags =
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME;
    errno = 0;
    daemon_ = mhd().MHD_start_daemon(
        flags, 0, nullptr, nullptr, &Daemon::on_request, this,
        MHD_OPTION_SOCK_ADDR, reinterpret_cast<sockaddr*>(&address),
        MHD_OPTION_CONNECTION_LIMIT, static_cast<unsigned>(limits_.connections),
        MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        static_cast<unsigned>(limits_.connections_an_address),
        MHD_OPTION_CONNECTION_TIMEOUT, static_cast<unsigned>(limits_.idle_s),
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits_.header_bytes,
        MHD_OPTION_NOTIFY_COMPLETED, &Daemon::on_completed, this,
        MHD_OPTION_END);
    if (daemon_ == nullptr) {
      throw Error("the server cannot start: " + std::string(strerror(errno)),
                  fmt::format("{}:{}", options.address, options.port),
                  "Is another program using this port? Choose another.");
    }
    port_ = mhd().MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT)->port;
  }

  static MHD_Result on_request(void* self, MHD_Connection* connection,
                               const char* path, const char* method,
                               const char*, const char* data, size_t* size,
                               void** exchange) {
    auto& daemon = *static_cast<Daemon*>(self);
    if (*exchange == nullptr) {
      auto begun = std::make_unique<Exchange>();
      begun->request = read_head(connection, method, path);
      begun->connection = connection;
      ++daemon.requests_;
      auto& kept = *begun;
      *exchange = begun.release();
      return daemon.begin(kept);
    }
    auto& begun = *static_cast<Exchange*>(*exchange);
    if (*size > 0) {
      const MHD_Result result = daemon.receive(begun, {data, *size});
      *size = 0;
      return result;
    }
    return daemon.finish(begun);
  }

  static void on_completed(void* self, MHD_Connection*, void** exchange,
                           MHD_RequestTerminationCode) {
    auto* ended = static_cast<Exchange*>(*exchange);
    if (ended == nullptr) return;
    auto& daemon = *static_cast<Daemon*>(self);
    daemon.bodies_bytes_ -= ended->counted_bytes;
    delete ended;
    *exchange = nullptr;
    --daemon.requests_;
  }

  // A refusal is sent at once only where the client waits for it or would send
  // too much; else once the body has come, so that the client has time to read
  // it.
  MHD_Result begin(Exchange& exchange) {
    HttpRequest& head = exchange.request;
    if (closing_) return send(exchange.connection, plain(503, "stopping"));
    const std::string& length = head.header("content-length");
    if (std::strtoull(length.c_str(), nullptr, 10) > limits_.body_bytes) {
      return send(exchange.connection, too_large());
    }
    if (!rate_.allows(head.client, Clock::now())) {
      exchange.reply = plain(429, "too many requests");
      exchange.reply->retry_after_s = 1;
    } else if (service_.refuse) {
      exchange.reply = service_.refuse(head);
    }
    if (exchange.reply && !head.header("expect").empty()) {
      return send(exchange.connection, *exchange.reply);
    }
    return MHD_YES;
  }

  HttpReply too_large() const {
    return plain(413, fmt::format("a request may have up to {} bytes",
                                  limits_.body_bytes));
  }

  // MHD_NO closes the connection.
  MHD_Result receive(Exchange& exchange, std::string_view data) {
    exchange.received_bytes += data.size();
    if (exchange.received_bytes > limits_.body_bytes || too_slow(exchange)) {
      return MHD_NO;
    }
    if (exchange.reply) return MHD_YES;
    if (bodies_bytes_ + data.size() > limits_.bodies_bytes) {
      exchange.reply = plain(503, "busy with other uploads");
      exchange.reply->retry_after_s = 1;
      std::string().swap(exchange.request.body);
      bodies_bytes_ -= std::exchange(exchange.counted_bytes, 0u);
      return MHD_YES;
    }
    bodies_bytes_ += data.size();
    exchange.counted_bytes += data.size();
    exchange.request.body += data;
    return MHD_YES;
  }

  bool too_slow(const Exchange& exchange) const {
    const double passed_s =
        std::chrono::duration<double>(Clock::now() - exchange.began).count();
    return passed_s > limits_.idle_s &&
           static_cast<double>(exchange.received_bytes) <
               passed_s * limits_.slowest_bytes_a_second;
  }

  MHD_Result finish(Exchange& exchange) {
    if (exchange.reply) return send(exchange.connection, *exchange.reply);
    std::lock_guard guard(mutex_);
    if (stopping_) return send(exchange.connection, plain(503, "stopping"));
    mhd().MHD_suspend_connection(exchange.connection);
    complete_.push_back(&exchange);
    changed_.notify_one();
    return MHD_YES;
  }

  void answer_requests() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [&] { return stopping_ || !complete_.empty(); });
      if (complete_.empty()) return;
      Exchange* exchange = complete_.front();
      complete_.pop_front();
      lock.unlock();
      exchange->reply = answer(exchange->request);
      mhd().MHD_resume_connection(exchange->connection);
      lock.lock();
    }
  }

  HttpReply answer(const HttpRequest& request) const {
    try {
      return service_.answer(request);
    } catch (const std::exception& error) {
      return plain(500, error.what());
    }
  }

  void wait_for_requests(double seconds) {
    const auto end = Clock::now() + std::chrono::duration<double>(seconds);
    while (requests_ > 0 && Clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  const HttpLimits limits_;
  const HttpService service_;
  RequestRate rate_;         // of the thread that serves connections
  size_t bodies_bytes_ = 0;  // likewise
  std::atomic<int> requests_ = 0;
  std::atomic<bool> closing_ = false;
  MHD_Daemon* daemon_ = nullptr;
  int port_ = 0;

  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::deque<Exchange*> complete_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

HttpServer::HttpServer(const HttpOptions& options, HttpService service)
    : daemon_(std::make_unique<Daemon>(options, std::move(service))) {}

HttpServer::~HttpServer() = default;

int HttpServer::port() const { return daemon_->port(); }

void HttpServer::stop(double seconds) { daemon_->stop(seconds); }

}  // namespace mote
