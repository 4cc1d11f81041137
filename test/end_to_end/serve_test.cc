// mote collect serve: Ctrl-C and kill -9 while uploads come in.
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "lib/base/hash.h"
#include "lib/dataset/sample_table.h"
#include "lib/signal/decode.h"
#include "test/end_to_end/program.h"
#include "test/http_client.h"

namespace mote::test {
namespace {

using nlohmann::json;

constexpr int kSenders = 4;

std::string clip(uint64_t number) {
  std::vector<int16_t> samples(800);
  for (size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<int16_t>(mix64(number, i));
  }
  const auto wav = encode_wav(mono_audio(16000, std::move(samples)));
  return {wav.begin(), wav.end()};
}

// A project with a server on it and senders that never stop by themselves.
class ServeProgram : public testing::Test {
 protected:
  ServeProgram() {
    write_atomically(project / "mote.toml", "[project]\nname = \"shed\"\n");
    server.emplace(
        project,
        std::vector<std::string>{"collect", "serve", "--json", "--port", "0",
                                 "--address", "127.0.0.1"},
        output);
    const json first = first_line();
    port = first.at("port");
    key = first.at("api_key");
  }

  ~ServeProgram() override {
    for (std::thread& sender : senders) sender.join();
  }

  json first_line() const {
    for (int i = 0; i < 3000; ++i) {
      const std::string text = fs::exists(output) ? read_text(output) : "";
      const size_t end = text.find('\n');
      if (end != std::string::npos) return json::parse(text.substr(0, end));
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("the server does not start");
  }

  void start_senders() {
    for (int i = 0; i < kSenders; ++i) {
      senders.emplace_back([this, i] { send(static_cast<uint64_t>(i) << 32); });
    }
  }

  // Until the server is gone.
  void send(uint64_t number) {
    HttpClient client(port);
    while (true) {
      const std::string content = clip(++number);
      const std::string reply = client.post(
          "/api/training/data",
          "X-Api-Key: " + key + "\r\nX-File-Name: left.1.wav\r\n", content);
      if (HttpClient::status(reply) != 200) return;
      std::lock_guard guard(mutex);
      acknowledged[HttpClient::body(reply)] = content;
    }
  }

  void wait_for_uploads(size_t count) {
    for (int i = 0; i < 3000; ++i) {
      {
        std::lock_guard guard(mutex);
        if (acknowledged.size() >= count) return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    FAIL() << "uploads do not arrive";
  }

  void join_senders() {
    for (std::thread& sender : senders) sender.join();
    senders.clear();
  }

  void expect_all_acknowledged_are_there() const {
    Store store(project / ".mote");
    std::map<std::string, std::string> stored;
    for (const Sample& sample : SampleTable(store).list()) {
      const auto bytes = store.objects().get(sample.id);
      stored[sample.name] = {bytes.begin(), bytes.end()};
    }
    for (const auto& [name, content] : acknowledged) {
      EXPECT_EQ(stored[name], content) << name;
    }
  }

  TemporaryFolder folder;
  fs::path project = folder.path() / "shed";
  fs::path output = folder.path() / "printed";
  std::optional<Background> server;
  int port = 0;
  std::string key;
  std::mutex mutex;
  std::map<std::string, std::string> acknowledged;  // by name
  std::vector<std::thread> senders;
};

TEST_F(ServeProgram, AfterKillAllThatWasAcknowledgedIsThere) {
  start_senders();
  wait_for_uploads(40);
  server->send(SIGKILL);
  EXPECT_EQ(server->wait(), 128 + SIGKILL);
  join_senders();
  expect_all_acknowledged_are_there();
  EXPECT_EQ(mote(project, {"collect", "list"}).exit_code, 0);
}

TEST_F(ServeProgram, CtrlCEndsItAfterWhatHasBegun) {
  start_senders();
  wait_for_uploads(10);
  server->send(SIGINT);
  EXPECT_EQ(server->wait(), 0);
  join_senders();
  expect_all_acknowledged_are_there();
  const std::string text = read_text(output);
  const size_t last = text.rfind('\n', text.size() - 2) + 1;
  const json counts = json::parse(text.substr(last));
  EXPECT_EQ(counts.at("added"), acknowledged.size());
  EXPECT_EQ(counts.at("refused"), 0);
}

}  // namespace
}  // namespace mote::test
