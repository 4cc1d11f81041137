// Against a real mosquitto, on a port of its own.
#include "lib/live/mqtt_source.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <mosquitto.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <thread>

#include "lib/base/error.h"
#include "lib/base/file.h"
#include "lib/base/process.h"
#include "lib/live/source_address.h"

namespace mote {
namespace {

using namespace std::chrono_literals;

int free_port() {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  EXPECT_EQ(::bind(probe, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size),
            0);
  ::close(probe);
  return ntohs(address.sin_port);
}

bool answers(int port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  const int code =
      ::connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof(address));
  ::close(probe);
  return code == 0;
}

// A broker that runs from start() to stop(), as often as wanted.
class RealBroker {
 public:
  explicit RealBroker(const std::string& settings) : settings_(settings) {
    do {
      port_ = free_port();
      start();
    } while (child_ < 0);
  }
  ~RealBroker() { stop(); }
  RealBroker(const RealBroker&) = delete;
  RealBroker& operator=(const RealBroker&) = delete;

  static bool is_installed() { return program().has_value(); }

  int port() const { return port_; }
  std::string at(const std::string& rest) const {
    return "127.0.0.1:" + std::to_string(port_) + "/" + rest;
  }

  void start() {
    const fs::path file = folder_.path() / "mosquitto.conf";
    write_atomically(file, "listener " + std::to_string(port_) +
                               " 127.0.0.1\nuser root\n" + settings_);
    const std::string name = program()->string();
    child_ = ::fork();
    if (child_ == 0) {
      ::close(1), ::close(2);
      ::execl(name.c_str(), name.c_str(), "-c", file.c_str(), nullptr);
      ::_exit(127);
    }
    while (!answers(port_)) {
      if (::waitpid(child_, nullptr, WNOHANG) == child_) {
        child_ = -1;  // somebody took the port
        return;
      }
      std::this_thread::sleep_for(5ms);
    }
  }
  void stop() {
    if (child_ < 0) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
    child_ = -1;
  }

 private:
  static std::optional<fs::path> program() {
    if (fs::exists("/usr/sbin/mosquitto")) return "/usr/sbin/mosquitto";
    return find_program("mosquitto");
  }

  TemporaryFolder folder_;
  std::string settings_;
  int port_ = 0;
  pid_t child_ = -1;
};

#define REQUIRE_BROKER() \
  if (!RealBroker::is_installed()) GTEST_SKIP() << "needs mosquitto"

// A device that publishes, and waits until the broker has it.
void publish(const RealBroker& broker, const std::string& topic,
             const std::vector<std::string>& messages, bool retain = false) {
  std::atomic<size_t> confirmed = 0;
  mosquitto* device = mosquitto_new(nullptr, true, &confirmed);
  mosquitto_publish_callback_set(device, [](mosquitto*, void* count, int) {
    ++*static_cast<std::atomic<size_t>*>(count);
  });
  mosquitto_username_pw_set(device, "anna", "secret");
  ASSERT_EQ(mosquitto_connect(device, "127.0.0.1", broker.port(), 30), 0);
  ASSERT_EQ(mosquitto_loop_start(device), 0);
  for (const std::string& text : messages) {
    mosquitto_publish(device, nullptr, topic.c_str(),
                      static_cast<int>(text.size()), text.data(), 1, retain);
  }
  while (confirmed < messages.size()) std::this_thread::sleep_for(1ms);
  mosquitto_disconnect(device);
  mosquitto_loop_stop(device, false);
  mosquitto_destroy(device);
}

LiveSource open(const std::string& address) {
  SourceOptions options;
  options.address = address;
  return open_mqtt(options);
}

// So many messages, as text.
std::vector<std::string> receive(LiveSource& source, size_t count) {
  std::vector<std::string> messages;
  for (int patience = 0; messages.size() < count && patience < 1000;
       ++patience) {
    const auto chunk = source.bytes->read(50ms);
    if (!chunk || chunk->bytes.empty()) continue;
    messages.emplace_back(chunk->bytes.begin(), chunk->bytes.end());
  }
  return messages;
}

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what_happened();
  }
  return "";
}

TEST(Mqtt, ReceivesWhatIsPublished) {
  REQUIRE_BROKER();
  const RealBroker broker("allow_anonymous true\n");
  publish(broker, "kitchen/imu", {"{\"x\": -1}"}, true);
  LiveSource source = open(broker.at("kitchen/imu"));
  EXPECT_EQ(source.decoder, "message");
  EXPECT_EQ(source.metadata.at("topic"), "kitchen/imu");
  std::vector<std::string> sent;
  for (int i = 0; i < 300; ++i) {
    sent.push_back("{\"x\": " + std::to_string(i) + "}");
  }
  publish(broker, "kitchen/imu", sent);
  publish(broker, "kitchen/other", {"{\"x\": 7}"});
  publish(broker, "kitchen/imu", {"end"});
  sent.push_back("end");
  EXPECT_EQ(receive(source, sent.size()), sent);  // not what was retained
  EXPECT_EQ(source.bytes->gaps(), 0);

  const auto decoder = make_decoder(source.decoder, source.declared);
  for (const std::string& text : sent) {
    decoder->decode({0, {text.begin(), text.end()}});
  }
  EXPECT_EQ(decoder->format()->axes, (std::vector<Axis>{{"x", ""}}));
}

