// bench_uploads FOLDER SECONDS: uploads a second of 1 s clips to `mote collect
// serve`, by 1, 8 and 32 connections at once, each reply durable; the store and
// the senders are in this process and below FOLDER (bench/uploads.md).
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "lib/base/file.h"
#include "lib/base/hash.h"
#include "lib/signal/decode.h"
#include "stages/collect/edge_impulse/serve.h"
#include "test/http_client.h"

namespace mote {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string form_with_clip(uint64_t number) {
  std::vector<int16_t> samples(16000);
  for (size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<int16_t>(mix64(number, i));
  }
  const auto wav = encode_wav(mono_audio(16000, std::move(samples)));
  return "--cut\r\nContent-Disposition: form-data; name=\"data\"; "
         "filename=\"left.wav\"\r\n\r\n" +
         std::string(wav.begin(), wav.end()) + "\r\n--cut--\r\n";
}

// Sends clips of its own until the time is over.
void send_clips(int port, uint64_t first, double seconds,
                std::atomic<int>& acknowledged) {
  test::HttpClient client(port);
  const auto start = Clock::now();
  for (uint64_t number = first; seconds_since(start) < seconds; ++number) {
    const std::string reply =
        client.post("/api/training/files",
                    "X-Api-Key: ei_bench\r\n"
                    "Content-Type: multipart/form-data; boundary=cut\r\n",
                    form_with_clip(number));
    acknowledged += reply.find("\"success\":true}]") != std::string::npos;
  }
}

void measure(const fs::path& folder, double seconds, int connections) {
  const TemporaryFolder project(folder);
  Store store(project.path());
  ServeOptions options;
  options.address = "127.0.0.1";
  options.port = 0;
  options.ingestion.api_key = "ei_bench";
  Receiver receiver(store, options, [](const Arrival&) {});
  std::atomic<int> acknowledged = 0;
  const auto start = Clock::now();
  std::vector<std::thread> senders;
  for (int i = 0; i < connections; ++i) {
    senders.emplace_back([&, i] {
      send_clips(receiver.port(), static_cast<uint64_t>(i) << 32, seconds,
                 acknowledged);
    });
  }
  for (std::thread& sender : senders) sender.join();
  fmt::print(
      "{} connections\t{:.0f} uploads/s\t{:.1f} uploads a commit\n",
      connections, acknowledged / seconds_since(start),
      1.0 * acknowledged / static_cast<double>(receiver.commits().groups()));
}

}  // namespace
}  // namespace mote

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: bench_uploads FOLDER SECONDS\n");
    return 2;
  }
  for (const int connections : {1, 8, 32}) {
    mote::measure(argv[1], std::stod(argv[2]), connections);
  }
  return 0;
}
