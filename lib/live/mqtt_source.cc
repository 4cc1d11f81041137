#include "lib/live/mqtt_source.h"

#include <fmt/format.h>
#include <mosquitto.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <thread>

#include "lib/base/error.h"
#include "lib/base/hash.h"
#include "lib/base/shared_library.h"
#include "lib/live/source_address.h"

namespace mote {
namespace {

using Milliseconds = std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kKeepAlive_s = 30;
constexpr Milliseconds kPatience(10000);  // for the first answer
constexpr Milliseconds kReconnectEvery(1000);
constexpr Milliseconds kGivesUpAfter(60000);
constexpr int kLargestMessage = 1 << 24;

#define MOTE_MOSQUITTO(name) \
  decltype(::name)* name = library.function<decltype(::name)>(#name)

struct Mosquitto {
  SharedLibrary library{"libmosquitto.so.1", "libmosquitto1"};
  MOTE_MOSQUITTO(mosquitto_lib_init);
  MOTE_MOSQUITTO(mosquitto_new);
  MOTE_MOSQUITTO(mosquitto_destroy);
  MOTE_MOSQUITTO(mosquitto_username_pw_set);
  MOTE_MOSQUITTO(mosquitto_tls_set);
  MOTE_MOSQUITTO(mosquitto_tls_insecure_set);
  MOTE_MOSQUITTO(mosquitto_connect_callback_set);
  MOTE_MOSQUITTO(mosquitto_subscribe_callback_set);
  MOTE_MOSQUITTO(mosquitto_message_callback_set);
  MOTE_MOSQUITTO(mosquitto_connect);
  MOTE_MOSQUITTO(mosquitto_reconnect);
  MOTE_MOSQUITTO(mosquitto_disconnect);
  MOTE_MOSQUITTO(mosquitto_subscribe);
  MOTE_MOSQUITTO(mosquitto_loop);
  MOTE_MOSQUITTO(mosquitto_strerror);
  MOTE_MOSQUITTO(mosquitto_connack_string);
  MOTE_MOSQUITTO(mosquitto_sub_topic_check);

  static const Mosquitto& instance() {
    static const Mosquitto library = [] {
      Mosquitto opened;
      opened.mosquitto_lib_init();
      return opened;
    }();
    return library;
  }
};

#undef MOTE_MOSQUITTO

struct Broker {
  std::string host, topic, user, password;
  int port = 1883, qos = 1;
  bool tls = false, insecure = false;
  std::string ca, cert, key;

  std::string name() const { return fmt::format("{}:{}", host, port); }
};

class Subscription : public ByteSource {
 public:
  explicit Subscription(Broker broker) : broker_(std::move(broker)) {
    const std::string id = "mote-" + random_hex(8);
    client_ = mqtt_.mosquitto_new(id.c_str(), true, this);
    if (client_ == nullptr) throw Error("no memory for a connection");
    try {
      configure();
      connect();
    } catch (...) {
      mqtt_.mosquitto_destroy(client_);
      throw;
    }
  }
  ~Subscription() override {
    mqtt_.mosquitto_disconnect(client_);
    mqtt_.mosquitto_destroy(client_);
  }
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

  std::optional<Chunk> read(Milliseconds timeout) override {
    const auto until = Clock::now() + timeout;
    while (waiting_.empty()) {
      const auto left =
          std::chrono::duration_cast<Milliseconds>(until - Clock::now());
      if (left.count() <= 0) return Chunk{clock_.now_ns(), {}};
      serve(left);
    }
    Chunk chunk = std::move(waiting_.front());
    waiting_.pop_front();
    return chunk;
  }

  int64_t gaps() const override { return gaps_; }

 private:
  void configure() {
    if (!broker_.user.empty()) {
      check(mqtt_.mosquitto_username_pw_set(client_, broker_.user.c_str(),
                                            broker_.password.c_str()));
    }
    if (broker_.tls) configure_tls();
    mqtt_.mosquitto_connect_callback_set(
        client_, [](mosquitto*, void* self, int code) {
          static_cast<Subscription*>(self)->connected(code);
        });
    mqtt_.mosquitto_subscribe_callback_set(
        client_,
        [](mosquitto*, void* self, int, int count, const int* granted) {
          const bool given = count > 0 && granted[0] <= 2;
          static_cast<Subscription*>(self)->state_ =
              given ? State::kListening : State::kRefused;
        });
    mqtt_.mosquitto_message_callback_set(
        client_, [](mosquitto*, void* self, const mosquitto_message* message) {
          static_cast<Subscription*>(self)->take(*message);
        });
  }

  void configure_tls() {
    const auto path = [](const std::string& text) {
      return text.empty() ? nullptr : text.c_str();
    };
    for (const std::string& file : {broker_.ca, broker_.cert, broker_.key}) {
      if (!file.empty() && ::access(file.c_str(), R_OK) != 0) {
        throw Error("cannot be read", file, "Check the path.");
      }
    }
    check(mqtt_.mosquitto_tls_set(
        client_, path(broker_.ca),
        broker_.ca.empty() ? "/etc/ssl/certs" : nullptr, path(broker_.cert),
        path(broker_.key), nullptr));
    check(mqtt_.mosquitto_tls_insecure_set(client_, broker_.insecure));
  }

  // Until the broker has granted the topic.
  void connect() {
    const auto until = Clock::now() + kPatience;
    const int code = mqtt_.mosquitto_connect(client_, broker_.host.c_str(),
                                             broker_.port, kKeepAlive_s);
    if (code != MOSQ_ERR_SUCCESS) throw_unreachable(code);
    while (state_ != State::kListening) {
      const int done = mqtt_.mosquitto_loop(client_, 100, 1);
      throw_if_refused();
      if (done != MOSQ_ERR_SUCCESS) throw_unreachable(done);
      if (Clock::now() > until) {
        throw Error("the broker does not answer", broker_.name(),
                    "Is it a broker of MQTT 3.1.1, without TLS on this port?");
      }
    }
  }

  void connected(int code) {
    if (code != 0) {
      state_ = State::kRefused;
      refusal_ = mqtt_.mosquitto_connack_string(code);
      return;
    }
    mqtt_.mosquitto_subscribe(client_, nullptr, broker_.topic.c_str(),
                              broker_.qos);
  }

  void take(const mosquitto_message& message) {
    if (message.retain) return;  // of before anybody listened
    if (message.payloadlen > kLargestMessage) {
      ++gaps_;
      return;
    }
    const auto* bytes = static_cast<const uint8_t*>(message.payload);
    waiting_.push_back(
        {clock_.now_ns(),
         std::vector<uint8_t>(bytes, bytes + message.payloadlen)});
  }

  // Waits for messages; where the connection is lost, makes it again.
  void serve(Milliseconds left) {
    if (!lost_since_) {
      const int code =
          mqtt_.mosquitto_loop(client_, static_cast<int>(left.count()), 1);
      throw_if_refused();
      if (code == MOSQ_ERR_SUCCESS) return;
      lost_since_ = Clock::now();
      ++gaps_;
    }
    if (mqtt_.mosquitto_reconnect(client_) == MOSQ_ERR_SUCCESS) {
      lost_since_.reset();
      return;
    }
    if (Clock::now() - *lost_since_ > kGivesUpAfter) {
      throw Error("the connection to the broker is lost", broker_.name(),
                  "What was recorded before is kept.");
    }
    std::this_thread::sleep_for(std::min(left, kReconnectEvery));
  }

  void throw_if_refused() const {
    if (state_ != State::kRefused) return;
    if (refusal_.empty()) {
      throw Error("the broker refuses the topic", broker_.topic,
                  "Ask who runs it for the right to read it.");
    }
    throw Error("the broker refuses: " + refusal_, broker_.name(),
                "Name the user, as in mqtt:HOST/TOPIC?user=NAME, and put the "
                "password into the environment: MQTT_PASSWORD.");
  }

  [[noreturn]] void throw_unreachable(int code) const {
    throw Error(fmt::format("the broker cannot be reached: {}", words_of(code)),
                broker_.name(),
                broker_.tls
                    ? "Check host, port and certificate (ca=FILE)."
                    : "Check host and port; with TLS it is mqtts:HOST/TOPIC.");
  }

  void check(int code) const {
    if (code == MOSQ_ERR_SUCCESS) return;
    throw Error(words_of(code), broker_.name(), "Check the settings.");
  }

  std::string words_of(int code) const {
    std::string words = code == MOSQ_ERR_ERRNO ? std::strerror(errno)
                                               : mqtt_.mosquitto_strerror(code);
    while (!words.empty() && words.back() == '.') words.pop_back();
    return words;
  }

  enum class State { kConnecting, kListening, kRefused };

  const Mosquitto& mqtt_ = Mosquitto::instance();
  Broker broker_;
  mosquitto* client_ = nullptr;
  State state_ = State::kConnecting;
  std::string refusal_;
  std::deque<Chunk> waiting_;
  std::optional<Clock::time_point> lost_since_;
  int64_t gaps_ = 0;
  ArrivalClock clock_;
};

// "[::1]:1883", "localhost", "broker:1884".
void split_host(const std::string& text, Broker& broker) {
  const size_t bracket = text.find(']');
  const size_t colon =
      text.find(':', bracket == std::string::npos ? 0 : bracket);
  broker.host = text.substr(0, colon);
  if (broker.host.size() > 2 && broker.host[0] == '[') {
    broker.host = broker.host.substr(1, broker.host.size() - 2);
  }
  if (colon == std::string::npos) return;
  const std::string port = text.substr(colon + 1);
  broker.port = 0;
  if (port.size() <= 5 && std::ranges::all_of(port, [](unsigned char c) {
        return std::isdigit(c) != 0;
      })) {
    broker.port = std::atoi(port.c_str());
  }
  if (broker.port < 1 || broker.port > 65535) {
    throw UsageError("'" + port + "' is no port", "--from",
                     "Ports are from 1 to 65535.");
  }
}

Broker broker_of(const std::string& text, bool tls) {
  const SourceAddress address = parse_source_address(
      text, {"user", "qos", "ca", "cert", "key", "insecure"});
  Broker broker;
  broker.tls = tls;
  broker.port = tls ? 8883 : 1883;
  const size_t slash = address.place.find('/');
  if (slash == std::string::npos || slash == 0 ||
      slash + 1 == address.place.size()) {
    throw UsageError("which broker and topic?", "--from",
                     "As in mqtt:broker.local/kitchen/imu");
  }
  split_host(address.place.substr(0, slash), broker);
  broker.topic = address.place.substr(slash + 1);
  if (broker.topic.find_first_of("+#") != std::string::npos) {
    throw UsageError("a topic with '+' or '#' may be of several sensors",
                     broker.topic, "Name the topic of one.");
  }
  broker.user = address.text("user");
  const char* password = std::getenv("MQTT_PASSWORD");
  broker.password = password == nullptr ? "" : password;
  broker.qos = static_cast<int>(address.number("qos", 1, 0, 2));
  broker.ca = address.text("ca");
  broker.cert = address.text("cert"), broker.key = address.text("key");
  broker.insecure = address.settings.count("insecure") != 0;
  return broker;
}

LiveSource open_broker(const SourceOptions& options, bool tls) {
  const Broker broker = broker_of(options.address, tls);
  LiveSource source;
  source.name = fmt::format("{}:{}/{}", tls ? "mqtts" : "mqtt", broker.name(),
                            broker.topic);
  source.decoder = options.decoder.empty() ? "message" : options.decoder;
  source.declared.axes = options.axes;
  source.declared.rate_hz = options.rate_hz;
  source.metadata["topic"] = broker.topic;
  source.bytes = std::make_unique<Subscription>(broker);
  return source;
}

}  // namespace

LiveSource open_mqtt(const SourceOptions& options) {
  return open_broker(options, false);
}

LiveSource open_mqtts(const SourceOptions& options) {
  return open_broker(options, true);
}

}  // namespace mote