TEST(Mqtt, ConnectsAgainWhenTheBrokerWasGone) {
  REQUIRE_BROKER();
  RealBroker broker("allow_anonymous true\n");
  LiveSource source = open(broker.at("t"));
  publish(broker, "t", {"1"});
  EXPECT_EQ(receive(source, 1), (std::vector<std::string>{"1"}));
  broker.stop();
  EXPECT_TRUE(source.bytes->read(20ms)->bytes.empty());
  broker.start();
  // Who publishes cannot know when the source has subscribed again.
  std::vector<std::string> received;
  for (int i = 0; i < 100 && received.empty(); ++i) {
    publish(broker, "t", {"2"});
    const auto chunk = source.bytes->read(100ms);
    if (!chunk->bytes.empty()) received = {"2"};
  }
  EXPECT_FALSE(received.empty());
  EXPECT_EQ(source.bytes->gaps(), 1);
}

TEST(Mqtt, APasswordIsAskedFor) {
  REQUIRE_BROKER();
  const TemporaryFolder folder;
  const fs::path passwords = folder.path() / "passwords";
  if (!find_program("mosquitto_passwd")) GTEST_SKIP();
  ASSERT_EQ(run_process({"mosquitto_passwd", "-b", "-c", passwords.string(),
                         "anna", "secret"})
                .exit_code,
            0);
  const RealBroker broker("allow_anonymous false\npassword_file " +
                          passwords.string() + "\n");
  ::setenv("MQTT_PASSWORD", "secret", 1);
  LiveSource source = open(broker.at("t?user=anna"));
  publish(broker, "t", {"1,2"});
  EXPECT_EQ(receive(source, 1), (std::vector<std::string>{"1,2"}));
  ::setenv("MQTT_PASSWORD", "wrong", 1);
  for (const char* topic : {"t?user=anna", "t"}) {
    EXPECT_NE(message_of([&] {
                open(broker.at(topic));
              }).find("the broker refuses: Connection Refused"),
              std::string::npos);
  }
  ::unsetenv("MQTT_PASSWORD");
}

TEST(Mqtt, SpeaksTls) {
  REQUIRE_BROKER();
  if (!find_program("openssl")) GTEST_SKIP() << "needs openssl";
  const TemporaryFolder folder;
  const std::string key = (folder.path() / "key.pem").string();
  const std::string certificate = (folder.path() / "cert.pem").string();
  ASSERT_EQ(
      run_process({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
                   "-days", "2", "-keyout", key, "-out", certificate, "-subj",
                   "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"})
          .exit_code,
      0);
  const RealBroker broker("allow_anonymous true\ncertfile " + certificate +
                          "\nkeyfile " + key + "\n");
  SourceOptions options;
  options.address = broker.at("t?ca=" + certificate);
  const LiveSource source = open_mqtts(options);
  EXPECT_TRUE(source.bytes->read(1ms)->bytes.empty());
  options.address = broker.at("t");  // the system's authorities do not know it
  EXPECT_NE(message_of([&] { open_mqtts(options); }), "");
  options.address = broker.at("t?ca=/nowhere.pem");
  EXPECT_EQ(message_of([&] { open_mqtts(options); }), "cannot be read");
  EXPECT_NE(message_of([&] { open(broker.at("t")); }), "");  // without TLS
}

TEST(Mqtt, WrongAddressesAreErrors) {
  for (const char* address :
       {"", "host", "host/", "/topic", "host:0/t", "host:99999/t", "host:x/t",
        "host/a/#", "host/+/b", "host/t?qos=3", "host/t?colour=red"}) {
    EXPECT_THROW(open(address), UsageError) << address;
  }
  EXPECT_NE(message_of([] {
              open("127.0.0.1:" + std::to_string(free_port()) + "/t");
            }).find("the broker cannot be reached: "),
            std::string::npos);
}

TEST(SourceAddress, TakesSettingsApart) {
  const auto address = parse_source_address(
      "a%3Fb/c?size=640x480&rate=2.5&flag", {"size", "rate", "flag"});
  EXPECT_EQ(address.place, "a?b/c");
  EXPECT_EQ(address.text("size"), "640x480");
  EXPECT_EQ(address.text("other", "x"), "x");
  EXPECT_EQ(address.number("rate", 1, 0, 10), 2.5);
  EXPECT_EQ(address.settings.count("flag"), 1u);
  EXPECT_THROW(address.number("size", 1, 0, 10), UsageError);
  EXPECT_THROW(address.number("rate", 1, 3, 10), UsageError);
  EXPECT_THROW(parse_source_address("a?b=1", {"c"}), UsageError);
  EXPECT_EQ(parse_source_address("", {}).place, "");
}

}  // namespace
}  // namespace mote
